import { designBiquad } from '../biquad';
import { defineAugmentation } from '../defineAugmentation';
import { number } from '../parameters';
import { reshape } from '../workpiece/work';

/**
 * Leaves what lies around a frequency: one band-pass biquad, 0 dB at the centre. Drawn: `{ center, bandwidth }`.
 *
 * It starts from rest. A centre above 0.49 of the sample rate acts as 0.49 of the rate.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see Bristow-Johnson's cookbook; scipy.signal.lfilter with its coefficients: within 1e-6
 * @example
 * bandPassFilter({ center: 1000, bandwidth: 0.5 }).apply(clip, createRng(0)); // 500 Hz wide
 */
export const bandPassFilter = /* @__PURE__ */ defineAugmentation({
  name: 'bandPassFilter',
  about: 'Band-pass, 0 dB at the centre.',
  module: '@ser/augment',
  params: {
    center: number({ about: 'Centre', unit: 'Hz', min: 1, max: 200000, default: [200, 4000] }),
    bandwidth: number({
      about: 'Width at 3 dB as a fraction of the centre',
      unit: '',
      min: 0.01,
      max: 2,
      default: [0.5, 1.99],
    }),
  },
  render: ({ samples, sampleRate }, { center, bandwidth }) => ({
    samples: reshape(samples, (piece) => piece.filter([designBiquad('bandPass', sampleRate, center, 1 / bandwidth)])),
    sampleRate,
  }),
});
