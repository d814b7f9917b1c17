import { TrainError } from '../errors';
import { checkProbabilities, checkRows } from './checkRows';
import { mostProbable } from './mostProbable';

/** Rows whose confidence lies in (above, upTo]; the first bin holds 0 too. */
export interface CalibrationBin {
  readonly above: number;
  readonly upTo: number;
  readonly rows: number;
  /** Share predicted right; null without rows. */
  readonly accuracy: number | null;
  /** Mean confidence; null without rows. */
  readonly confidence: number | null;
}

/** How far confidence and accuracy lie apart; plain JSON, the bins are a reliability diagram. */
export interface CalibrationError {
  /** Expected calibration error: |accuracy - confidence| of each bin, weighted by its rows. */
  readonly expected: number;
  /** Maximum calibration error: the largest of them. */
  readonly maximum: number;
  readonly bins: readonly CalibrationBin[];
}

/** Options of {@link expectedCalibrationError}. */
export interface CalibrationErrorOptions {
  /** Number of bins of equal width between 0 and 1. Default 15, as in the paper's tables. */
  readonly bins?: number;
}

/**
 * Expected and maximum calibration error of the predicted class ("top label", bins of equal width):
 * ECE = sum over bins of rows(bin) / rows * |accuracy(bin) - confidence(bin)|, the confidence of a row being its largest
 * probability.
 *
 * @param yTrue - class index of each row
 * @param probabilities - row-major, rows * classes values; each row sums to 1 (`predict`'s result)
 * @throws TrainError `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `NON_FINITE_INPUT`, `INVALID_OPTION`
 * @example
 * expectedCalibrationError([0, 1], [0.9, 0.1, 0.9, 0.1]).expected; // 0.4: half are right, with confidence 0.9
 * @see Guo et al. 2017, "On Calibration of Modern Neural Networks", equations 3 and 5
 */
export function expectedCalibrationError(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { bins: count = 15 }: CalibrationErrorOptions = {},
): CalibrationError {
  if (!Number.isInteger(count) || count < 1 || count > 10_000) {
    throw new TrainError(
      'INVALID_OPTION',
      `expectedCalibrationError: bins=${String(count)}; expected a whole number from 1 to 10000`,
    );
  }
  const classes = checkRows('expectedCalibrationError', yTrue, 'probabilities', probabilities);
  checkProbabilities('expectedCalibrationError', probabilities, classes);
  const predicted = mostProbable(probabilities, classes);
  const sums = Array.from({ length: count }, () => ({ rows: 0, right: 0, confidence: 0 }));
  predicted.forEach((label, row) => {
    const confidence = probabilities[row * classes + label]!;
    const bin = sums[binOf(confidence, count)]!;
    bin.rows += 1;
    bin.confidence += confidence;
    if (label === yTrue[row]) bin.right += 1;
  });
  let expected = 0;
  let maximum = 0;
  const bins = sums.map(({ rows, right, confidence }, index): CalibrationBin => {
    const edges = { above: index / count, upTo: (index + 1) / count, rows };
    if (rows === 0) return { ...edges, accuracy: null, confidence: null };
    const gap = Math.abs(right - confidence) / rows;
    expected += (gap * rows) / yTrue.length;
    maximum = Math.max(maximum, gap);
    return { ...edges, accuracy: right / rows, confidence: confidence / rows };
  });
  return { expected, maximum, bins };
}

/** The bin k with k / count < confidence <= (k + 1) / count; the product alone can be off by one at an edge. */
function binOf(confidence: number, count: number): number {
  let bin = Math.min(count - 1, Math.max(0, Math.ceil(confidence * count) - 1));
  if (bin > 0 && confidence <= bin / count) bin--;
  if (bin < count - 1 && confidence > (bin + 1) / count) bin++;
  return bin;
}
