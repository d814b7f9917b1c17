import { resample } from '@ser/dsp';
import { defineAugmentation } from '../defineAugmentation';
import { number } from '../parameters';

/**
 * Faster and higher, or slower and lower, as a tape: resampling (`sinc_hq`) at the same sample rate. Drawn: `{ speed }`.
 *
 * The output has ceil(n / speed) samples.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see Ko et al. 2015, "Audio augmentation for speech recognition": 0.9, 1 and 1.1
 * @example
 * oneOf([speedPerturbation({ speed: 0.9 }), speedPerturbation({ speed: 1.1 })]);
 */
export const speedPerturbation = /* @__PURE__ */ defineAugmentation({
  name: 'speedPerturbation',
  about: 'Speed and pitch together, as a tape; ceil(n / speed) samples.',
  module: '@ser/augment',
  params: {
    speed: number({ about: 'Above 1 is faster and higher', unit: '', min: 0.25, max: 4, default: [0.9, 1.1] }),
  },
  outputLength: ({ samples }, { speed }) => Math.ceil(samples.length * (1 / speed)),
  render: ({ samples, sampleRate }, { speed }) => ({
    // By the ratio alone: 1.1 is exact as 11 / 10, and that times a sample rate is not.
    samples: resample(samples, speed, 1, { resampler: 'sinc_hq' }),
    sampleRate,
  }),
});
