import { TrainError } from '../errors';

/** The classes in order of appearance, and each row's class as an index into them. */
export interface LabelCounts {
  readonly names: readonly (number | string)[];
  readonly counts: readonly number[];
  readonly encoded: Int32Array;
}

/** Counts the classes of `y`; stratifying needs two of them, each with two rows: one to train on, one to test on. */
export function labelCounts(functionName: string, y: ArrayLike<number | string>): LabelCounts {
  const index = new Map<number | string, number>();
  const counts: number[] = [];
  const encoded = Int32Array.from({ length: y.length }, (_, row) => {
    const label = y[row]!;
    const known = index.get(label) ?? index.size;
    index.set(label, known);
    counts[known] = (counts[known] ?? 0) + 1;
    return known;
  });
  const names = [...index.keys()];
  if (names.length === 0) {
    throw new TrainError('INVALID_SPLIT', `${functionName}: y is empty; expected one label a row`);
  }
  if (names.length === 1) {
    throw new TrainError(
      'SINGLE_CLASS',
      `${functionName}: all ${y.length} rows have the label ${String(names[0])}; expected at least 2 classes`,
    );
  }
  const lone = names.filter((_, label) => counts[label] === 1);
  if (lone.length > 0) {
    throw new TrainError(
      'LABEL_NOT_TRAINED',
      `${functionName}: labels ${lone.join(', ')} have one row only, which is not trained on when it is tested; expected at least 2 rows of each class: add some, or leave the class out`,
    );
  }
  return { names, counts, encoded };
}
