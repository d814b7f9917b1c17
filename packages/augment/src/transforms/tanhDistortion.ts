import { defineAugmentation } from '../defineAugmentation';
import { rms } from '../level';
import { number } from '../parameters';
import { percentiles } from '../workpiece/percentiles';
import { reshape } from '../workpiece/work';

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
  render: ({ samples, sampleRate }, { amount }) => ({
    samples: reshape(samples, (piece) => {
      const [loud] = percentiles(piece, [100 - 99 * amount], true) as [number];
      const before = rms(piece);
      piece.tanh(0.5 / (loud + 1e-6));
      // Of less nothing is left in 24 bits; dividing by it would give noise of rounding errors.
      if (before > 1e-9) piece.scale(before / rms(piece));
    }),
    sampleRate,
  }),
});
