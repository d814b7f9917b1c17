import { atRate } from '../atRate';
import { defineAugmentation } from '../defineAugmentation';
import { fromDb, knownRmsOf, rms } from '../level';
import { clips, drawnBetween, drawnInteger, number } from '../parameters';
import { pick } from '../pick';
import { reshape } from '../workpiece/work';

/**
 * Adds one of several sounds, from anywhere in it and again from its start where it ends, at a signal-to-noise ratio.
 *
 * The ratio is of the clip's RMS to that of the whole sound, so that a pause in it stays one. A sound of another sample rate is
 * resampled (`sinc_hq`). Silence stays silence. Drawn: `{ snrDb, sound, position }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`; `INVALID_OPTION` without a sound, `SILENT_SOUND` for a silent one
 * @see audiomentations 0.43.1 `AddBackgroundNoise` (whose ratio is to the part that is added)
 * @example
 * backgroundNoise({ sounds: [rain, traffic], snrDb: [5, 20] }).apply(clip, createRng(0));
 */
export const backgroundNoise = /* @__PURE__ */ defineAugmentation({
  name: 'backgroundNoise',
  about: 'One of several sounds at a signal-to-noise ratio.',
  module: '@ser/augment',
  params: {
    sounds: clips({ about: 'Sounds to add, none silent', notSilent: true }),
    snrDb: number({ about: 'Signal-to-noise ratio', unit: 'dB', min: -60, max: 120, default: [3, 30] }),
  },
  draws: {
    sound: drawnInteger(0, 2 ** 32 - 1, 'Which sound'),
    position: drawnBetween(0, 1, 'Where in it the clip begins'),
  },
  drawReadsInput: false,
  draw: (_clip, rng, { sounds }) => ({ sound: rng.integer(sounds.length), position: rng.uniform() }),
  render: ({ samples, sampleRate }, { sounds, snrDb, sound, position }) => {
    const noise = atRate(pick('backgroundNoise', sounds, sound), sampleRate);
    const level = knownRmsOf(noise);
    const mixed = reshape(samples, (piece) => {
      const scale = rms(piece) / fromDb(snrDb) / level;
      let from = Math.floor(position * noise.length);
      for (let at = 0; at < piece.length; from = 0) {
        const part = noise.subarray(from, from + piece.length - at);
        piece.add(part, scale, at);
        at += part.length;
      }
    });
    return { samples: mixed, sampleRate };
  },
});
