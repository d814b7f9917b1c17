import { trim } from '@ser/dsp';
import { defineAugmentation } from '../defineAugmentation';
import { number } from '../parameters';

/**
 * Leaves out silence at both ends: frames of 2048 samples every 512 that are `topDb` under the loudest. Drawn: `{ topDb }`.
 *
 * Silence throughout stays whole.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see librosa.effects.trim: the same samples; audiomentations 0.43.1 `Trim`
 * @example
 * trimSilence({ topDb: [20, 40] }).apply(clip, createRng(0));
 */
export const trimSilence = /* @__PURE__ */ defineAugmentation({
  name: 'trimSilence',
  about: 'Leaves out silence at both ends.',
  module: '@ser/augment',
  params: {
    topDb: number({
      about: 'How far under the loudest frame silence begins',
      unit: 'dB',
      min: 1,
      max: 200,
      default: 30,
    }),
  },
  outputLength: ({ samples }, { topDb }) => trim(samples, { topDb }).samples.length,
  render: ({ samples, sampleRate }, { topDb }) => ({ samples: trim(samples, { topDb }).samples, sampleRate }),
});
