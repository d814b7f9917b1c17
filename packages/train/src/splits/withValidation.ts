import { checkIndices } from './checkSplit';
import type { Split } from './split';

/** A split with a third side, on which to stop early and to choose between models. */
export interface ThreeWaySplit extends Split {
  readonly validation: Uint32Array;
}

/**
 * Splits the training side once more, so that stopping and choosing never look at the test rows.
 *
 * @param rows - what `inner` splits by: rows with a speaker, or labels
 * @param split - a split of these rows
 * @param inner - splits the training rows; its test side becomes the validation rows
 * @returns indices into `rows`
 * @throws TrainError `INVALID_SPLIT` when a side is empty or names a row that does not exist, and whatever `inner` throws
 * @example
 * const bySpeaker = (some: readonly Row[]) => groupSplit(some, { group: ({ speaker }) => speaker });
 * const { train, validation, test } = withValidation(rows, bySpeaker(rows), bySpeaker);
 */
export function withValidation<Row>(
  rows: ArrayLike<Row>,
  split: Split,
  inner: (trainRows: Row[]) => Split,
): ThreeWaySplit {
  checkIndices('withValidation', split, rows.length);
  const nested = inner(Array.from(split.train, (row) => rows[row]!));
  checkIndices('withValidation: inner', nested, split.train.length);
  return {
    train: nested.train.map((index) => split.train[index]!),
    validation: nested.test.map((index) => split.train[index]!),
    test: split.test,
  };
}
