// The signals of mfcc.py's options, by the same formulas.
import { lcgNoise } from './signals';

/** Half a second, float32 mono. */
export function optionSignal(name: string, sampleRate: number): Float32Array {
  const length = sampleRate / 2;
  const noise = (count: number, seed: number, gain: number) => Float32Array.from(lcgNoise(count, seed), (v) => gain * v);
  switch (name) {
    case 'noise':
      return noise(length, 7, 0.3);
    case 'silence':
      return new Float32Array(length);
    case 'click':
      return Float32Array.from({ length }, (_, n) => (n === 1000 ? 1 : 0));
    case 'constant':
      return new Float32Array(length).fill(0.25);
    case 'short':
      return noise(300, 8, 0.2);
    case 'chirp': {
      const hiss = lcgNoise(length, 9);
      return Float32Array.from(
        { length },
        (_, n) => 0.5 * Math.sin((Math.PI * 0.4 * n * n) / length) + 0.001 * hiss[n]!,
      );
    }
    default:
      throw new Error(`optionSignal: no signal '${name}'`);
  }
}

/** Powers of 12 bands in 24 frames, some silent. */
export function optionBands(): { data: Float32Array; rows: number; cols: number } {
  const data = Float32Array.from(lcgNoise(12 * 24, 10), (v) => 10 ** (-4.5 + 7.5 * v));
  for (const frame of [5, 6, 20]) data.fill(0, frame * 12, frame * 12 + 12);
  return { data, rows: 24, cols: 12 };
}
