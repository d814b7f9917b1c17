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
    const down = interpolate(Float64Array.from(samples), count);
    return { samples: Float32Array.from(interpolate(down, samples.length)), sampleRate };
  },
});

/** As many samples at even distances, the first and the last where they were. */
function interpolate(samples: Float64Array, count: number): Float64Array {
  const step = count > 1 ? (samples.length - 1) / (count - 1) : 0;
  const interpolated = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = Math.min(i * step, samples.length - 1);
    const below = samples[Math.floor(at)]!;
    interpolated[i] = below + (samples[Math.ceil(at)]! - below) * (at - Math.floor(at));
  }
  return interpolated;
}
