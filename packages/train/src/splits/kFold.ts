import { seededRng } from '../seededRng';
import { checkFolds, type Split, splitsByFold } from './split';

/** Options of {@link kFold} and `stratifiedKFold`. */
export interface KFoldOptions {
  /** Default 5. */
  readonly folds?: number;
  /** Default true: a corpus is often sorted by class or speaker. scikit-learn's default is false. */
  readonly shuffle?: boolean;
  /** Default 0; unused without `shuffle`. */
  readonly seed?: number | string;
}

/**
 * Folds of rows: each row is tested exactly once, and fold sizes differ by one at most. Speakers end up on both sides:
 * see `groupKFold` and `speakerFolds` for the honest ones.
 *
 * @param n - number of rows
 * @returns one split a fold, indices in rising order
 * @throws TrainError `INVALID_OPTION` for fewer than 2 folds or more folds than rows; `INVALID_SPLIT` for fewer than 2 rows
 * @example
 * const folds = kFold(10, { folds: 5, shuffle: false });
 * @see scikit-learn 1.9's `KFold`: the same folds without `shuffle`, the same sizes with it
 */
export function kFold(n: number, { folds = 5, shuffle = true, seed = 0 }: KFoldOptions = {}): Split[] {
  checkFolds('kFold', folds, n, 'rows');
  const order = shuffle ? seededRng('kFold', seed).permutation(n) : Uint32Array.from({ length: n }, (_, i) => i);
  const assigned = new Int32Array(n);
  let from = 0;
  for (let fold = 0; fold < folds; fold++) {
    // The first folds take the rows that do not divide evenly.
    const to = from + Math.floor(n / folds) + (fold < n % folds ? 1 : 0);
    for (const row of order.subarray(from, to)) assigned[row] = fold;
    from = to;
  }
  return splitsByFold(assigned, folds);
}
