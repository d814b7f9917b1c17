import type { MetricName, NetworkName } from './tasks';

/** The first steps of one network, from the same weights on the same batches. */
export interface LossComparison {
  readonly network: NetworkName;
  readonly ours: readonly number[];
  readonly keras: readonly number[];
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

/** The largest |ours / keras - 1| over the steps. */
export function worstDifference({ ours, keras }: LossComparison): number {
  return Math.max(...ours.map((loss, step) => Math.abs(loss / keras[step]! - 1)));
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
