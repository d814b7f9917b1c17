import { TrainError } from '../errors';
import { checkFinite, checkLabels, checkRows } from './checkRows';

/** Areas of several classes, each against all others; plain JSON. */
export interface MulticlassRocAuc {
  /** null for a class that no row has, or all rows have. */
  readonly perClass: readonly (number | null)[];
  /** Mean over the classes that have an area. */
  readonly macro: number;
  /** The same, weighted by the rows of each class. */
  readonly weighted: number;
}

/**
 * Area under the receiver operating characteristic: how often a row of class 1 scores above one of class 0; equal scores
 * count half.
 *
 * @param yTrue - 0 or 1 for each row, both occur
 * @param scores - the higher, the more class 1: a probability, a logit, any finite number
 * @throws TrainError `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `NON_FINITE_INPUT`, `SINGLE_CLASS`
 * @example
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * @see scikit-learn 1.9's `roc_auc_score`, to 1e-12; Hanley & McNeil 1982
 */
export function rocAuc(yTrue: ArrayLike<number>, scores: ArrayLike<number>): number {
  if (yTrue.length !== scores.length || yTrue.length === 0) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `rocAuc: yTrue has ${yTrue.length} entries, scores ${scores.length}; expected as many, at least one`,
    );
  }
  checkFinite('rocAuc', 'scores', scores);
  checkLabels('rocAuc', 'yTrue', yTrue, 2);
  const area = areaOf(
    Array.from(yTrue, (label) => label === 1),
    scores,
  );
  if (area === null) {
    throw new TrainError(
      'SINGLE_CLASS',
      `rocAuc: all ${yTrue.length} rows have the label ${yTrue[0]}; expected rows of both classes`,
    );
  }
  return area;
}

/**
 * Areas under the curves of each class against all others, and their means.
 *
 * @param yTrue - class index of each row; at least two classes occur
 * @param probabilities - row-major, rows * classes finite values (`predict`'s result, or logits)
 * @throws TrainError `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `NON_FINITE_INPUT`, `SINGLE_CLASS`
 * @example
 * const { macro } = multiclassRocAuc(test.y, await predict(model, test.x, test.shape));
 * @see scikit-learn 1.9's `roc_auc_score(multi_class='ovr')` with `average` `'macro'` and `'weighted'`, to 1e-12; where a
 * class does not occur, that gives NaN and this leaves the class out
 */
export function multiclassRocAuc(yTrue: ArrayLike<number>, probabilities: ArrayLike<number>): MulticlassRocAuc {
  const classes = checkRows('multiclassRocAuc', yTrue, 'probabilities', probabilities);
  const rowsOf = new Array<number>(classes).fill(0);
  for (let row = 0; row < yTrue.length; row++) rowsOf[yTrue[row]!] = rowsOf[yTrue[row]!]! + 1;
  const perClass = rowsOf.map((_, c) =>
    areaOf(
      Array.from(yTrue, (label) => label === c),
      Float64Array.from({ length: yTrue.length }, (_value, row) => probabilities[row * classes + c]!),
    ),
  );
  const known = perClass.flatMap((area, c) => (area === null ? [] : [{ area, rows: rowsOf[c]! }]));
  if (known.length === 0) {
    throw new TrainError(
      'SINGLE_CLASS',
      `multiclassRocAuc: all ${yTrue.length} rows have the label ${yTrue[0]}; expected rows of at least 2 classes`,
    );
  }
  return {
    perClass,
    macro: known.reduce((sum, { area }) => sum + area, 0) / known.length,
    weighted: known.reduce((sum, { area, rows }) => sum + area * rows, 0) / yTrue.length,
  };
}

/** Share of (positive, negative) pairs in the right order; null without pairs. */
function areaOf(positive: readonly boolean[], scores: ArrayLike<number>): number | null {
  const order = positive.map((_, row) => row).sort((a, b) => scores[a]! - scores[b]!);
  // Whole and half pairs are counted exactly; the one division comes last.
  let negativesBelow = 0;
  let positives = 0;
  let pairs = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tiedPositives = 0;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) {
      if (positive[order[to]!]) tiedPositives++;
      to++;
    }
    const tiedNegatives = to - from - tiedPositives;
    pairs += tiedPositives * (negativesBelow + tiedNegatives / 2);
    negativesBelow += tiedNegatives;
    positives += tiedPositives;
    from = to;
  }
  return positives > 0 && negativesBelow > 0 ? pairs / (positives * negativesBelow) : null;
}
