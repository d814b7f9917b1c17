import type { AudioClip } from '@ser/dsp';
import { type LogMelOptions, logMel } from '@ser/mfcc';
import { checkClip, checkPositiveInteger } from './checks';
import { defineFeatureSet, type FeatureSet } from './defineFeatureSet';
import { inFeatureTerms } from './errors';

/** Options of `logMelFeatures`: the image's length, and those of `logMel` of `@ser/mfcc`. All of it must be JSON. */
export interface LogMelFeaturesOptions extends Omit<LogMelOptions, 'ref' | 'window'> {
  /** Rows of the image. Default 128: 2.97 s at 22,050 Hz with hops of 512. */
  readonly frames?: number;
  /** What is 0 dB: a power, or 'max' for the clip's largest. Default 'max', so that loudness does not count. */
  readonly ref?: number | 'max';
  /** A window by name. Default 'hann'. */
  readonly window?: string;
}

/**
 * A log-mel image of one size as a feature set, for two-dimensional networks: frames x nMels, in decibels.
 *
 * A shorter clip gets rows of its lowest value at the end; of a longer one the first rows are kept.
 *
 * @returns a set of shape [frames, nMels] whose columns are the mel bands, lowest first
 * @throws FeatureError `INVALID_OPTION` for frames or nMels that are no positive whole numbers; its `extract` throws for the
 * other options, which depend on the clip's rate, and `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`
 * @see librosa 0.11 `power_to_db(feature.melspectrogram(...), ref=np.max)` (transposed), within 1e-3 dB
 * @example
 * const set = logMelFeatures({ frames: 64, nMels: 40 });
 * set.extract({ samples: new Float32Array(22050), sampleRate: 22050 }).length; // 2560
 */
export function logMelFeatures(options: LogMelFeaturesOptions = {}): FeatureSet {
  const { frames = 128, ref = 'max', nMels = 128, ...others } = options;
  checkPositiveInteger('logMelFeatures', 'frames', frames);
  checkPositiveInteger('logMelFeatures', 'nMels', nMels);
  const melOptions = { ...others, nMels, ref } as LogMelOptions;
  return defineFeatureSet({
    name: 'logMel',
    version: '1',
    columns: Array.from({ length: nMels }, (_, band) => `mel_${String(band).padStart(3, '0')}`),
    units: Array.from({ length: nMels }, () => 'dB'),
    shape: [frames, nMels],
    extract: (clip) => logMelImage(clip, frames, melOptions),
    reference: { module: '@ser/features', export: 'logMelFeatures', options },
  });
}

function logMelImage(clip: AudioClip, frames: number, options: LogMelOptions): Float32Array {
  checkClip('logMelFeatures', clip);
  const { data, rows, cols } = inFeatureTerms('logMelFeatures', () => logMel(clip, options));
  if (rows >= frames) return data.slice(0, frames * cols);
  const lowest = data.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const image = new Float32Array(frames * cols).fill(lowest);
  image.set(data);
  return image;
}
