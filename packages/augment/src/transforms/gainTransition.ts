import { defineAugmentation } from '../defineAugmentation';
import { fromDb } from '../level';
import { drawnBetween, number } from '../parameters';

/** Gains in between are products: a power takes twenty times as long. */
const POWER_EVERY = 64;

/**
 * Changes the loudness from one gain to another, linearly in dB over some time: somebody who turns away, or moves.
 *
 * The transition begins anywhere from `duration` before the clip to its end, so it may be cut. Drawn: `{ startGainDb, endGainDb,
 * duration, position }`, position 0 to 1 of where it may begin.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `GainTransition`: within float32's rounding for the same samples
 * @example
 * gainTransition({ startGainDb: 0, endGainDb: -20, duration: 1 }).apply(clip, createRng(0));
 */
export const gainTransition = /* @__PURE__ */ defineAugmentation({
  name: 'gainTransition',
  about: 'From one gain to another, linear in dB, at a drawn moment.',
  module: '@ser/augment',
  params: {
    startGainDb: number({ about: 'Gain before', unit: 'dB', min: -120, max: 60, default: [-24, 6] }),
    endGainDb: number({ about: 'Gain after', unit: 'dB', min: -120, max: 60, default: [-24, 6] }),
    duration: number({ about: 'Length of the transition', unit: 's', min: 0, max: 3600, default: [0.2, 6] }),
  },
  draws: { position: drawnBetween(0, 1, 'Where it begins') },
  drawReadsInput: false,
  draw: (_clip, rng) => ({ position: rng.uniform() }),
  render: ({ samples, sampleRate }, { startGainDb, endGainDb, duration, position }) => {
    const fade = Math.round(duration * sampleRate);
    const start = Math.round(position * (samples.length + fade)) - fade;
    const end = Math.min(samples.length, start + fade);
    // A fade of one sample is a step: it has no way between its ends.
    const stepDb = fade > 1 ? (endGainDb - startGainDb) / (fade - 1) : 0;
    const step = fromDb(stepDb);
    const changed = new Float32Array(samples.length);
    let gain = fromDb(startGainDb);
    for (let i = 0; i < start; i++) changed[i] = gain * samples[i]!;
    for (let i = Math.max(0, start); i < end; i++) {
      gain = i === 0 || (i - start) % POWER_EVERY === 0 ? fromDb(startGainDb + stepDb * (i - start)) : gain * step;
      changed[i] = gain * samples[i]!;
    }
    gain = fromDb(endGainDb);
    for (let i = Math.max(0, end); i < samples.length; i++) changed[i] = gain * samples[i]!;
    return { samples: changed, sampleRate };
  },
});
