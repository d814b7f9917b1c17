import type { StftOptions } from '@ser/dsp';
import { createPowers, padEnds, padModes, windowWeights } from '#engine';
import { requireFinite, requireInteger, requireOption, requirePositive, requireSamples } from './checks';
import { MfccError } from './errors';

/** Options of the short-time Fourier transform: those of `stft`, and the exponent. */
export interface PowerFramesOptions extends StftOptions {
  /** Samples between frames. Default 512, whatever nFft is. */
  readonly hopLength?: number;
  /** Exponent of the magnitude: 2 (default) for power, 1 for amplitude; above 0. Ignored for a given spectrogram. */
  readonly power?: number;
}

/** A window as `stft` takes it: a name, perhaps with parameters, or weights. */
export type Window = NonNullable<StftOptions['window']>;

/** Writes |X|^power of `rows` frames of the signal, the first at `start`, to the first rows x bins places of `output`. */
export type Powers = (signal: Float32Array, start: number, rows: number, output: Float32Array) => void;

/** The spectra of a signal's frames, window and transform prepared. */
export interface PowerFrames {
  readonly nFft: number;
  readonly hopLength: number;
  readonly bins: number;
  readonly compute: Powers;
  /** The samples that are cut into frames: checked, and padded where frames are centered. */
  signal(samples: Float32Array): Float32Array;
  /** How many frames so many of these samples have. */
  count(length: number): number;
}

export function createPowerFrames(caller: string, options: PowerFramesOptions): PowerFrames {
  const { nFft = 2048, hopLength = 512, winLength = nFft, window = 'hann' } = options;
  const { center = true, padMode = 'constant', power = 2 } = options;
  requireInteger(caller, 'nFft', nFft, 2);
  requireInteger(caller, 'hopLength', hopLength, 1);
  requireInteger(caller, 'winLength', winLength, 1);
  requireOption(winLength <= nFft, caller, 'winLength', winLength, `at most nFft=${nFft}`);
  requirePositive(caller, 'power', power);
  if (center) requireOption(padModes.includes(padMode), caller, 'padMode', padMode, padModes.join(', '));
  const weights = windowWeights(window, winLength);
  requireOption(
    weights !== undefined,
    caller,
    'window',
    window,
    'hann, hamming, blackman, boxcar or weights (getWindow of @ser/dsp)',
  );
  if (weights.length !== winLength) {
    throw new MfccError(
      'SHAPE_MISMATCH',
      `${caller}: window has ${weights.length} weights; expected winLength=${winLength}`,
    );
  }
  requireFinite(caller, 'window', weights);
  const centered = new Float64Array(nFft);
  centered.set(weights, Math.floor((nFft - winLength) / 2));
  const margin = center ? Math.floor(nFft / 2) : 0;

  return {
    nFft,
    hopLength,
    bins: 1 + Math.floor(nFft / 2),
    compute: createPowers(centered, hopLength, power),
    signal(samples) {
      requireSamples(caller, samples);
      // Without padding a frame must be filled; with it, one sample is enough.
      const least = center ? 1 : nFft;
      if (samples.length < least) {
        throw new MfccError(
          'INVALID_LENGTH',
          `${caller}: samples has ${samples.length} samples; expected at least ${least}${center ? '' : ' (nFft), as center is false'}`,
        );
      }
      return margin > 0 ? padEnds(samples, margin, padMode) : samples;
    },
    count: (length) => 1 + Math.floor((length - nFft) / hopLength),
  };
}
