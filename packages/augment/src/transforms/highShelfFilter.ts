import { designBiquad } from '../biquad';
import { defineAugmentation } from '../defineAugmentation';
import { number } from '../parameters';
import { reshape } from '../workpiece/work';

/**
 * Raises or lowers what lies above a frequency: one biquad. Drawn: `{ frequency, gainDb, q }`.
 *
 * It starts from rest. A frequency above 0.49 of the sample rate acts as 0.49 of the rate.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see Bristow-Johnson's cookbook; scipy.signal.lfilter with audiomentations 0.43.1's coefficients: within 1e-6
 * @example
 * highShelfFilter({ frequency: 1000, gainDb: -6 }).apply(clip, createRng(0));
 */
export const highShelfFilter = /* @__PURE__ */ defineAugmentation({
  name: 'highShelfFilter',
  about: 'Raises or lowers what lies above a frequency.',
  module: '@ser/augment',
  params: {
    frequency: number({ about: 'Middle of the slope', unit: 'Hz', min: 1, max: 200000, default: [300, 7500] }),
    gainDb: number({ about: 'Gain there', unit: 'dB', min: -60, max: 60, default: [-18, 18] }),
    q: number({ about: 'Steepness', unit: '', min: 0.05, max: 20, default: [0.1, 0.999] }),
  },
  render: ({ samples, sampleRate }, { frequency, gainDb, q }) => ({
    samples: reshape(samples, (piece) => piece.filter([designBiquad('highShelf', sampleRate, frequency, q, gainDb)])),
    sampleRate,
  }),
});
