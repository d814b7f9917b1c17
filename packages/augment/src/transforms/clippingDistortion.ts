import { defineAugmentation } from '../defineAugmentation';
import { number } from '../parameters';
import { percentiles } from '../workpiece/percentiles';
import { reshape } from '../workpiece/work';

/**
 * Cuts off the loudest samples, as an overdriven input does: `percent` of all, half of them at each side, between two percentiles.
 * Drawn: `{ percent }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `ClippingDistortion`: within float32's rounding for even whole percentages (it rounds half of others down)
 * @example
 * clippingDistortion({ percent: 20 }).apply(clip, createRng(0));
 */
export const clippingDistortion = /* @__PURE__ */ defineAugmentation({
  name: 'clippingDistortion',
  about: 'Cuts off a share of the samples, as overdriven.',
  module: '@ser/augment',
  params: {
    percent: number({ about: 'Samples that are cut off', unit: '%', min: 0, max: 100, default: [0, 40] }),
  },
  render: ({ samples, sampleRate }, { percent }) => ({
    samples: reshape(samples, (piece) => {
      const [low, high] = percentiles(piece, [percent / 2, 100 - percent / 2]) as [number, number];
      piece.clip(low, high);
    }),
    sampleRate,
  }),
});
