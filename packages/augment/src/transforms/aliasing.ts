import { defineAugmentation } from '../defineAugmentation';
import { number } from '../parameters';

/**
 * Artefacts of careless resampling: linear interpolation down to a rate and back up, without any filter. Drawn: `{ rate }`.
 *
 * Length and sample rate stay. A rate above the clip's only smooths a little.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `Aliasing`: within 1e-6
 * @example
 * aliasing({ rate: 6000 }).apply(clip, createRng(0));
 */
export const aliasing = /* @__PURE__ */ defineAugmentation({
  name: 'aliasing',
  about: 'Artefacts of resampling down to a rate and back without a filter.',
  module: '@ser/augment',
  params: {
    rate: number({ about: 'Rate in between', unit: 'Hz', min: 100, max: 200000, default: [4000, 16000] }),
  },
  render: ({ samples, sampleRate }, { rate }) => {
    const count = Math.max(1, Math.round((samples.length * rate) / sampleRate));
    const down = interpolate(samples, new Float32Array(count));
    return { samples: interpolate(down, new Float32Array(samples.length)), sampleRate };
  },
});

/** Fills `target` with samples at even distances, the first and the last where they were. */
function interpolate(samples: Float32Array, target: Float32Array): Float32Array {
  const last = samples.length - 1;
  const end = target.length - 1;
  const step = end > 0 ? last / end : 0;
  for (let i = 0; i < end; i++) {
    const at = i * step;
    const index = Math.floor(at);
    const below = samples[index]!;
    target[i] = below + (samples[Math.min(index + 1, last)]! - below) * (at - index);
  }
  target[end] = samples[end > 0 ? last : 0]!;
  return target;
}
