import { getWindow } from '@ser/dsp';

/** Formants of American men in Hz and their bandwidths (Peterson & Barney 1952; the upper two are usual values). */
export const VOWELS = {
  a: [
    [730, 80],
    [1090, 90],
    [2440, 120],
    [3500, 150],
    [4500, 200],
  ],
  e: [
    [530, 70],
    [1840, 90],
    [2480, 120],
    [3500, 150],
    [4500, 200],
  ],
  i: [
    [270, 60],
    [2290, 90],
    [3010, 120],
    [3700, 150],
    [4600, 200],
  ],
  u: [
    [300, 60],
    [870, 80],
    [2240, 110],
    [3400, 150],
    [4500, 200],
  ],
} as const;

export type Vowel = keyof typeof VOWELS;

/** Amplitude of a vowel's spectral envelope: a glottal source that falls by 6 dB an octave above 150 Hz, and the formants. */
export function vowelEnvelope(vowel: Vowel, frequency: number): number {
  const source = (frequency / 150 + 0.3) / (1 + (frequency / 150) ** 2);
  return VOWELS[vowel].reduce((amplitude, [formant, bandwidth]) => {
    const x = frequency / formant;
    return amplitude / Math.hypot(1 - x * x, (x * bandwidth) / formant);
  }, source);
}

/** A steady vowel at an RMS of 0.14: the sum of its harmonics up to 10 kHz (or 0.45 of the rate), each as loud as the envelope says. */
export function steadyVowel(vowel: Vowel, pitch: number, sampleRate: number, seconds: number): Float32Array {
  const harmonics = Math.floor(Math.min(10000, 0.45 * sampleRate) / pitch);
  const amplitudes = Float64Array.from({ length: harmonics }, (_, k) => vowelEnvelope(vowel, (k + 1) * pitch));
  const norm = 0.2 / Math.hypot(...amplitudes);
  const samples = new Float64Array(Math.round(seconds * sampleRate));
  amplitudes.forEach((amplitude, k) => {
    const phase = 1.3 * (k + 1) ** 2;
    const step = (2 * Math.PI * (k + 1) * pitch) / sampleRate;
    // A recurrence: sines by the million are slow in Jest's sandbox.
    const twice = 2 * Math.cos(step);
    let before = norm * amplitude * Math.sin(phase - 2 * step);
    let last = norm * amplitude * Math.sin(phase - step);
    for (let n = 0; n < samples.length; n++) {
      const next = twice * last - before;
      samples[n]! += next;
      before = last;
      last = next;
    }
  });
  return Float32Array.from(samples);
}

const LENGTH = 8192;
const hann = getWindow('hann', LENGTH);

/** Level in dB of a steady sound at one frequency, through a Hann window over 8,192 samples in its middle (Goertzel's recurrence). */
export function levelAt(samples: Float32Array, frequency: number, sampleRate: number): number {
  const start = Math.floor((samples.length - LENGTH) / 2);
  const twice = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  let before = 0;
  let last = 0;
  for (let n = 0; n < LENGTH; n++) {
    const next = hann[n]! * samples[start + n]! + twice * last - before;
    before = last;
    last = next;
  }
  return 10 * Math.log10((last * last + before * before - twice * last * before) / LENGTH ** 2);
}

/**
 * How far a sound of a pitch, of any level, is from an envelope: the standard deviation over its harmonics below 4 kHz, in dB.
 *
 * @param expected amplitude at a frequency
 */
export function envelopeError(
  samples: Float32Array,
  pitch: number,
  sampleRate: number,
  expected: (frequency: number) => number,
): number {
  const count = Math.floor(4000 / pitch);
  const errors = Array.from({ length: count }, (_, k) => {
    const frequency = (k + 1) * pitch;
    return levelAt(samples, frequency, sampleRate) - 20 * Math.log10(expected(frequency));
  });
  const mean = errors.reduce((sum, error) => sum + error / count, 0);
  return Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2 / count, 0));
}
