import type { AudioClip, Matrix } from '@ser/dsp';
import { requireInteger, requireMatrix } from './checks';
import { applyBasis, type DctOptions, dctBasis } from './dct';
import { MfccError } from './errors';
import { createMelProjection, type MelSpectrogramOptions } from './melSpectrogram';
import { powerToDb } from './powerToDb';

/** A log-power mel spectrogram (frames x bands) in place of audio. */
export interface LogMelSpectrogram {
  readonly S: Matrix;
  /** Hz. */
  readonly sampleRate: number;
}

/** Options of `mfcc`: its own and those of `melSpectrogram`; `norm` is the DCT's, `melNorm` the filterbank's. */
export interface MfccOptions extends Omit<MelSpectrogramOptions, 'norm'> {
  /** Coefficients kept, at most the number of bands. Default 20. */
  readonly nMfcc?: number;
  /** Type of the DCT: 1, 2 (default) or 3. */
  readonly dctType?: 1 | 2 | 3;
  /** Scale of the DCT. Default 'ortho'. */
  readonly norm?: DctOptions['norm'];
  /** Norm of the mel bands. Default 'slaney'. */
  readonly melNorm?: MelSpectrogramOptions['norm'];
  /** Above 0: coefficient i is multiplied by 1 + lifter / 2 sin(pi (i + 1) / lifter). Default 0: not. */
  readonly lifter?: number;
}

/** MFCCs of many clips of one sample rate: the filterbank and the DCT's table are made once. */
export interface MfccPlan {
  /** Hz. */
  readonly sampleRate: number;
  /** The same as `mfcc(clip, options)`. Throws MfccError `INVALID_OPTION` for a clip of another sample rate. */
  compute(clip: AudioClip): Matrix;
}

/**
 * Mel-frequency cepstral coefficients: the DCT of the log-power mel spectrogram.
 *
 * @param source a clip, or a log-power mel spectrogram with its sample rate
 * @returns frames x nMfcc, float32
 * @throws MfccError `INVALID_OPTION` naming the option; DspError for the options of `stft` and for audio that is empty or
 *   not finite
 * @example
 * const clip = { samples: new Float32Array(22050).fill(0.1), sampleRate: 22050 };
 * const coefficients = mfcc(clip, { nMfcc: 13 }); // 44 x 13
 * @see librosa 0.11 `feature.mfcc` (transposed), within 1e-3; for librosa before 0.10 say `padMode: 'reflect'`
 */
export function mfcc(source: AudioClip | LogMelSpectrogram, options: MfccOptions = {}): Matrix {
  if ('S' in source) {
    requireMatrix('mfcc', 'S', source.S);
    return cepstrum('mfcc', source.S.cols, options)(source.S);
  }
  return createMfcc({ ...options, sampleRate: source.sampleRate }).compute(source);
}

/**
 * Prepares `mfcc` for many clips of one sample rate.
 *
 * @param options those of `mfcc`, and `sampleRate` in Hz (default 22050)
 * @throws MfccError `INVALID_OPTION` naming the option
 * @example
 * const plan = createMfcc({ sampleRate: 22050, nMfcc: 13 });
 * const coefficients = plan.compute({ samples: new Float32Array(22050), sampleRate: 22050 }); // 44 x 13
 */
export function createMfcc({ sampleRate = 22050, ...options }: MfccOptions & { sampleRate?: number } = {}): MfccPlan {
  const { nMels = 128, melNorm = 'slaney' } = options;
  const toMel = createMelProjection('mfcc', sampleRate, { ...options, nMels, norm: melNorm });
  const toCepstrum = cepstrum('mfcc', nMels, options);
  return { sampleRate, compute: (clip) => toCepstrum(powerToDb(toMel(clip))) };
}

function cepstrum(caller: string, nMels: number, options: MfccOptions): (logMel: Matrix) => Matrix {
  const { nMfcc = 20, dctType = 2, norm = 'ortho', lifter = 0 } = options;
  requireInteger(caller, 'nMfcc', nMfcc, 1);
  if (nMfcc > nMels) {
    throw new MfccError('INVALID_OPTION', `${caller}: nMfcc=${nMfcc}; expected at most the number of bands, ${nMels}`);
  }
  if (!(lifter >= 0 && lifter < Number.POSITIVE_INFINITY)) {
    throw new MfccError('INVALID_OPTION', `${caller}: lifter=${lifter}; expected a finite number >= 0`);
  }
  const basis = dctBasis(caller, nMels, { type: dctType, norm, n: nMfcc });
  if (lifter > 0) {
    for (let k = 0; k < nMfcc; k++) {
      const gain = 1 + (lifter / 2) * Math.sin((Math.PI * (k + 1)) / lifter);
      for (let j = 0; j < nMels; j++) basis[k * nMels + j]! *= gain;
    }
  }
  return (logMel) => applyBasis(logMel, basis, nMfcc);
}
