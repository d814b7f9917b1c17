import { createRng, type Rng } from '@ser/random';
import { cachedRfft } from '../cachedRfft';
import { defineAugmentation } from '../defineAugmentation';
import { drawSeed } from '../drawSeed';
import { fromDb, rmsOf } from '../level';
import { number } from '../parameters';
import { log10, pow } from '../portableMath';

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
  render: ({ samples, sampleRate }, { snrDb, slopeDb, seed }) => {
    const noise = coloured(samples.length, slopeDb, createRng(seed));
    let energy = 0;
    for (let i = 0; i < noise.length; i++) energy += noise[i]! * noise[i]!;
    const scale = rmsOf(samples) / fromDb(snrDb) / Math.sqrt(energy / noise.length);
    const noisy = new Float32Array(samples.length);
    for (let i = 0; i < noisy.length; i++) noisy[i] = samples[i]! + scale * noise[i]!;
    return { samples: noisy, sampleRate };
  },
});

/** Bins that are normal deviates; of more than these a sum is normal whatever they are, so they are uniform, which is faster. */
const NORMAL_BINS = 64;

/** A random spectrum of that slope as a sound, longer than asked for, so that its ends do not meet. */
function coloured(length: number, slopeDb: number, rng: Rng): Float64Array {
  const plan = cachedRfft(2 ** Math.ceil(Math.log2(length + 1)));
  const weights = slopeWeights(plan.bins, slopeDb);
  const normal = rng.fillNormal(new Float64Array(2 * NORMAL_BINS));
  const [re, im] = [new Float64Array(plan.bins), new Float64Array(plan.bins)];
  for (let k = 1; k < plan.bins; k++) {
    const isNormal = k < NORMAL_BINS;
    re[k] = weights[k]! * (isNormal ? normal[2 * k]! : rng.uniform(-UNIT_SPREAD, UNIT_SPREAD));
    im[k] = weights[k]! * (isNormal ? normal[2 * k + 1]! : rng.uniform(-UNIT_SPREAD, UNIT_SPREAD));
  }
  const noise = new Float64Array(plan.length);
  plan.inverse(re, im, noise);
  return noise.subarray(0, length);
}

/** Uniform between these has a variance of 1. */
const UNIT_SPREAD = Math.sqrt(3);

/**
 * Amplitudes of the bins, relative to the highest one, so that steep slopes stay finite; none for the mean, which has no octave.
 * From bin 256 on, between every eighth a straight line is within 0.01 dB.
 */
function slopeWeights(bins: number, slopeDb: number): Float64Array {
  // slopeDb = 20 log10(2^exponent)
  const exponent = slopeDb / (20 * log10(2));
  const weight = (bin: number) => pow(bin / (bins - 1), exponent);
  const weights = new Float64Array(bins);
  for (let bin = 1; bin < Math.min(bins, 256); bin++) weights[bin] = weight(bin);
  for (let bin = 256; bin < bins; bin += 8) {
    const low = weight(bin);
    const step = (weight(bin + 8) - low) / 8;
    for (let i = 0; i < Math.min(8, bins - bin); i++) weights[bin + i] = low + step * i;
  }
  return weights;
}
