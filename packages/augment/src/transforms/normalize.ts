import { defineAugmentation } from '../defineAugmentation';
import { fromDb, peakOf, scale } from '../level';
import { number } from '../parameters';

/**
 * Brings the largest magnitude to a given level. Silence stays silence. Drawn: `{ peakDb }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `Normalize` at 0 dB: within float32's rounding. For loudness see `loudnessNormalization`
 * @example
 * normalize({ peakDb: -1 }).apply(clip, createRng(0));
 */
export const normalize = /* @__PURE__ */ defineAugmentation({
  name: 'normalize',
  about: 'Brings the peak to a level.',
  module: '@ser/augment',
  params: {
    peakDb: number({ about: 'Peak of the output, of full scale', unit: 'dB', min: -120, max: 0, default: 0 }),
  },
  render: (clip, { peakDb }) => {
    const peak = peakOf(clip.samples);
    return scale(clip, peak > 0 ? fromDb(peakDb) / peak : 1);
  },
});
