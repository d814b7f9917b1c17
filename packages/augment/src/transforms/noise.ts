import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import type { Augmentation } from '../augmentation';
import { checkClip, checkNumber, drawnNumber, drawnText } from '../checks';
import { defineAugmentation } from '../defineAugmentation';

export interface NoiseOptions {
  /** Largest standard deviation of the noise as a fraction of the clip's maximum, >= 0. Default 0.035. */
  amplitude?: number;
}

/**
 * Adds white Gaussian noise: x + amplitude * u * max(x) * n, with one u ~ U(0, 1) a clip and one n ~ N(0, 1) a sample.
 *
 * max(x) is the signed maximum, as the report's code has it. Silence stays silence. The output may leave [-1, 1].
 * Drawn: `{ uniform, seed }`; the normal deviates come from the seed while rendering, in float64, stored as float32.
 *
 * @throws AugmentError `INVALID_OPTION`; when used `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_DRAWN`.
 * @example
 * const noisy = noise({ amplitude: 0.035 }).apply(clip, createRng(6));
 */
export function noise({ amplitude = 0.035 }: NoiseOptions = {}): Augmentation {
  checkNumber('noise', 'amplitude', amplitude, 'a number >= 0', amplitude >= 0);
  return defineAugmentation({
    name: 'noise',
    options: { amplitude },
    reference: { module: '@ser/augment', export: 'noise', options: { amplitude } },
    drawReadsInput: false,
    draw: (_clip: AudioClip, rng) => {
      const uniform = rng.uniform();
      // 64 bits: 32 would collide among some 100,000 clips.
      const word = () =>
        rng
          .integer(2 ** 32)
          .toString(16)
          .padStart(8, '0');
      return { uniform, seed: word() + word() };
    },
    render: (clip, drawn) => {
      checkClip('noise', clip);
      const uniform = drawnNumber('noise', drawn, 'uniform');
      const rng = createRng(drawnText('noise', drawn, 'seed'));
      const { samples } = clip;
      let maximum = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < samples.length; i++) if (samples[i]! > maximum) maximum = samples[i]!;
      const scale = amplitude * uniform * maximum;
      const noisy = new Float32Array(samples.length);
      for (let i = 0; i < samples.length; i++) noisy[i] = samples[i]! + scale * rng.normal();
      return { samples: noisy, sampleRate: clip.sampleRate };
    },
  });
}
