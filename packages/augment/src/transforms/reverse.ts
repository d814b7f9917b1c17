import { defineAugmentation } from '../defineAugmentation';

/**
 * Plays the clip backwards. Drawn: `{}`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `Reverse`: the same bits
 * @example
 * reverse().apply(clip, createRng(0)).samples[0]; // the last sample
 */
export const reverse = /* @__PURE__ */ defineAugmentation({
  name: 'reverse',
  about: 'Backwards.',
  module: '@ser/augment',
  params: {},
  render: ({ samples, sampleRate }) => ({ samples: samples.slice().reverse(), sampleRate }),
});
