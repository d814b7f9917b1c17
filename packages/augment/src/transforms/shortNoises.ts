import { atRate } from '../atRate';
import { defineAugmentation } from '../defineAugmentation';
import { fromDb, rmsOf } from '../level';
import { clips, drawnBetween, drawnInteger, drawnList, fixed, range } from '../parameters';
import { pick } from '../pick';

/** Longer than any clip, in seconds. */
const FOREVER = 1e9;

/**
 * Adds short noises, such as clicks, coughs and closing doors, here and there, each at its own signal-to-noise ratio.
 *
 * The next noise begins a pause after the last has ended or, in a burst, while it still sounds. Noises are faded in and out, and cut at
 * the clip's ends. The ratio is of the clip's RMS to that of the noise as it is heard. A noise of another sample rate is resampled
 * (`sinc_hq`). Silence stays silence. Drawn, a value a noise: `{ noises, starts, snrsDb, fadeIns, fadeOuts }`; in a clip shorter than the
 * pauses often none.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`; `INVALID_OPTION` without a sound, `SILENT_SOUND` for a silent one
 * @see audiomentations 0.43.1 `AddShortNoises` with `noise_rms="relative_to_whole_input"`, its default: within 1e-6
 * @example
 * shortNoises({ sounds: [cough, door], pause: [0.5, 2] }).apply(clip, createRng(0));
 */
export const shortNoises = /* @__PURE__ */ defineAugmentation({
  name: 'shortNoises',
  about: 'Short noises with pauses between, each at a signal-to-noise ratio.',
  module: '@ser/augment',
  params: {
    sounds: clips({ about: 'Noises to add, none silent', notSilent: true }),
    snrDb: range({
      about: 'Signal-to-noise ratio, drawn for each noise',
      unit: 'dB',
      min: -60,
      max: 120,
      default: [-6, 18],
    }),
    pause: range({ about: 'From the end of a noise to the next', unit: 's', min: 0, max: 3600, default: [2, 8] }),
    burstProbability: fixed({
      about: 'That a noise begins during another',
      unit: '',
      min: 0,
      max: 0.99,
      default: 0.22,
    }),
    burstPause: range({
      about: 'From the start of a noise to the next in a burst, of its length',
      unit: '',
      min: 0.01,
      max: 100,
      default: [0.1, 1.1],
    }),
    fadeIn: range({ about: 'Fade in', unit: 's', min: 0, max: 60, default: [0.005, 0.08] }),
    fadeOut: range({ about: 'Fade out', unit: 's', min: 0, max: 60, default: [0.01, 0.1] }),
  },
  draws: {
    noises: drawnList(drawnInteger(0, 2 ** 32 - 1, 'Which sounds')),
    starts: drawnList(drawnBetween(-FOREVER, FOREVER, 'When they begin', 's')),
    snrsDb: drawnList(drawnBetween(-60, 120, 'Signal-to-noise ratios', 'dB')),
    fadeIns: drawnList(drawnBetween(0, 60, 'Fades in', 's')),
    fadeOuts: drawnList(drawnBetween(0, 60, 'Fades out', 's')),
  },
  draw: ({ samples, sampleRate }, rng, { sounds, snrDb, pause, burstProbability, burstPause, fadeIn, fadeOut }) => {
    const duration = samples.length / sampleRate;
    const none = (): number[] => [];
    const drawn = { noises: none(), starts: none(), snrsDb: none(), fadeIns: none(), fadeOuts: none() };
    const add = (start: number): number => {
      const noise = rng.integer(sounds.length);
      drawn.noises.push(noise);
      drawn.starts.push(start);
      drawn.fadeIns.push(rng.uniform(...fadeIn));
      drawn.fadeOuts.push(rng.uniform(...fadeOut));
      drawn.snrsDb.push(rng.uniform(...snrDb));
      return sounds[noise]!.samples.length / sounds[noise]!.sampleRate;
    };
    let start = rng.uniform(-pause[1], pause[1]);
    while (start < duration) {
      let length = add(start);
      while (start < duration && rng.uniform() < burstProbability) {
        start += length * rng.uniform(...burstPause);
        if (start < duration) length = add(start);
      }
      start += length + rng.uniform(...pause);
    }
    return drawn;
  },
  render: ({ samples, sampleRate }, { sounds, noises, starts, snrsDb, fadeIns, fadeOuts }) => {
    const mixed = samples.slice();
    const level = rmsOf(samples);
    noises.forEach((index, k) => {
      const noise = atRate(pick('shortNoises', sounds, index), sampleRate);
      const start = Math.trunc(starts[k]! * sampleRate);
      const from = Math.max(0, -start);
      const heard = noise.slice(from, Math.max(0, samples.length - start));
      fade(heard, from, noise.length, fadeIns[k]! * sampleRate, fadeOuts[k]! * sampleRate);
      const heardLevel = rmsOf(heard);
      if (!(heardLevel > 0)) return;
      const scale = level / fromDb(snrsDb[k]!) / heardLevel;
      for (let i = 0, at = Math.max(0, start); i < heard.length; i++, at++) mixed[at]! += scale * heard[i]!;
    });
    return { samples: mixed, sampleRate };
  },
});

function fade(heard: Float32Array, from: number, length: number, fadeIn: number, fadeOut: number): void {
  const last = length - 1;
  const [entering, leaving] = [fadeIn, fadeOut].map((samples) => Math.min(length, Math.floor(samples))) as [
    number,
    number,
  ];
  for (let i = 0; i < heard.length; i++) {
    const toEnd = last - from - i;
    // What fades neither in nor out, most of a noise, is skipped.
    if (from + i >= entering && toEnd >= leaving) i += toEnd - leaving;
    else heard[i]! *= Math.min(ramp(from + i, entering), ramp(toEnd, leaving));
  }
}

function ramp(index: number, length: number): number {
  return index < length ? index / Math.max(1, length - 1) : 1;
}
