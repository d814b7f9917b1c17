import { defineAugmentation } from '../defineAugmentation';
import { drawnBetween, number } from '../parameters';

/**
 * Cuts the clip to a duration, or pads it to it by silence; from where, or how much of it before, is drawn.
 *
 * Drawn: `{ duration, position }`. The output has round(duration times the rate) samples, at least one.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `AdjustDuration`
 * @example
 * adjustDuration({ duration: 2.6 }).apply(clip, createRng(0)).samples.length; // 57,330 at 22,050 Hz
 */
export const adjustDuration = /* @__PURE__ */ defineAugmentation({
  name: 'adjustDuration',
  about: 'Cut, or padded by silence, to a duration.',
  module: '@ser/augment',
  params: {
    duration: number({ about: 'Length of the output', unit: 's', min: 0, max: 3600, default: 3 }),
  },
  draws: { position: drawnBetween(0, 1, 'Share of what is cut, or added, that lies before') },
  drawReadsInput: false,
  draw: (_clip, rng) => ({ position: rng.uniform() }),
  outputLength: ({ sampleRate }, { duration }) => lengthAt(sampleRate, duration),
  render: ({ samples, sampleRate }, { duration, position }) => {
    const adjusted = new Float32Array(lengthAt(sampleRate, duration));
    const spare = adjusted.length - samples.length;
    const before = Math.floor(position * (Math.abs(spare) + 1));
    if (spare >= 0) adjusted.set(samples, Math.min(before, spare));
    else adjusted.set(samples.subarray(Math.min(before, -spare)).subarray(0, adjusted.length));
    return { samples: adjusted, sampleRate };
  },
});

function lengthAt(sampleRate: number, duration: number): number {
  return Math.max(1, Math.round(duration * sampleRate));
}
