import type { Rng } from '@ser/random';
import { log, pow } from './portableMath';

/** A deviate from Beta(a, a), as a share of two gamma deviates. */
export function drawBeta(a: number, rng: Rng): number {
  const [x, y] = [drawGamma(a, rng), drawGamma(a, rng)];
  // Both can underflow for a tiny a: then the share is 0 or 1, as nearly always there.
  return x + y > 0 ? x / (x + y) : rng.integer(2);
}

/** Marsaglia & Tsang 2000; below 1 by way of a + 1. */
function drawGamma(a: number, rng: Rng): number {
  if (a < 1) return drawGamma(a + 1, rng) * pow(1 - rng.uniform(), 1 / a);
  const d = a - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const root = 1 + c * x;
    const v = root * root * root;
    if (v > 0 && log(1 - rng.uniform()) < 0.5 * x * x + d * (1 - v + log(v))) return d * v;
  }
}
