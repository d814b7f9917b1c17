import { TrainError } from '../errors';
import { checkFinite, checkLabels } from '../metrics/checkRows';
import { mostProbable } from '../metrics/mostProbable';
import type { CellPredictions } from './cellStore';

/** What a training gives back about the test rows, in the order of `split.test`: one of the two or both. */
export interface CellOutput {
  /** Class index of each test row. Default: the most probable class. */
  readonly predicted?: ArrayLike<number>;
  /** Row-major, test rows * classes values (`predict`'s result). */
  readonly probabilities?: ArrayLike<number>;
}

/** What a cell gave, as plain arrays, after checking lengths and values. */
export function checkCellOutput(
  caller: string,
  { predicted, probabilities }: CellOutput,
  rows: number,
  classes: number,
): CellPredictions {
  const values = probabilities && Array.from(probabilities);
  if (values) {
    if (values.length !== rows * classes) {
      throw new TrainError(
        'INVALID_SAMPLES',
        `${caller}: train gave ${values.length} probabilities; expected ${rows} test rows * ${classes} classes = ${rows * classes}`,
      );
    }
    checkFinite(caller, 'probabilities', values);
  }
  const labels = predicted ? Array.from(predicted) : values && Array.from(mostProbable(values, classes));
  if (labels?.length !== rows) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${caller}: train gave ${labels ? `${labels.length} predicted classes` : 'neither predicted nor probabilities'}; expected one class for each of ${rows} test rows`,
    );
  }
  checkLabels(caller, 'predicted', labels, classes);
  return values ? { predicted: labels, probabilities: values } : { predicted: labels };
}
