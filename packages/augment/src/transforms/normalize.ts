import { defineAugmentation } from '../defineAugmentation';
import { fromDb } from '../level';
import { number } from '../parameters';
import { reshape } from '../workpiece/work';

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
  render: ({ samples, sampleRate }, { peakDb }) => ({
    samples: reshape(samples, (piece) => {
      const [low, high] = piece.extremes();
      const peak = Math.max(-low, high);
      if (peak > 0) piece.scale(fromDb(peakDb) / peak);
    }),
    sampleRate,
  }),
});
