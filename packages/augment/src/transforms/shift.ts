import type { AudioClip } from '@ser/dsp';
import type { Augmentation } from '../augmentation';
import { checkClip, checkNumber, drawnNumber } from '../checks';
import { defineAugmentation } from '../defineAugmentation';

export interface ShiftOptions {
  /** Largest shift either way, samples, a whole number >= 0. Default 5000. */
  maxSamples?: number;
}

/**
 * Rolls the clip by a uniform whole number of samples in [-maxSamples, maxSamples]; what leaves one end enters the other.
 *
 * Drawn: `{ samples }`, positive = later. A shift beyond the clip's length goes round more than once.
 *
 * @throws AugmentError `INVALID_OPTION`; when used `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_DRAWN`.
 * @see numpy.roll; the report's `shift` (written there, but not used)
 * @example
 * shift({ maxSamples: 5000 }).render(clip, { samples: 2 }); // [1, 2, 3] becomes [2, 3, 1]
 */
export function shift({ maxSamples = 5000 }: ShiftOptions = {}): Augmentation {
  checkNumber(
    'shift',
    'maxSamples',
    maxSamples,
    'a whole number from 0 to 2^30',
    Number.isInteger(maxSamples) && maxSamples >= 0 && maxSamples <= 2 ** 30,
  );
  return defineAugmentation({
    name: 'shift',
    options: { maxSamples },
    reference: { module: '@ser/augment', export: 'shift', options: { maxSamples } },
    drawReadsInput: false,
    draw: (_clip: AudioClip, rng) => ({ samples: rng.integer(2 * maxSamples + 1) - maxSamples }),
    render: (clip, drawn) => {
      checkClip('shift', clip);
      const { samples } = clip;
      const count = samples.length;
      const by = Math.trunc(drawnNumber('shift', drawn, 'samples')) % count;
      const split = (count - by) % count;
      const rolled = new Float32Array(count);
      rolled.set(samples.subarray(split), 0);
      rolled.set(samples.subarray(0, split), count - split);
      return { samples: rolled, sampleRate: clip.sampleRate };
    },
  });
}
