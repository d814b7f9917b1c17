import type { Matrix } from '@ser/dsp';
import { createBandSums } from '#engine';
import { areFinite, requireFinite, requirePositive } from './checks';
import { MfccError } from './errors';
import { type MelFilterbankOptions, melFilterbank } from './melFilterbank';
import { planCache } from './planCache';
import { createPowerFrames, type PowerFramesOptions } from './powerFrames';
import { createSparseFilterbank, type SparseFilterbank } from './sparseFilterbank';

/** Options of mel bands: those of the transform and those of the filterbank. */
export interface MelFramesOptions extends PowerFramesOptions, Omit<MelFilterbankOptions, 'sampleRate'> {}

/** The mel bands of a signal's frames: window, transform, filterbank and scratch are made once. Not re-entrant. */
export interface MelFrames {
  readonly nFft: number;
  readonly hopLength: number;
  readonly nMels: number;
  /** See `PowerFrames`. */
  count(length: number): number;
  /** The bands of the first `rows` frames of a signal, to the first rows x nMels places of `output`. */
  compute(signal: Float32Array, rows: number, output: Float32Array): void;
  /** The bands of all frames of a clip; `take` gives the room for so many numbers. */
  spectrogram(samples: Float32Array, take?: (size: number) => Float32Array): Matrix;
}

/** Frames in the scratch at a time: what they take stays in a processor's second cache. */
const BLOCK_ROWS = 16;

export function createMelFrames(caller: string, sampleRate: number, options: MelFramesOptions): MelFrames {
  requirePositive(caller, 'sampleRate', sampleRate);
  const frames = createPowerFrames(caller, options);
  const { nFft, hopLength, bins } = frames;
  const bank = melBands(sampleRate, nFft, options);
  const sumBands = createBandSums(bank);
  const power = new Float32Array(BLOCK_ROWS * bins);
  const nMels = bank.bands;

  function compute(signal: Float32Array, rows: number, output: Float32Array): void {
    for (let row = 0; row < rows; row += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, rows - row);
      frames.compute(signal, row * hopLength, count, power);
      sumBands(power, count, output, row * nMels);
    }
    requireFiniteBands(caller, 'samples', signal, output.subarray(0, rows * nMels));
  }

  return {
    nFft,
    hopLength,
    nMels,
    count: frames.count,
    compute,
    spectrogram(samples, take = (size) => new Float32Array(size)) {
      const signal = frames.signal(samples);
      const rows = frames.count(signal.length);
      const data = take(rows * nMels);
      compute(signal, rows, data);
      return { data, rows, cols: nMels };
    },
  };
}

// Making a filterbank takes as long as using it on two seconds of speech, and a corpus needs one or two.
const cachedBank = /* @__PURE__ */ planCache((options: MelFilterbankOptions) =>
  createSparseFilterbank(melFilterbank(options)),
);

/** The filterbank, from the cache where it has been used before. */
export function melBands(sampleRate: number, nFft: number, options: MelFramesOptions): SparseFilterbank {
  const { nMels, fmin, fmax, htk, norm, allowEmpty } = options;
  return cachedBank({ sampleRate, nFft, nMels, fmin, fmax, htk, norm, allowEmpty });
}

/** Throws `NOT_FINITE` where a band holds NaN or infinity: so does its source, or it has grown beyond float32. */
export function requireFiniteBands(caller: string, parameter: string, source: Float32Array, bands: Float32Array): void {
  if (areFinite(bands)) return;
  requireFinite(caller, parameter, source);
  throw new MfccError('NOT_FINITE', `${caller}: ${parameter} is so large that a band overflows float32`);
}
