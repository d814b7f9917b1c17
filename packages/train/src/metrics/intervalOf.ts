import { normalCdf, normalQuantile } from './normal';

/** How an interval is read off bootstrap draws. */
export type IntervalMethod = 'bca' | 'percentile';

/** What {@link intervalOf} needs beside the draws. */
export interface IntervalInput {
  readonly estimate: number;
  /** The statistic with each cluster left out in turn; read by `'bca'` only. */
  readonly leftOut: readonly number[];
  readonly confidence: number;
  readonly method: IntervalMethod;
}

/**
 * Interval of a statistic from its bootstrap draws.
 *
 * @returns the bounds, and the method that was used: BCa is undefined where all draws lie on one side of the estimate, or
 * nearly all and much confidence is asked
 * @see Efron & Tibshirani 1993, equations 14.9 to 14.15; scipy's `stats.bootstrap` (ties count half in the bias)
 */
export function intervalOf(
  draws: readonly number[],
  { estimate, leftOut, confidence, method }: IntervalInput,
): { low: number; high: number; method: IntervalMethod } {
  const sorted = Float64Array.from(draws).sort();
  const tail = (1 - confidence) / 2;
  const below = draws.reduce((sum, value) => sum + (value < estimate ? 1 : value === estimate ? 0.5 : 0), 0);
  const share = below / draws.length;
  if (method === 'bca' && share > 0 && share < 1) {
    const bias = normalQuantile(share);
    const acceleration = accelerationOf(leftOut);
    const z = normalQuantile(tail);
    // The formula has a pole; at or beyond it the bounds would change places.
    if (1 - acceleration * (bias + z) > 0 && 1 - acceleration * (bias - z) > 0) {
      const adjust = (at: number) => normalCdf(bias + (bias + at) / (1 - acceleration * (bias + at)));
      return { low: quantile(sorted, adjust(z)), high: quantile(sorted, adjust(-z)), method };
    }
  }
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail), method: 'percentile' };
}

/** A sixth of the skewness of the jackknife's influences; 0 when leaving out makes no difference. */
function accelerationOf(leftOut: readonly number[]): number {
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  const influences = leftOut.map((value) => mean - value);
  const squares = influences.reduce((sum, value) => sum + value ** 2, 0);
  const cubes = influences.reduce((sum, value) => sum + value ** 3, 0);
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/** Linear between order statistics, as NumPy's default. */
function quantile(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const index = Math.min(sorted.length - 2, Math.floor(position));
  const [low, high] = [sorted[index]!, sorted[index + 1]!];
  return low + (high - low) * (position - index);
}
