import { defineAugmentation } from '../defineAugmentation';

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
  render: ({ samples, sampleRate }) => {
    const inverted = new Float32Array(samples.length);
    // 0 - x, so that silence does not become negative zeros.
    for (let i = 0; i < samples.length; i++) inverted[i] = 0 - samples[i]!;
    return { samples: inverted, sampleRate };
  },
});
