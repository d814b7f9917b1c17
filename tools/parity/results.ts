import type { MetricName, NetworkName } from './tasks';

/** The first steps of one network, from the same weights on the same batches. */
export interface LossComparison {
  readonly network: NetworkName;
  readonly ours: readonly number[];
  readonly keras: readonly number[];
  /** Keras once more, in float64: both others round where this does not. */
  readonly keras64: readonly number[];
}

/** Whole trainings of one network: for each metric of the last epoch one number a seed. */
export interface EpochComparison {
  readonly network: NetworkName;
  readonly rows: number;
  readonly testRows: number;
  readonly ours: Readonly<Record<MetricName, readonly number[]>>;
  readonly keras: Readonly<Record<MetricName, readonly number[]>>;
}

/** What the comparison writes as JSON, and all its Markdown is made of. */
export interface ParityResults {
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  readonly keras: string;
  readonly corpus: string;
  readonly threads: number;
  readonly quick: boolean;
  readonly epochs: number;
  readonly seeds: readonly number[];
  readonly losses: readonly LossComparison[];
  readonly trainings: readonly EpochComparison[];
}

/** Allowed relative difference of a step's loss. */
export const LOSS_TOLERANCE = 1e-3;
/** Allowed difference of two means, in standard errors of that difference. */
export const MOST_STANDARD_ERRORS = 3;

/** The largest |a / b - 1| over the steps. */
export function worstDifference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((loss, step) => Math.abs(loss / b[step]! - 1)));
}

/**
 * Whether ours is as near to Keras as two float32 trainings can be: within the tolerance of Keras, or, where rounding alone
 * takes Keras further than that from its own float64, no further from that float64 than Keras is.
 */
export function lossesAgree({ ours, keras, keras64 }: LossComparison): boolean {
  if (worstDifference(ours, keras) <= LOSS_TOLERANCE) return true;
  const rounding = worstDifference(keras, keras64);
  return rounding > LOSS_TOLERANCE && worstDifference(ours, keras64) <= rounding;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample's (n - 1). */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** How many standard errors two means lie apart: |a - b| / sqrt(var(a) / n + var(b) / m), Welch's t. */
export function standardErrorsApart(a: readonly number[], b: readonly number[]): number {
  const error = Math.sqrt(deviation(a) ** 2 / a.length + deviation(b) ** 2 / b.length);
  const apart = Math.abs(mean(a) - mean(b));
  return apart === 0 ? 0 : apart / error;
}
