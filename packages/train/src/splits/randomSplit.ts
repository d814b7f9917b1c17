import { TrainError } from '../errors';
import { seededRng } from '../seededRng';
import { type Split, trainCount } from './split';

/** Options of {@link randomSplit}. */
export interface RandomSplitOptions {
  /** Share of rows that train; the test side is rounded up. Default 0.75. */
  readonly trainFraction?: number;
  /** Default 0. */
  readonly seed?: number | string;
}

/**
 * Rows shuffled, then cut in two. Speakers end up on both sides: see `groupSplit` and `speakerFolds` for the honest ones.
 *
 * @param n - number of rows
 * @returns indices in shuffled order
 * @throws TrainError `INVALID_OPTION`, `INVALID_SPLIT` when a side would be empty
 * @see scikit-learn's `train_test_split`: same counts, another shuffle
 */
export function randomSplit(n: number, { trainFraction = 0.75, seed = 0 }: RandomSplitOptions = {}): Split {
  if (!Number.isInteger(n) || n < 2) {
    throw new TrainError('INVALID_SPLIT', `randomSplit: n=${String(n)}; expected at least 2 rows`);
  }
  const count = trainCount('randomSplit', n, trainFraction);
  const order = seededRng('randomSplit', seed, 'split').permutation(n);
  return { train: order.slice(0, count), test: order.slice(count) };
}
