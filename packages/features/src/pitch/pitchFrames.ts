import { type AudioClip, type PadOptions, pad } from '@ser/dsp';
import { checkClip, checkPositive, checkPositiveInteger } from '../checks';
import { FeatureError, inFeatureTerms } from '../errors';
import { frameCount } from '../frameCount';

/** What `yin` and `pyin` share; names and defaults are librosa 0.11's. */
export interface PitchOptions {
  /** Lowest pitch looked for, Hz, above sampleRate / (frameLength - 1). Speech: 65.4 (C2). */
  fmin: number;
  /** Highest pitch looked for, Hz, at most Nyquist. Speech: 2093 (C7). */
  fmax: number;
  /** Samples a frame; below two periods of fmin pitches become unsure. Default 2048. */
  frameLength?: number;
  /** Samples between frames. Default frameLength / 4, rounded down. */
  hopLength?: number;
  /** Pad both ends by `frameLength / 2` samples, so that frame t is centred on sample t * hopLength. Default true. */
  center?: boolean;
  /** How the ends are padded when `center`, by a name of numpy.pad. Default 'constant' (zeros). */
  padMode?: PadOptions['mode'];
}

/** A padded signal, how it is cut, and the periods looked for, in samples. */
export interface PitchFrames {
  readonly samples: Float32Array;
  readonly rows: number;
  readonly frameLength: number;
  readonly hopLength: number;
  readonly minPeriod: number;
  readonly maxPeriod: number;
}

/** Checks a clip and the options that all pitch trackers take, and pads the clip. */
export function pitchFrames(where: string, clip: AudioClip, options: PitchOptions): PitchFrames {
  const { fmin, fmax, frameLength = 2048, hopLength = Math.max(1, Math.floor(frameLength / 4)) } = options ?? {};
  const { center = true, padMode = 'constant' } = options ?? {};
  checkPositiveInteger(where, 'frameLength', frameLength);
  checkPositiveInteger(where, 'hopLength', hopLength);
  checkPositive(where, 'fmin', fmin);
  checkPositive(where, 'fmax', fmax);
  checkClip(where, clip);
  const { sampleRate } = clip;
  if (!(fmin < fmax && fmax <= sampleRate / 2)) {
    throw new FeatureError(
      'INVALID_OPTION',
      `${where}: expected fmin < fmax <= ${sampleRate / 2} Hz, the Nyquist frequency, received fmin = ${fmin}, fmax = ${fmax}`,
    );
  }
  if (sampleRate / fmin >= frameLength - 1) {
    throw new FeatureError(
      'INVALID_OPTION',
      `${where}: a period of fmin = ${fmin} Hz does not fit into frameLength = ${frameLength} at ${sampleRate} Hz; expected fmin above ${sampleRate / (frameLength - 1)}, or frameLength of at least ${Math.ceil(sampleRate / fmin) + 2}`,
    );
  }
  const margin = center ? Math.floor(frameLength / 2) : 0;
  const samples = inFeatureTerms(where, () => pad(clip.samples, { left: margin, right: margin, mode: padMode }));
  return {
    samples,
    rows: frameCount(where, samples.length, frameLength, hopLength),
    frameLength,
    hopLength,
    minPeriod: Math.floor(sampleRate / fmax),
    maxPeriod: Math.min(Math.ceil(sampleRate / fmin), frameLength - 1),
  };
}
