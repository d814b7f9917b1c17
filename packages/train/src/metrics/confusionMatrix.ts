import { TrainError } from '../errors';

/**
 * Counts of (actual, predicted) pairs.
 *
 * @param yTrue - actual class indices
 * @param yPred - predicted class indices, as many
 * @param classes - number of classes
 * @returns `matrix[actual][predicted]`
 * @throws TrainError `invalid-samples` for other lengths, `label-out-of-range`
 * @see scikit-learn's `confusion_matrix`
 */
export function confusionMatrix(yTrue: ArrayLike<number>, yPred: ArrayLike<number>, classes: number): number[][] {
  if (yTrue.length !== yPred.length) {
    throw new TrainError(
      'invalid-samples',
      `confusionMatrix: yTrue has ${yTrue.length} entries, yPred ${yPred.length}; expected as many`,
    );
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < yTrue.length; i++) {
    const row = matrix[yTrue[i]!];
    const predicted = yPred[i]!;
    if (!row || row[predicted] === undefined) {
      throw new TrainError(
        'label-out-of-range',
        `confusionMatrix: pair ${i} is (${yTrue[i]}, ${predicted}); expected class indices 0 to ${classes - 1}`,
      );
    }
    row[predicted] = row[predicted]! + 1;
  }
  return matrix;
}
