import { TrainError } from '../errors';
import { confusionMatrix } from './confusionMatrix';

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

/** Figures of a classifier, in scikit-learn's layout. */
export interface ClassificationReport {
  readonly accuracy: number;
  /** Unweighted average recall: the mean recall of the classes that occur (scikit-learn's `balanced_accuracy_score`). */
  readonly uar: number;
  /** Mean F1 over all labels (scikit-learn's `f1_score(average='macro', labels=all, zero_division=0)`). */
  readonly macroF1: number;
  readonly perClass: ClassReport[];
}

/**
 * Accuracy, unweighted average recall, macro F1 and the table by class.
 *
 * @param yTrue - actual class indices, at least one
 * @param yPred - predicted class indices, as many
 * @param labels - name of each class
 * @throws TrainError `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`
 * @see scikit-learn's `classification_report` with `zero_division=0`, equal to the last digit
 */
export function classificationReport(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number>,
  labels: readonly string[],
): ClassificationReport {
  if (yTrue.length === 0) {
    throw new TrainError('INVALID_SAMPLES', 'classificationReport: yTrue is empty; expected at least one row');
  }
  const matrix = confusionMatrix(yTrue, yPred, labels.length);
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
  const occurring = perClass.filter(({ support }) => support > 0);
  return {
    accuracy: right / yTrue.length,
    uar: occurring.reduce((sum, { recall }) => sum + recall, 0) / occurring.length,
    macroF1: perClass.reduce((sum, { f1 }) => sum + f1, 0) / perClass.length,
    perClass,
  };
}
