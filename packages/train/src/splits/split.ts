import { TrainError } from '../errors';

/** Row indices of both sides of a split. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** One split of several, with what it tests as a name: `'speakers 01, 11'`. */
export interface NamedFold extends Split {
  readonly name: string;
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

/** Throws unless `folds` is a whole number from 2 to `most`, the number of `things`. */
export function checkFolds(functionName: string, folds: number, most: number, things: string): void {
  if (!(Number.isInteger(most) && most >= 2)) {
    throw new TrainError(
      'INVALID_SPLIT',
      `${functionName}: there are ${most} ${things}; expected at least 2, one to train on and one to test on`,
    );
  }
  if (!Number.isInteger(folds) || folds < 2 || folds > most) {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: folds=${String(folds)}; expected a whole number from 2 to ${most}, the number of ${things}`,
    );
  }
}

/** The splits of an assignment: row i is tested in fold `assigned[i]` and trains in all others. */
export function splitsByFold(assigned: ArrayLike<number>, folds: number): Split[] {
  const rows = Array.from(assigned, (_, index) => index);
  return Array.from({ length: folds }, (_, fold) => ({
    train: Uint32Array.from(rows.filter((row) => assigned[row] !== fold)),
    test: Uint32Array.from(rows.filter((row) => assigned[row] === fold)),
  }));
}
