import type { AudioClip } from '@ser/dsp';
import { rmsOf, scale } from './level';

/** 12 dB: what has lost more had no place in the band, and what is left of it is not to become loud. */
const MOST_GAIN = 4;

/** A clip at the RMS of the samples that it was made of. */
export function matchLevel(clip: AudioClip, samples: Float32Array): AudioClip {
  const level = rmsOf(clip.samples);
  return scale(clip, level > 0 ? Math.min(MOST_GAIN, rmsOf(samples) / level) : 0);
}
