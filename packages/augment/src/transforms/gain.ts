import { defineAugmentation } from '../defineAugmentation';
import { fromDb } from '../level';
import { number } from '../parameters';
import { reshape } from '../workpiece/work';

/**
 * Makes the clip louder or quieter: x times 10^(gainDb / 20). The output may leave [-1, 1]. Drawn: `{ gainDb }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `Gain`: within float32's rounding
 * @example
 * gain({ gainDb: -6.02 }).apply(clip, createRng(0)); // half the amplitude
 */
export const gain = /* @__PURE__ */ defineAugmentation({
  name: 'gain',
  about: 'Louder or quieter.',
  module: '@ser/augment',
  params: {
    gainDb: number({ about: 'Gain', unit: 'dB', min: -120, max: 60, default: [-12, 12] }),
  },
  render: ({ samples, sampleRate }, { gainDb }) => ({
    samples: reshape(samples, (piece) => piece.scale(fromDb(gainDb))),
    sampleRate,
  }),
});
