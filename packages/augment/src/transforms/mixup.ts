import { defineAugmentation } from '../defineAugmentation';
import { drawBeta } from '../drawBeta';
import { drawnBetween, fixed } from '../parameters';
import { checkPartners, drawnPartners } from '../partners';

/**
 * Mixes each row of a batch with another one: weight * row + (1 - weight) * partner, one weight from Beta(alpha, alpha) a batch.
 *
 * Labels are to be mixed by the same weight, which `mixBatches` of `@ser/train` does. A row's partner may be itself. Drawn:
 * `{ weight, partners }`.
 *
 * @throws AugmentError `INVALID_OPTION`, `INVALID_BATCH`, `EMPTY_BATCH`, `NON_FINITE_SAMPLES`, `INVALID_DRAWN`
 * @see Zhang et al. 2018, "mixup: Beyond Empirical Risk Minimization", section 2 and its listing
 * @example
 * await fit(model, data, { epochs: 50, augment: mixBatches(mixup({ alpha: 0.2 })) });
 */
export const mixup = /* @__PURE__ */ defineAugmentation({
  name: 'mixup',
  about: 'Mixes each row of a batch with another one, for labels mixed alike.',
  input: 'batch',
  module: '@ser/augment',
  params: {
    alpha: fixed({
      about: 'Of Beta(alpha, alpha): small values mix little',
      unit: '',
      min: 1e-3,
      max: 1e3,
      default: 0.2,
    }),
  },
  draws: { weight: drawnBetween(0, 1, 'Share of the row itself'), partners: drawnPartners },
  draw: ({ rows }, rng, { alpha }) => ({ weight: drawBeta(alpha, rng), partners: [...rng.permutation(rows)] }),
  render: ({ data, rows, shape }, { weight, partners }) => {
    checkPartners('mixup', partners, rows);
    const size = data.length / rows;
    const mixed = new Float32Array(data.length);
    partners.forEach((partner, row) => {
      for (let own = row * size, other = partner * size; own < (row + 1) * size; own++, other++) {
        mixed[own] = weight * data[own]! + (1 - weight) * data[other]!;
      }
    });
    return { data: mixed, rows, shape };
  },
});
