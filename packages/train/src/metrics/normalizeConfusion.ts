import { TrainError } from '../errors';
import { checkConfusion } from './checkConfusion';

/**
 * A confusion matrix as shares.
 *
 * @param matrix - counts, `matrix[actual][predicted]`
 * @param over - what the counts are divided by: `'true'` the rows of the actual class (the diagonal then holds the
 * recalls; the default), `'pred'` those predicted as the class (precisions), `'all'` all rows
 * @returns shares from 0 to 1; 0 where a class does not occur
 * @throws TrainError `INVALID_SAMPLES` for no count or another shape, `INVALID_OPTION`
 * @example
 * normalizeConfusion([[3, 1], [0, 2]]); // [[0.75, 0.25], [0, 1]]
 * @see scikit-learn's `confusion_matrix(normalize=...)`, to the last bit
 */
export function normalizeConfusion(
  matrix: readonly (readonly number[])[],
  over: 'true' | 'pred' | 'all' = 'true',
): number[][] {
  checkConfusion('normalizeConfusion', matrix);
  if (over !== 'true' && over !== 'pred' && over !== 'all') {
    throw new TrainError(
      'INVALID_OPTION',
      `normalizeConfusion: over=${JSON.stringify(over)}; expected 'true', 'pred' or 'all'`,
    );
  }
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const ofRow = matrix.map(sum);
  const ofColumn = matrix.map((_, c) => sum(matrix.map((row) => row[c]!)));
  const all = sum(ofRow);
  return matrix.map((row, r) =>
    row.map((count, c) => (count === 0 ? 0 : count / { true: ofRow[r]!, pred: ofColumn[c]!, all }[over])),
  );
}
