import type { AudioClip, Matrix } from '@ser/dsp';
import { createBandSums } from '#engine';
import { requireMatrix, requirePositive } from './checks';
import { MfccError } from './errors';
import { createMelFrames, type MelFramesOptions, melBands, requireFiniteBands } from './melFrames';
import { planCache } from './planCache';

/** A power spectrogram (frames x bins) in place of audio. */
export interface PowerSpectrogram {
  readonly S: Matrix;
  /** Hz. */
  readonly sampleRate: number;
}

/** Options of `melSpectrogram`: those of the transform and those of the filterbank. */
export type MelSpectrogramOptions = MelFramesOptions;

const cachedFrames = /* @__PURE__ */ planCache(
  ({ sampleRate, ...options }: MelSpectrogramOptions & { sampleRate: number }) =>
    createMelFrames('melSpectrogram', sampleRate, options),
);

/**
 * A spectrogram in mel bands: the power spectrogram times the filterbank.
 *
 * @param source a clip, or a power spectrogram with its sample rate (nFft is then 2 (bins - 1) unless given)
 * @returns frames x nMels, float32
 * @throws MfccError `INVALID_OPTION` naming the option, `INVALID_LENGTH` for an empty clip (with `center: false`, one below
 *   nFft samples), `NOT_FINITE` for NaN, infinity or a power beyond float32, `SHAPE_MISMATCH` when a spectrogram does not
 *   fit nFft or a window winLength; DspError `INVALID_OPTION` for an unknown window or padding
 * @example
 * const bands = melSpectrogram({ samples: new Float32Array(22050), sampleRate: 22050 }, { nMels: 40 }); // 44 x 40
 * @see librosa 0.11 `feature.melspectrogram` (transposed), within 1e-5 of the largest value; for librosa before 0.10
 *   say `padMode: 'reflect'`
 */
export function melSpectrogram(source: AudioClip | PowerSpectrogram, options: MelSpectrogramOptions = {}): Matrix {
  if ('S' in source) return project(source, options);
  return cachedFrames({ ...options, sampleRate: source.sampleRate }).spectrogram(source.samples);
}

function project({ S, sampleRate }: PowerSpectrogram, options: MelSpectrogramOptions): Matrix {
  requireMatrix('melSpectrogram', 'S', S);
  requirePositive('melSpectrogram', 'sampleRate', sampleRate);
  const { nFft = 2 * (S.cols - 1) } = options;
  const bank = melBands(sampleRate, nFft, options);
  if (S.cols !== bank.bins) {
    throw new MfccError(
      'SHAPE_MISMATCH',
      `melSpectrogram: S has ${S.cols} bins; expected 1 + floor(nFft / 2) = ${bank.bins}`,
    );
  }
  const data = new Float32Array(S.rows * bank.bands);
  createBandSums(bank)(S.data, S.rows, data, 0);
  requireFiniteBands('melSpectrogram', 'S.data', S.data, data);
  return { data, rows: S.rows, cols: bank.bands };
}
