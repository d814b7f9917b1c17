import { createRfft } from '@ser/dsp';
import { createRng } from '@ser/random';
import { defineAugmentation } from '../defineAugmentation';
import { drawSeed } from '../drawSeed';
import { fromDb, rmsOf } from '../level';
import { mapSamples } from '../mapSamples';
import { number } from '../parameters';

/**
 * Adds Gaussian noise of a colour at a signal-to-noise ratio: 20 log10(RMS of the clip / RMS of the noise) is `snrDb` exactly.
 *
 * The colour is the slope of the power spectrum: 0 dB an octave is white, -3 pink, -6 brown, 3 blue, 6 violet. Silence stays silence.
 * Drawn: `{ snrDb, slopeDb, seed }`; the noise comes from the seed while rendering.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `AddColorNoise` (there `f_decay` is the slope)
 * @example
 * colorNoise({ snrDb: 20, slopeDb: -3 }).apply(clip, createRng(0)); // pink
 */
export const colorNoise = /* @__PURE__ */ defineAugmentation({
  name: 'colorNoise',
  about: 'Gaussian noise of a colour at a signal-to-noise ratio.',
  module: '@ser/augment',
  params: {
    snrDb: number({ about: 'Signal-to-noise ratio', unit: 'dB', min: -60, max: 120, default: [5, 40] }),
    slopeDb: number({
      about: 'Slope of the spectrum: 0 white, -3 pink, -6 brown',
      unit: 'dB/octave',
      min: -24,
      max: 24,
      default: [-6, 6],
    }),
  },
  draws: { seed: { kind: 'seed' } },
  drawReadsInput: false,
  draw: (_clip, rng) => ({ seed: drawSeed(rng) }),
  render: (clip, { snrDb, slopeDb, seed }) => {
    const noise = coloured(clip.samples.length, slopeDb, seed);
    const scale = rmsOf(clip.samples) / fromDb(snrDb) / rmsOf(noise);
    return mapSamples(clip, (x, i) => x + scale * noise[i]!);
  },
});

/** White noise whose spectrum is tilted; that longer than asked for, so that its ends do not meet. */
function coloured(length: number, slopeDb: number, seed: string): Float64Array {
  const rng = createRng(seed);
  const size = slopeDb === 0 ? length : 2 ** Math.ceil(Math.log2(length + 1));
  const noise = new Float64Array(size);
  for (let i = 0; i < size; i++) noise[i] = rng.normal();
  if (slopeDb === 0) return noise;
  const plan = createRfft(size);
  const re = new Float64Array(plan.bins);
  const im = new Float64Array(plan.bins);
  plan.forward(noise, re, im);
  // slopeDb = 20 log10(2^exponent); relative to the highest bin, so that steep slopes stay finite. The mean has no octave.
  const exponent = slopeDb / (20 * Math.log10(2));
  re[0] = 0;
  for (let k = 1; k < plan.bins; k++) {
    const weight = (k / (plan.bins - 1)) ** exponent;
    re[k]! *= weight;
    im[k]! *= weight;
  }
  plan.inverse(re, im, noise);
  return noise.subarray(0, length);
}
