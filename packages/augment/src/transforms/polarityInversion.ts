import { defineAugmentation } from '../defineAugmentation';
import { mapSamples } from '../mapSamples';

/**
 * Turns the waveform upside down. It sounds the same and has the same magnitudes. Drawn: `{}`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `PolarityInversion`: the same bits
 * @example
 * polarityInversion().apply(clip, createRng(0)).samples[0]; // -clip.samples[0]
 */
export const polarityInversion = /* @__PURE__ */ defineAugmentation({
  name: 'polarityInversion',
  about: 'The waveform upside down.',
  module: '@ser/augment',
  params: {},
  // 0 - x, so that silence does not become negative zeros.
  render: (clip) => mapSamples(clip, (x) => 0 - x),
});
