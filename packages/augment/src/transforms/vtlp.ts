import { defineAugmentation } from '../defineAugmentation';
import { matchLevel } from '../matchLevel';
import { fixed, number } from '../parameters';
import { vocalTractSource } from '../vocalTractSource';
import { warpEnvelope } from '../warpEnvelope';

/**
 * Another length of the vocal tract: formants up to the boundary are multiplied by `factor`, those above are moved less, so that half
 * the sample rate stays where it is. Pitch, timing, length and RMS stay. Drawn: `{ factor }`.
 *
 * The paper warps the filterbank, and with it the harmonics; here the spectral envelope (linear prediction) is warped, and harmonics
 * stay, as of a speaker of another size with the same pitch.
 *
 * Formants of steady vowels move by the factor within 1 %, and their harmonics lie within 1.2 dB of the envelope (standard deviation;
 * `npm run speech` in the repository).
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see Jaitly & Hinton 2013, "Vocal tract length perturbation (VTLP) improves speech recognition", section 3; its range and boundary
 * @example
 * vtlp({ factor: [0.9, 1.1] }).apply(clip, createRng(0));
 */
export const vtlp = /* @__PURE__ */ defineAugmentation({
  name: 'vtlp',
  about: 'Vocal tract length perturbation: other formants, the same pitch.',
  module: '@ser/augment',
  params: {
    factor: number({
      about: 'Of the formants: above 1 is a shorter tract',
      unit: '',
      min: 0.5,
      max: 2,
      default: [0.9, 1.1],
    }),
    boundary: fixed({
      about: 'Above it they move less; at most 0.9 of half the sample rate',
      unit: 'Hz',
      min: 1,
      max: 200000,
      default: 4800,
    }),
  },
  render: ({ samples, sampleRate }, { factor, boundary }) => {
    const warped = warpEnvelope(samples, sampleRate, vocalTractSource(factor, boundary, sampleRate / 2));
    return { samples: matchLevel(warped, samples), sampleRate };
  },
});
