import { createRng } from '@ser/random';

const RATE = 22050;
const WINDOW = Math.round(0.025 * RATE);
const positions = Array.from({ length: 36 }, (_, i) => Math.round((0.3 + 0.2137 * i) * RATE));

/** Bursts of noise of 5 ms, as plosives have, in a hum of 120 Hz and its harmonics. */
export function burstsInHum(): { samples: Float32Array; sampleRate: number } {
  const rng = createRng('bursts');
  const samples = Float32Array.from({ length: 8.2 * RATE }, (_, n) =>
    [1, 2, 3, 4].reduce((sum, k) => sum + 0.03 * Math.sin((2 * Math.PI * 120 * k * n) / RATE), 0),
  );
  for (const position of positions) {
    for (let n = 0; n < 0.005 * RATE; n++) samples[position + n]! += rng.uniform(-1, 1) * Math.exp(-n / 33);
  }
  return { samples, sampleRate: RATE };
}

/** Least and largest of the bursts' energies, within 25 ms of their time, against those of the input: 0 is lost, 2 is doubled. */
export function burstEnergies(input: Float32Array, output: Float32Array, rate: number): [number, number] {
  const energy = (samples: Float32Array, at: number) =>
    samples.subarray(at - WINDOW, at + WINDOW).reduce((sum, x) => sum + x * x, 0);
  const ratios = positions.map((at) => energy(output, Math.round(at / rate)) / energy(input, at));
  return [Math.min(...ratios), Math.max(...ratios)];
}
