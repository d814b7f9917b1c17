import { defineAugmentation } from '../defineAugmentation';
import { number } from '../parameters';
import { reshape } from '../workpiece/work';

/**
 * Artefacts of careless resampling: linear interpolation down to a rate and back up, without any filter. Drawn: `{ rate }`.
 *
 * Length and sample rate stay. A rate above the clip's only smooths a little.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `Aliasing`: within 1e-6
 * @example
 * aliasing({ rate: 6000 }).apply(clip, createRng(0));
 */
export const aliasing = /* @__PURE__ */ defineAugmentation({
  name: 'aliasing',
  about: 'Artefacts of resampling down to a rate and back without a filter.',
  module: '@ser/augment',
  params: {
    rate: number({ about: 'Rate in between', unit: 'Hz', min: 100, max: 200000, default: [4000, 16000] }),
  },
  render: ({ samples, sampleRate }, { rate }) => {
    const count = Math.max(1, Math.round((samples.length * rate) / sampleRate));
    return { samples: reshape(samples, (piece) => piece.thinTo(count)), sampleRate };
  },
});
