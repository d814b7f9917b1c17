import { TrainError } from '../errors';

/**
 * Counts of (actual, predicted) pairs.
 *
 * @param yTrue - actual class indices
 * @param yPred - predicted class indices, as many
 * @param classes - number of classes
 * @returns `matrix[actual][predicted]`
 * @throws TrainError `INVALID_SAMPLES` for other lengths, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION` for no class
 * @see scikit-learn's `confusion_matrix`
 */
export function confusionMatrix(yTrue: ArrayLike<number>, yPred: ArrayLike<number>, classes: number): number[][] {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new TrainError(
      'INVALID_OPTION',
      `confusionMatrix: classes=${String(classes)}; expected a whole number from 1`,
    );
  }
  if (yTrue.length !== yPred.length) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `confusionMatrix: yTrue has ${yTrue.length} entries, yPred ${yPred.length}; expected as many`,
    );
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < yTrue.length; i++) {
    const row = matrix[yTrue[i]!];
    const predicted = yPred[i]!;
    if (!row || row[predicted] === undefined) {
      throw new TrainError(
        'LABEL_OUT_OF_RANGE',
        `confusionMatrix: pair ${i} is (${yTrue[i]}, ${predicted}); expected class indices 0 to ${classes - 1}`,
      );
    }
    row[predicted] = row[predicted]! + 1;
  }
  return matrix;
}
