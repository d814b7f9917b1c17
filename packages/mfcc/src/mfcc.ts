import type { AudioClip, Matrix } from '@ser/dsp';
import { createCepstrum } from './cepstrum';
import { requireFinite, requireMatrix } from './checks';
import { createMfcc, type MfccOptions } from './createMfcc';
import { planCache } from './planCache';

/** A log-power mel spectrogram (frames x bands) in place of audio. */
export interface LogMelSpectrogram {
  readonly S: Matrix;
  /** Hz. */
  readonly sampleRate: number;
}

const cachedPlan = /* @__PURE__ */ planCache(createMfcc);
const cachedCepstrum = /* @__PURE__ */ planCache(({ nMels, ...options }: MfccOptions & { nMels: number }) =>
  createCepstrum('mfcc', nMels, options),
);

/**
 * Mel-frequency cepstral coefficients: the DCT of the log-power mel spectrogram.
 *
 * The plan (see `createMfcc`) of the last few sets of options is kept, unless an option is an object or a function.
 *
 * @param source a clip, or a log-power mel spectrogram with its sample rate
 * @returns frames x nMfcc, float32
 * @throws MfccError `INVALID_OPTION` naming the option, `INVALID_LENGTH` for an empty clip (with `center: false`, one below
 *   nFft samples), `NOT_FINITE` for NaN, infinity or a power beyond float32; DspError `INVALID_OPTION` for an unknown window
 *   or padding
 * @example
 * const clip = { samples: new Float32Array(22050).fill(0.1), sampleRate: 22050 };
 * const coefficients = mfcc(clip, { nMfcc: 13 }); // 44 x 13
 * @see librosa 0.11 `feature.mfcc` (transposed), within 1e-3; for librosa before 0.10 say `padMode: 'reflect'`
 */
export function mfcc(source: AudioClip | LogMelSpectrogram, options: MfccOptions = {}): Matrix {
  if (!('S' in source)) return cachedPlan({ ...options, sampleRate: source.sampleRate }).compute(source);
  const { S } = source;
  requireMatrix('mfcc', 'S', S);
  requireFinite('mfcc', 'S.data', S.data);
  const { nMfcc, dctType, norm, lifter } = options;
  return cachedCepstrum({ nMels: S.cols, nMfcc, dctType, norm, lifter })(S);
}
