import { createRng, type Rng } from '@ser/random';
import { cachedTransform } from '../cachedTransform';
import { defineAugmentation } from '../defineAugmentation';
import { drawSeed } from '../drawSeed';
import { fromDb, rms } from '../level';
import { number } from '../parameters';
import { log10, pow } from '../portableMath';
import { reshape } from '../workpiece/work';

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
    const noisy = reshape(samples, (piece) => {
      piece.add(noise, rms(piece) / fromDb(snrDb) / Math.sqrt(energy / noise.length));
    });
    return { samples: noisy, sampleRate };
  },
});

/** Bins that are normal deviates; of more than these a sum is normal whatever they are, so they are uniform, which is faster. */
const NORMAL_BINS = 64;

/** A random spectrum of that slope as a sound, longer than asked for, so that its ends do not meet. Good until the next call. */
function coloured(length: number, slopeDb: number, rng: Rng): Float64Array {
  const { plan, re, im, signal } = cachedTransform(2 ** Math.ceil(Math.log2(length + 1)));
  for (const part of [re, im]) {
    rng.fillUniform(part, -UNIT_SPREAD, UNIT_SPREAD);
    rng.fillNormal(part.subarray(0, NORMAL_BINS));
    slope(part, slopeDb);
  }
  plan.inverse(re, im, signal);
  return signal.subarray(0, length);
}

/** Uniform between these has a variance of 1. */
const UNIT_SPREAD = Math.sqrt(3);
/** Between so many steps an octave a straight line is within 0.01 dB of the steepest slope. */
const STEPS_PER_OCTAVE = 64;

/** Gives bins their amplitudes, relative to the highest one, so that steep slopes stay finite; none to the mean, which has no octave. */
function slope(part: Float64Array, slopeDb: number): void {
  // slopeDb = 20 log10(2^exponent)
  const exponent = slopeDb / (20 * log10(2));
  const weight = (bin: number) => pow(bin / (part.length - 1), exponent);
  part[0] = 0;
  let low = weight(1);
  for (let bin = 1, step = 1; bin < part.length; bin += step) {
    if (bin >= 2 * STEPS_PER_OCTAVE * step) step *= 2;
    const high = weight(bin + step);
    for (let i = 0; i < Math.min(step, part.length - bin); i++) part[bin + i]! *= low + ((high - low) / step) * i;
    low = high;
  }
}
