import { TrainError } from '../errors';
import { type BootstrapInterval, type BootstrapOptions, bootstrapInterval } from './bootstrapInterval';
import { type Scores, scoresOf } from './classificationReport';
import { confusionMatrix } from './confusionMatrix';

/** Options of {@link scoreIntervals}. */
export interface ScoreIntervalsOptions extends Omit<BootstrapOptions, 'statistic'> {
  /** Actual class index of each row. */
  readonly yTrue: ArrayLike<number>;
  /** Predicted class index of each row. */
  readonly yPred: ArrayLike<number>;
  /** Number of classes. */
  readonly classes: number;
}

/**
 * Accuracy, unweighted average recall and F1 with their confidence intervals over speakers: `bootstrapInterval` of each,
 * all from the same draws.
 *
 * @throws TrainError as `bootstrapInterval` and `confusionMatrix`; `INVALID_SAMPLES` for other numbers of rows
 * @example
 * const { uar } = scoreIntervals({ yTrue: [0, 1, 0, 1], yPred: [0, 1, 0, 0], classes: 2, clusters: ['a', 'a', 'b', 'b'] });
 * console.log(uar.estimate, uar.low, uar.high);
 */
export function scoreIntervals(options: ScoreIntervalsOptions): {
  readonly [Metric in keyof Scores]: BootstrapInterval;
} {
  const { yTrue, yPred, classes, ...bootstrap } = options;
  if (yTrue.length !== yPred.length || yTrue.length !== bootstrap.clusters.length) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `scoreIntervals: yTrue has ${yTrue.length} entries, yPred ${yPred.length}, clusters ${bootstrap.clusters.length}; expected as many`,
    );
  }
  const pick = (labels: ArrayLike<number>, rows: Uint32Array) => Array.from(rows, (row) => labels[row]!);
  // All four see the same draws in the same order, so each draw is scored once.
  const scored: Scores[] = [];
  const of = (metric: keyof Scores) => {
    let draw = 0;
    const statistic = (rows: Uint32Array) => {
      scored[draw] ??= scoresOf(confusionMatrix(pick(yTrue, rows), pick(yPred, rows), classes));
      return scored[draw++]![metric];
    };
    return bootstrapInterval({ ...bootstrap, statistic });
  };
  return { accuracy: of('accuracy'), uar: of('uar'), macroF1: of('macroF1'), weightedF1: of('weightedF1') };
}
