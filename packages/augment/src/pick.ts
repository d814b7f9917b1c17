import type { AudioClip } from '@ser/dsp';
import { AugmentError } from './errors';

/** The sound that was drawn, where a log may come from a run with more of them. */
export function pick(name: string, sounds: readonly AudioClip[], index: number): AudioClip {
  const sound = sounds[index];
  if (!sound) {
    throw new AugmentError(
      'INVALID_DRAWN',
      `${name}.render: drawn sound ${index} is none of the ${sounds.length} that were given`,
    );
  }
  return sound;
}
