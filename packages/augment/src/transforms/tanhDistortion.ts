import { defineAugmentation } from '../defineAugmentation';
import { percentilesOf, rmsOf } from '../level';
import { mapSamples } from '../mapSamples';
import { number } from '../parameters';

/**
 * Soft distortion: tanh(g x), where g makes 0.5 of a percentile of the magnitudes, brought back to the clip's RMS.
 *
 * The percentile is 100 - 99 `amount`. Silence stays silence. Drawn: `{ amount }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `TanhDistortion`: the README says how near
 * @example
 * tanhDistortion({ amount: 0.3 }).apply(clip, createRng(0));
 */
export const tanhDistortion = /* @__PURE__ */ defineAugmentation({
  name: 'tanhDistortion',
  about: 'Soft distortion by tanh at the same RMS.',
  module: '@ser/augment',
  params: {
    amount: number({ about: 'From hardly audible to strong', unit: '', min: 0, max: 1, default: [0.01, 0.7] }),
  },
  render: (clip, { amount }) => {
    const [threshold] = percentilesOf(clip.samples.map(Math.abs), [100 - 99 * amount]) as [number];
    const gain = 0.5 / (threshold + 1e-6);
    const distorted = mapSamples(clip, (x) => Math.tanh(gain * x));
    const before = rmsOf(clip.samples);
    // Of less nothing is left in 24 bits; dividing by it would give noise of rounding errors.
    const back = before > 1e-9 ? before / rmsOf(distorted.samples) : 1;
    return mapSamples(distorted, (x) => back * x);
  },
});
