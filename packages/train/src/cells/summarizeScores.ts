import { TrainError } from '../errors';
import type { Scores } from '../metrics/classificationReport';
import { studentT } from '../metrics/studentT';

/** One figure over all cells; plain JSON. */
export interface ScoreSummary {
  readonly mean: number;
  /** Sample standard deviation (n - 1); null for a single cell. */
  readonly deviation: number | null;
  /** Bounds of the interval of the mean, within 0 to 1; null for a single cell. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Each figure over all cells. */
export type ScoreSummaries = { readonly [Metric in keyof Scores]: ScoreSummary };

/** A cell's figures, and how many rows trained and tested it. */
export interface ScoredCell {
  readonly scores: Scores;
  readonly trainRows: number;
  readonly testRows: number;
}

/**
 * Mean, deviation and interval of each figure over the folds and seeds of a cross-validation, wherever each was trained:
 * what `crossValidate` gives as `summary`. Cells share training rows, so they are no independent draws and
 * deviation / sqrt(n) is too small; the variance is deviation^2 * (1 / n + test rows / training rows) with Student's t of
 * n - 1 degrees.
 *
 * @param cells - at least one
 * @param confidence - of the intervals
 * @throws TrainError `INVALID_SAMPLES` for no cell, `INVALID_OPTION` for a confidence outside 0 to 1
 * @see Nadeau & Bengio 2003, "Inference for the Generalization Error": the corrected resampled t
 */
export function summarizeScores(cells: readonly ScoredCell[], confidence = 0.95): ScoreSummaries {
  const n = cells.length;
  if (n === 0) throw new TrainError('INVALID_SAMPLES', 'summarizeScores: cells is empty; at least one is required');
  if (!(confidence > 0 && confidence < 1)) {
    const received = `confidence=${String(confidence)}`;
    throw new TrainError('INVALID_OPTION', `summarizeScores: ${received}; expected a number above 0 and below 1`);
  }
  const ratio = cells.reduce((sum, { trainRows, testRows }) => sum + testRows / trainRows, 0) / n;
  const summarize = (metric: keyof Scores): ScoreSummary => {
    const values = cells.map(({ scores }) => scores[metric]);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    if (n === 1) return { mean, deviation: null, low: null, high: null };
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
    const half = studentT(confidence, n - 1) * deviation * Math.sqrt(1 / n + ratio);
    return { mean, deviation, low: Math.max(0, mean - half), high: Math.min(1, mean + half) };
  };
  return {
    accuracy: summarize('accuracy'),
    uar: summarize('uar'),
    macroF1: summarize('macroF1'),
    weightedF1: summarize('weightedF1'),
  };
}
