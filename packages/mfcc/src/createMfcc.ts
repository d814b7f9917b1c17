import type { AudioClip, Matrix } from '@ser/dsp';
import { type CepstrumOptions, createCepstrum } from './cepstrum';
import { MfccError } from './errors';
import { createLogMelFrames, type LogMelFrames, type LogMelOptions } from './logMel';

/** Options of `mfcc`: its own, those of `melSpectrogram` and those of `powerToDb`; `norm` is the DCT's, `melNorm` the filterbank's. */
export interface MfccOptions extends Omit<LogMelOptions, 'norm'>, CepstrumOptions {
  /** Norm of the mel bands. Default 'slaney'. */
  readonly melNorm?: LogMelOptions['norm'];
}

/** MFCCs of many clips of one sample rate: window, transform, filterbank, DCT and scratch are made once. Not re-entrant. */
export interface MfccPlan {
  /** Hz. */
  readonly sampleRate: number;
  /** The same, to the bit, as `mfcc(clip, options)`. Throws MfccError `INVALID_OPTION` for a clip of another sample rate. */
  compute(clip: AudioClip): Matrix;
}

/** Floats of scratch that a plan keeps for its next clip: 30 s of 128 bands, hop 512, at 22,050 Hz take 165,000. */
const MOST_SCRATCH = 1 << 20;

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
  const { logMel, toCepstrum } = createMfccFrames('mfcc', sampleRate, options);
  const { frames, toDecibels } = logMel;
  let scratch = new Float32Array(0);

  function take(size: number): Float32Array {
    if (size <= scratch.length) return scratch.subarray(0, size);
    const grown = new Float32Array(size);
    if (size <= MOST_SCRATCH) scratch = grown;
    return grown;
  }

  return {
    sampleRate,
    compute(clip) {
      if (clip.sampleRate !== sampleRate) {
        throw new MfccError(
          'INVALID_OPTION',
          `mfcc: clip has sampleRate=${clip.sampleRate} Hz; expected ${sampleRate}, which the filterbank is for`,
        );
      }
      const spectrogram = frames.spectrogram(clip.samples, take);
      toDecibels(spectrogram.data);
      return toCepstrum(spectrogram);
    },
  };
}

/** The steps of `mfcc`, for plans and streams. */
export function createMfccFrames(
  caller: string,
  sampleRate: number,
  options: MfccOptions,
): { logMel: LogMelFrames; toCepstrum: (logMel: Matrix) => Matrix } {
  const logMel = createLogMelFrames(caller, sampleRate, { ...options, norm: options.melNorm });
  return { logMel, toCepstrum: createCepstrum(caller, logMel.frames.nMels, options) };
}
