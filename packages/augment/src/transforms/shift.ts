import { defineAugmentation } from '../defineAugmentation';
import { drawnInteger, fixed, type OptionsOf } from '../parameters';

const LARGEST = 2 ** 30;
const params = {
  maxSamples: fixed({
    about: 'Largest shift either way',
    unit: 'samples',
    min: 0,
    max: LARGEST,
    integer: true,
    default: 5000,
  }),
};

export type ShiftOptions = OptionsOf<typeof params>;

/**
 * Rolls the clip by a uniform whole number of samples in [-maxSamples, maxSamples]; what leaves one end enters the other.
 *
 * Drawn: `{ samples }`, positive = later. A shift beyond the clip's length goes round more than once.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see numpy.roll; the report's `shift` (written there, but not used)
 * @example
 * shift({ maxSamples: 5000 }).render(clip, { samples: 2 }); // [1, 2, 3] becomes [2, 3, 1]
 */
export const shift = /* @__PURE__ */ defineAugmentation({
  name: 'shift',
  about: 'Rolls by up to so many samples either way; what leaves one end enters the other.',
  module: '@ser/augment',
  params,
  draws: { samples: drawnInteger(-LARGEST, LARGEST, 'Shift, positive = later', 'samples') },
  drawReadsInput: false,
  draw: (_clip, rng, { maxSamples }) => ({ samples: rng.integer(2 * maxSamples + 1) - maxSamples }),
  render: ({ samples, sampleRate }, { samples: shifted }) => {
    const count = samples.length;
    const by = shifted % count;
    const split = (count - by) % count;
    const rolled = new Float32Array(count);
    rolled.set(samples.subarray(split), 0);
    rolled.set(samples.subarray(0, split), count - split);
    return { samples: rolled, sampleRate };
  },
});
