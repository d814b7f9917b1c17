import { seededRng } from '../seededRng';
import type { KFoldOptions } from './kFold';
import { labelCounts } from './labelCounts';
import { checkFolds, type Split, splitsByFold } from './split';

/**
 * Folds of rows that each have the classes in the proportions of the whole: each row is tested exactly once. Speakers end
 * up on both sides: see `groupKFold` and `speakerFolds` for the honest ones.
 *
 * @param y - label of each row, class index or name
 * @returns one split a fold, indices in rising order; a class with fewer rows than folds is missing from some test sides
 * @throws TrainError `INVALID_OPTION` for fewer than 2 folds or more folds than the largest class has rows;
 * `INVALID_SPLIT` for no rows; `SINGLE_CLASS`; `LABEL_NOT_TRAINED` for a class of one row
 * @example
 * const folds = stratifiedKFold([0, 0, 0, 1, 1, 1], { folds: 3 });
 * @see scikit-learn 1.9's `StratifiedKFold`: the same folds without `shuffle`, the same counts with it
 */
export function stratifiedKFold(
  y: ArrayLike<number | string>,
  { folds = 5, shuffle = true, seed = 0 }: KFoldOptions = {},
): Split[] {
  const { counts, encoded } = labelCounts('stratifiedKFold', y);
  checkFolds('stratifiedKFold', folds, Math.max(...counts), 'rows of the largest class');
  const rng = seededRng('stratifiedKFold', seed);
  const assigned = new Int32Array(y.length);
  // Deals the rows, sorted by class, like cards: position i of that order goes to fold i % folds.
  let position = 0;
  counts.forEach((count, label) => {
    const dealt = Array.from({ length: count }, (_, i) => (position + i) % folds).sort((a, b) => a - b);
    position += count;
    const foldOf = shuffle ? rng.fork(label).shuffle(dealt) : dealt;
    let next = 0;
    encoded.forEach((other, row) => {
      if (other === label) assigned[row] = foldOf[next++]!;
    });
  });
  return splitsByFold(assigned, folds);
}
