import { defineAugmentation } from '../defineAugmentation';
import { choice, drawnBetween, fixed, integer, number } from '../parameters';

/**
 * Repeats a part of the clip one or several times right after it, as somebody stutters or a record jumps.
 *
 * `mode` 'insert' makes the clip longer by the repeats, 'replace' puts them over what follows. Joints are crossfaded with equal energy. A
 * part longer than the clip is the whole clip; where a clip leaves no room for crossfades, they are shorter. Drawn: `{ repeats,
 * partDuration, position }`, position 0 to 1 of where the part may begin.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`; `INVALID_OPTION` where a crossfade is longer than half a part
 * @see audiomentations 0.43.1 `RepeatPart` without `part_transform`: within 1e-6 but for the end of an insertion, where it fades a
 * sound into the same one and so dips by 0.4 %
 * @example
 * repeatPart({ repeats: 1, partDuration: [0.1, 0.3] }).apply(clip, createRng(0));
 */
export const repeatPart = /* @__PURE__ */ defineAugmentation({
  name: 'repeatPart',
  about: 'Repeats a part right after it.',
  module: '@ser/augment',
  params: {
    repeats: integer({ about: 'Times that it comes again', unit: '', min: 1, max: 100, default: [1, 3] }),
    partDuration: number({ about: 'Length of the part', unit: 's', min: 0.00025, max: 3600, default: [0.25, 1.2] }),
    crossfadeDuration: fixed({ about: 'Length of crossfades', unit: 's', min: 0, max: 60, default: 0.005 }),
    mode: choice({ about: 'Whether the clip grows', values: ['insert', 'replace'], default: 'insert' }),
  },
  draws: { position: drawnBetween(0, 1, 'Where the part begins') },
  drawReadsInput: false,
  draw: (_clip, rng) => ({ position: rng.uniform() }),
  refuse: ({ partDuration, crossfadeDuration }) =>
    crossfadeDuration <= partDuration / 2
      ? undefined
      : `crossfadeDuration must be at most half of partDuration, received ${crossfadeDuration} and ${partDuration}`,
  outputLength: ({ samples, sampleRate }, { repeats, partDuration, mode }) =>
    samples.length + (mode === 'insert' ? repeats * partLength(samples.length, sampleRate, partDuration) : 0),
  render: ({ samples, sampleRate }, { repeats, partDuration, crossfadeDuration, mode, position }) => {
    const count = samples.length;
    const part = partLength(count, sampleRate, partDuration);
    const room = Math.min(Math.floor(part / 4), Math.floor((count - part) / 2));
    const half = Math.min(halfCrossfade(crossfadeDuration, sampleRate), room);
    const places = count - part - 2 * half;
    const first = half + Math.min(places, Math.floor(position * (places + 1)));

    // By how much what is heard lags behind the clip; the last repeat of an insertion runs on into what follows the part.
    const delays = Array.from({ length: repeats }, (_, repeat) => (repeat + 1) * part);
    const repeated = new Float32Array(count + (mode === 'insert' ? repeats * part : 0));
    if (mode === 'replace') delays.push(0);
    const fadeIn = equalEnergyFadeIn(2 * half);
    repeated.set(samples);
    let delayBefore = 0;
    delays.forEach((delay, joint) => {
      const fadeStart = first + (joint + 1) * part - half;
      const fadeEnd = fadeStart + 2 * half;
      const end = Math.min(repeated.length, count + delay);
      for (let at = fadeStart; at < Math.min(fadeEnd, end); at++) {
        repeated[at] =
          fadeIn[at - fadeStart]! * samples[at - delay]! + fadeIn[fadeEnd - 1 - at]! * samples[at - delayBefore]!;
      }
      if (fadeEnd < end) repeated.set(samples.subarray(fadeEnd - delay, end - delay), fadeEnd);
      delayBefore = delay;
    });
    return { samples: repeated, sampleRate };
  },
});

function partLength(count: number, sampleRate: number, duration: number): number {
  return Math.min(count, Math.max(1, Math.floor(duration * sampleRate)));
}

function halfCrossfade(duration: number, sampleRate: number): number {
  return duration === 0 ? 0 : Math.max(1, Math.ceil(Math.floor(duration * sampleRate) / 2));
}

/** Backwards it is the fade out; the squares of both add up to 1 within 1 % (signalsmith-audio.co.uk, "Cheap energy crossfade"). */
function equalEnergyFadeIn(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const x = i / (length - 1);
    const bend = x * (1 - x) * (1 + 1.4186 * x * (1 - x));
    return (bend + x) ** 2;
  });
}
