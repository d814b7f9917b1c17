import { designBiquad } from '../biquad';
import { defineAugmentation } from '../defineAugmentation';
import { number } from '../parameters';
import { reshape } from '../workpiece/work';

/**
 * Raises or lowers what lies around a frequency: one biquad. Drawn: `{ frequency, gainDb, q }`.
 *
 * It starts from rest. A frequency above 0.49 of the sample rate acts as 0.49 of the rate.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see Bristow-Johnson's cookbook; scipy.signal.lfilter with audiomentations 0.43.1's coefficients: within 1e-6
 * @example
 * peakingFilter({ frequency: 1000, gainDb: -6 }).apply(clip, createRng(0));
 */
export const peakingFilter = /* @__PURE__ */ defineAugmentation({
  name: 'peakingFilter',
  about: 'Raises or lowers what lies around a frequency.',
  module: '@ser/augment',
  params: {
    frequency: number({ about: 'Centre', unit: 'Hz', min: 1, max: 200000, default: [50, 7500] }),
    gainDb: number({ about: 'Gain there', unit: 'dB', min: -60, max: 60, default: [-24, 24] }),
    q: number({ about: 'Steepness', unit: '', min: 0.05, max: 20, default: [0.5, 5] }),
  },
  render: ({ samples, sampleRate }, { frequency, gainDb, q }) => ({
    samples: reshape(samples, (piece) => piece.filter([designBiquad('peaking', sampleRate, frequency, q, gainDb)])),
    sampleRate,
  }),
});
