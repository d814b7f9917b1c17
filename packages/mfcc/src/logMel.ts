import type { AudioClip, Matrix } from '@ser/dsp';
import { createMelFrames, type MelFrames, type MelFramesOptions } from './melFrames';
import { planCache } from './planCache';
import { createDecibels, type PowerToDbOptions } from './powerToDb';

/** Options of `logMel`: those of `melSpectrogram` and those of `powerToDb`. */
export interface LogMelOptions extends MelFramesOptions, PowerToDbOptions {}

const cachedPlan = /* @__PURE__ */ planCache(({ sampleRate, ...options }: LogMelOptions & { sampleRate: number }) =>
  createLogMelFrames('logMel', sampleRate, options),
);

/**
 * A mel spectrogram in decibels: `powerToDb` of `melSpectrogram`.
 *
 * @param clip at least one sample (with `center: false`, nFft)
 * @returns frames x nMels, dB, float32
 * @throws as `melSpectrogram` and `powerToDb`
 * @example
 * const bands = logMel({ samples: new Float32Array(22050), sampleRate: 22050 }, { nMels: 64, ref: 'max' }); // 44 x 64
 * @see librosa 0.11 `power_to_db(feature.melspectrogram(...))` (transposed), within 1e-3 dB
 */
export function logMel(clip: AudioClip, options: LogMelOptions = {}): Matrix {
  const { frames, toDecibels } = cachedPlan({ ...options, sampleRate: clip.sampleRate });
  const spectrogram = frames.spectrogram(clip.samples);
  toDecibels(spectrogram.data);
  return spectrogram;
}

/** Mel bands of frames and what turns them into decibels: what MFCCs and the streams are made of. */
export interface LogMelFrames {
  readonly frames: MelFrames;
  /** In place. */
  toDecibels(values: Float32Array): void;
}

export function createLogMelFrames(caller: string, sampleRate: number, options: LogMelOptions): LogMelFrames {
  return {
    frames: createMelFrames(caller, sampleRate, options),
    toDecibels: createDecibels(caller, options),
  };
}
