import { createRng } from '@ser/random';
import { defineAugmentation } from '../defineAugmentation';
import { drawSeed } from '../drawSeed';
import { drawnBetween, fixed, type OptionsOf } from '../parameters';
import { reshape } from '../workpiece/work';

const params = {
  amplitude: fixed({
    about: "Largest standard deviation of the noise, as a fraction of the clip's maximum",
    unit: '',
    min: 0,
    max: Number.MAX_VALUE,
    default: 0.035,
  }),
};

/** Normal deviates at once. */
const BLOCK = 4096;

export type NoiseOptions = OptionsOf<typeof params>;

/**
 * Adds white Gaussian noise: x + amplitude * u * max(x) * n, with one u ~ U(0, 1) a clip and one n ~ N(0, 1) a sample.
 *
 * max(x) is the signed maximum, as the report's code has it. Silence stays silence. The output may leave [-1, 1].
 * Drawn: `{ uniform, seed }`; the normal deviates come from the seed while rendering, in float64, stored as float32.
 * For noise at a given signal-to-noise ratio see `colorNoise`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @example
 * const noisy = noise({ amplitude: 0.035 }).apply(clip, createRng(6));
 */
export const noise = /* @__PURE__ */ defineAugmentation({
  name: 'noise',
  about: 'x + amplitude u max(x) n, u ~ U(0, 1) a clip, n ~ N(0, 1) a sample.',
  module: '@ser/augment',
  params,
  draws: { uniform: drawnBetween(0, 1, 'Share of the amplitude'), seed: { kind: 'seed' } },
  drawReadsInput: false,
  draw: (_clip, rng) => ({ uniform: rng.uniform(), seed: drawSeed(rng) }),
  render: ({ samples, sampleRate }, { amplitude, uniform, seed }) => {
    const rng = createRng(seed);
    const noisy = reshape(samples, (piece) => {
      const [, maximum] = piece.extremes();
      const normal = new Float64Array(Math.min(BLOCK, piece.length));
      for (let start = 0; start < piece.length; start += BLOCK) {
        const block = normal.subarray(0, piece.length - start);
        piece.add(rng.fillNormal(block), amplitude * uniform * maximum, start);
      }
    });
    return { samples: noisy, sampleRate };
  },
});
