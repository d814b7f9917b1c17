import { TrainError } from '../errors';

/** Row indices of both sides of a split. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** How many of `n` things train: scikit-learn's counts, where the test side is rounded up. */
export function trainCount(functionName: string, n: number, trainFraction: number): number {
  if (!(trainFraction > 0 && trainFraction < 1)) {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: trainFraction=${String(trainFraction)}; expected a number above 0 and below 1`,
    );
  }
  // The small term keeps 0.29 * 100 at 29.
  const count = Math.floor(trainFraction * n + 1e-9);
  if (count < 1 || count >= n) {
    throw new TrainError(
      'INVALID_SPLIT',
      `${functionName}: trainFraction=${trainFraction} of ${n} leaves ${count} to train and ${n - count} to test; expected at least one each`,
    );
  }
  return count;
}
