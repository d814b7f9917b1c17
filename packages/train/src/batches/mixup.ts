import type { Rng } from '@ser/random';
import { TrainError } from '../errors';
import { type BatchAugmentation, sharesOf } from './trainBatch';

/**
 * Mixes each row and its label with another row of the batch: weight * row + (1 - weight) * partner, with one weight
 * from Beta(alpha, alpha) a batch.
 *
 * @param options.alpha - above 0; small values mix little. Default 0.2
 * @throws TrainError `INVALID_OPTION`
 * @see Zhang et al. 2018, mixup: Beyond Empirical Risk Minimization (section 2 and its listing)
 */
export function mixup({ alpha = 0.2 }: { readonly alpha?: number } = {}): BatchAugmentation {
  if (!(alpha > 0 && Number.isFinite(alpha))) {
    throw new TrainError('INVALID_OPTION', `mixup: alpha=${alpha}; expected a finite number above 0`);
  }
  return (batch, rng) => {
    const weight = beta(alpha, rng.fork('weight'));
    const count = batch.rows.length;
    const partners = rng.fork('partners').permutation(count);
    const mix = (values: Float32Array) => {
      const size = values.length / count;
      const mixed = new Float32Array(values.length);
      for (let row = 0; row < count; row++) {
        const partner = partners[row]! * size;
        for (let i = 0; i < size; i++) {
          mixed[row * size + i] = weight * values[row * size + i]! + (1 - weight) * values[partner + i]!;
        }
      }
      return mixed;
    };
    return { ...batch, x: mix(batch.x), labels: mix(sharesOf(batch)) };
  };
}

/** Beta(a, a) as a share of two gamma deviates. */
function beta(a: number, rng: Rng): number {
  const [x, y] = [gamma(a, rng), gamma(a, rng)];
  // Both can underflow for a tiny alpha: then the weight is 0 or 1, as nearly always there.
  return x + y > 0 ? x / (x + y) : rng.integer(2);
}

/** Marsaglia & Tsang 2000; below 1 by way of a + 1. */
function gamma(a: number, rng: Rng): number {
  if (a < 1) return gamma(a + 1, rng) * rng.uniform() ** (1 / a);
  const d = a - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.uniform()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}
