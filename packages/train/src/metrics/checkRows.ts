import { TrainError } from '../errors';

/**
 * Number of classes of row-major `values`, one row a label, after checking that all are finite and labels in range.
 *
 * @param what - parameter's name, for messages
 */
export function checkRows(
  functionName: string,
  yTrue: ArrayLike<number>,
  what: string,
  values: ArrayLike<number>,
): number {
  const classes = values.length / yTrue.length;
  if (yTrue.length === 0 || !Number.isInteger(classes) || classes < 2) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${functionName}: yTrue.length=${yTrue.length}, ${what}.length=${values.length}; expected at least one row, and one value a row and class, of at least 2 classes`,
    );
  }
  checkFinite(functionName, what, values);
  checkLabels(functionName, 'yTrue', yTrue, classes);
  return classes;
}

/** Throws when a value is NaN or infinite. */
export function checkFinite(functionName: string, what: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) {
      throw new TrainError(
        'NON_FINITE_INPUT',
        `${functionName}: ${what}[${i}] is ${values[i]}; expected finite numbers`,
      );
    }
  }
}

/** Throws unless every label is a class index. */
export function checkLabels(functionName: string, what: string, y: ArrayLike<number>, classes: number): void {
  for (let row = 0; row < y.length; row++) {
    const label = y[row]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new TrainError(
        'LABEL_OUT_OF_RANGE',
        `${functionName}: ${what}[${row}]=${label}; expected a class index from 0 to ${classes - 1}`,
      );
    }
  }
}

/** Throws unless each row holds probabilities: none below 0, their sum 1 to 1e-3 (float16 models have no better). */
export function checkProbabilities(functionName: string, probabilities: ArrayLike<number>, classes: number): void {
  for (let row = 0; row < probabilities.length / classes; row++) {
    let sum = 0;
    let least = 0;
    for (let c = 0; c < classes; c++) {
      const value = probabilities[row * classes + c]!;
      sum += value;
      least = Math.min(least, value);
    }
    if (least < 0 || Math.abs(sum - 1) > 1e-3) {
      throw new TrainError(
        'INVALID_SAMPLES',
        `${functionName}: probabilities of row ${row} sum to ${sum}, the least is ${least}; expected none below 0 and the sum 1. Give the softmax of logits`,
      );
    }
  }
}
