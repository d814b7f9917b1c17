/** Signals given by formula, equal to those of signals.py (to float32 rounding of the sine). 22,050 Hz, mono. */
export const SAMPLE_RATE = 22050;

/** Uniform in [-1, 1) from the 32-bit linear congruential generator of Numerical Recipes: the same bits in every language. */
export function lcgNoise(count: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export function syntheticSignal(name: string): Float32Array {
  switch (name) {
    case 'vowel':
      return vowel();
    case 'burst': {
      const samples = new Float32Array(11025);
      samples.set(
        lcgNoise(3000, 2).map((value) => 0.3 * value),
        4000,
      );
      return samples;
    }
    case 'tone':
      return Float32Array.from({ length: 8192 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 442 * n) / SAMPLE_RATE));
    case 'short':
      return Float32Array.from(lcgNoise(900, 3), (value) => 0.2 * value);
    default:
      throw new Error(`syntheticSignal: '${name}' is none of vowel, burst, tone, short`);
  }
}

/** 25 harmonics of a gliding pitch with a formant-like slope, a slow swell and a little noise. */
function vowel(): Float32Array {
  const noise = lcgNoise(26460, 1);
  return Float32Array.from({ length: 26460 }, (_, n) => {
    const phase = (2 * Math.PI * (140 * n + (20 * n * n) / 52920)) / SAMPLE_RATE;
    let sum = 0;
    for (let k = 1; k < 26; k++) sum += Math.sin(k * phase) / (1 + (k - 6) ** 2 / 8);
    return sum * 0.05 * (0.6 + 0.4 * Math.cos((2 * Math.PI * n) / 8820)) + 0.002 * noise[n]!;
  });
}
