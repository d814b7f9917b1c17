import { TrainError } from '../errors';
import { checkFinite } from './checkRows';

/**
 * The predicted classes: for each row the first of its largest values.
 *
 * @param values - row-major, rows * classes probabilities (`predict`'s result) or logits
 * @param classes - number of classes
 * @returns one class index a row
 * @throws TrainError `INVALID_SAMPLES` for no row or a part of one, `NON_FINITE_INPUT`
 * @example
 * mostProbable([0.1, 0.9, 0.5, 0.5], 2); // Int32Array [1, 0]
 */
export function mostProbable(values: ArrayLike<number>, classes: number): Int32Array {
  const rows = values.length / classes;
  if (!(Number.isInteger(classes) && classes >= 1 && Number.isInteger(rows) && rows >= 1)) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `mostProbable: values.length=${values.length}, classes=${String(classes)}; expected a positive multiple of the number of classes`,
    );
  }
  checkFinite('mostProbable', 'values', values);
  return Int32Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (values[row * classes + c]! > values[row * classes + best]!) best = c;
    return best;
  });
}
