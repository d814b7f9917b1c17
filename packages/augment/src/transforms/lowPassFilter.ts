import { designButterworth } from '../biquad';
import { defineAugmentation } from '../defineAugmentation';
import { fixed, number } from '../parameters';
import { reshape } from '../workpiece/work';

/**
 * Removes what lies above a frequency: a Butterworth low-pass, 6 dB an octave and order. Drawn: `{ cutoff }`.
 *
 * It starts from rest. A cutoff above 0.49 of the sample rate acts as 0.49 of the rate.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see scipy.signal.butter and sosfilt: within 1e-6; audiomentations has the same filters, steered otherwise
 * @example
 * lowPassFilter({ cutoff: 1000, order: 4 }).apply(clip, createRng(0));
 */
export const lowPassFilter = /* @__PURE__ */ defineAugmentation({
  name: 'lowPassFilter',
  about: 'Butterworth low-pass, 6 dB an octave and order.',
  module: '@ser/augment',
  params: {
    cutoff: number({ about: 'Where it is 3 dB down', unit: 'Hz', min: 1, max: 200000, default: [150, 7500] }),
    order: fixed({ about: 'Order, even', unit: '', min: 2, max: 16, integer: true, default: 2 }),
  },
  refuse: ({ order }) => (order % 2 === 0 ? undefined : `order must be even, received ${order}`),
  render: ({ samples, sampleRate }, { cutoff, order }) => ({
    samples: reshape(samples, (piece) => piece.filter(designButterworth('lowPass', sampleRate, cutoff, order))),
    sampleRate,
  }),
});
