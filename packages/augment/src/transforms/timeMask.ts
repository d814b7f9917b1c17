import { defineAugmentation } from '../defineAugmentation';
import { drawnBetween, number } from '../parameters';

/**
 * Silences a part of the clip, as a dropout does. Drawn: `{ fraction, position }`, position 0 to 1 of where it may begin.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `TimeMask` without fade: the same bits for the same samples
 * @example
 * timeMask({ fraction: [0.05, 0.2] }).apply(clip, createRng(0));
 */
export const timeMask = /* @__PURE__ */ defineAugmentation({
  name: 'timeMask',
  about: 'Silences a part.',
  module: '@ser/augment',
  params: {
    fraction: number({ about: 'Length of the part, of the clip', unit: '', min: 0, max: 1, default: [0.01, 0.2] }),
  },
  draws: { position: drawnBetween(0, 1, 'Where it begins') },
  drawReadsInput: false,
  draw: (_clip, rng) => ({ position: rng.uniform() }),
  render: ({ samples, sampleRate }, { fraction, position }) => {
    const length = Math.round(fraction * samples.length);
    const start = Math.floor(position * (samples.length - length + 1));
    return { samples: samples.slice().fill(0, start, start + length), sampleRate };
  },
});
