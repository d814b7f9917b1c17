import { TrainError } from '../errors';
import { checkConfusion } from './checkConfusion';
import { confusionMatrix } from './confusionMatrix';
import { pairwiseSum } from './pairwiseSum';

/** One class' figures. */
export interface ClassReport {
  readonly label: string;
  /** Right among those predicted as this class; 0 when none was. */
  readonly precision: number;
  /** Right among those of this class; 0 when there is none. */
  readonly recall: number;
  /** Harmonic mean of both; 0 when both are. */
  readonly f1: number;
  /** Rows of this class. */
  readonly support: number;
}

/** Means over all labels, those that do not occur counting 0. */
export type AverageReport = Omit<ClassReport, 'label' | 'support'>;

/** Figures of a classifier, in scikit-learn's layout. */
export interface ClassificationReport {
  readonly accuracy: number;
  /** Unweighted average recall: the mean recall of the classes that occur (scikit-learn's `balanced_accuracy_score`). */
  readonly uar: number;
  /** Mean F1 over all labels (scikit-learn's `f1_score(average='macro', labels=all, zero_division=0)`). */
  readonly macroF1: number;
  /** Mean F1 over all labels, weighted by their rows. */
  readonly weightedF1: number;
  /** Number of rows. */
  readonly support: number;
  readonly perClass: ClassReport[];
  /** Every label counts the same. */
  readonly macroAverage: AverageReport;
  /** Every label counts by its rows. */
  readonly weightedAverage: AverageReport;
}

/** The figures of one number each, of a {@link ClassificationReport}. */
export type Scores = Pick<ClassificationReport, 'accuracy' | 'uar' | 'macroF1' | 'weightedF1'>;

/**
 * Accuracy, unweighted average recall, F1 and the table by class. `formatReport` prints it.
 *
 * @param yTrue - actual class indices, at least one
 * @param yPred - predicted class indices, as many
 * @param labels - name of each class
 * @throws TrainError `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION` for no label
 * @see scikit-learn's `classification_report` with `zero_division=0`, equal to the last bit
 */
export function classificationReport(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number>,
  labels: readonly string[],
): ClassificationReport {
  if (yTrue.length === 0) {
    throw new TrainError('INVALID_SAMPLES', 'classificationReport: yTrue is empty; expected at least one row');
  }
  return reportOf(confusionMatrix(yTrue, yPred, labels.length), labels);
}

/**
 * Accuracy, unweighted average recall, macro and weighted F1 of a confusion matrix.
 *
 * @param matrix - counts, `matrix[actual][predicted]`
 * @throws TrainError `INVALID_SAMPLES` for no count or another shape
 * @example
 * scoresOf([[3, 1], [0, 2]]).uar; // 0.875
 */
export function scoresOf(matrix: readonly (readonly number[])[]): Scores {
  checkConfusion('scoresOf', matrix);
  const labels = matrix.map((_, index) => String(index));
  const { accuracy, uar, macroF1, weightedF1 } = reportOf(matrix, labels);
  return { accuracy, uar, macroF1, weightedF1 };
}

/** The figures of a confusion matrix that holds at least one row. */
function reportOf(matrix: readonly (readonly number[])[], labels: readonly string[]): ClassificationReport {
  let right = 0;
  const perClass = labels.map((label, c): ClassReport => {
    const hits = matrix[c]![c]!;
    right += hits;
    const support = matrix[c]!.reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, row) => sum + row[c]!, 0);
    const precision = predicted > 0 ? hits / predicted : 0;
    const recall = support > 0 ? hits / support : 0;
    const f1 = support + predicted > 0 ? (2 * hits) / (support + predicted) : 0;
    return { label, precision, recall, f1, support };
  });
  const support = perClass.reduce((sum, { support: rows }) => sum + rows, 0);
  const average = (weight: (of: ClassReport) => number, total: number): AverageReport => {
    const mean = (figure: 'precision' | 'recall' | 'f1') =>
      pairwiseSum(perClass.map((of) => of[figure] * weight(of))) / total;
    return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
  };
  const macroAverage = average(() => 1, perClass.length);
  const weightedAverage = average(({ support: rows }) => rows, support);
  const recalls = perClass.filter(({ support: rows }) => rows > 0).map(({ recall }) => recall);
  return {
    accuracy: right / support,
    uar: pairwiseSum(recalls) / recalls.length,
    macroF1: macroAverage.f1,
    weightedF1: weightedAverage.f1,
    support,
    perClass,
    macroAverage,
    weightedAverage,
  };
}
