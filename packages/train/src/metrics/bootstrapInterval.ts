import { TrainError } from '../errors';
import { seededRng } from '../seededRng';
import { clusterRows } from './clusterRows';
import { type IntervalMethod, intervalOf } from './intervalOf';

/** Options of {@link bootstrapInterval}. */
export interface BootstrapOptions {
  /** What is drawn together: the speaker of each row. Rows of one speaker are not independent. */
  readonly clusters: readonly string[];
  /** The figure, of rows drawn with repeats; must be finite for any draw. */
  readonly statistic: (rows: Uint32Array) => number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Draws. Default 2000; 1000 at least for an interval, 100 do for a standard error. */
  readonly resamples?: number;
  /**
   * `'bca'` (the default) corrects for bias and skewness; it needs the statistic once more per cluster. `'percentile'`
   * takes the quantiles of the draws.
   */
  readonly method?: IntervalMethod;
  /** Default 0. */
  readonly seed?: number | string;
}

/** A figure with its interval; plain JSON. */
export interface BootstrapInterval {
  /** The statistic of all rows. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Standard deviation of the draws. */
  readonly standardError: number;
  readonly confidence: number;
  readonly resamples: number;
  /** Number of clusters, the sample size that counts. */
  readonly clusters: number;
  /** What was used: `'percentile'` too where BCa is undefined (all draws on one side of the estimate, or nearly all). */
  readonly method: IntervalMethod;
}

/**
 * Confidence interval of any figure by drawing whole speakers with replacement (cluster bootstrap): how much would it
 * vary with other speakers? Drawing rows instead makes intervals far too narrow.
 *
 * With few clusters (below ten or so) any bootstrap interval is too narrow; say the number beside it.
 *
 * @throws TrainError `INVALID_SAMPLES` for no row or fewer than 2 clusters, `INVALID_OPTION`, `NON_FINITE_INPUT` when the
 * statistic is not finite
 * @example
 * const pick = (y: Int32Array, rows: Uint32Array) => Array.from(rows, (row) => y[row]!);
 * const { low, high } = bootstrapInterval({
 *   clusters: rows.map(({ speaker }) => speaker),
 *   statistic: (drawn) => scoresOf(confusionMatrix(pick(yTrue, drawn), pick(yPred, drawn), 8)).uar,
 * });
 * @see DiCiccio & Efron 1996, "Bootstrap Confidence Intervals"; Field & Welsh 2007 for clusters; scipy's
 * `stats.bootstrap`, whose intervals of the same draws it equals to 1e-12
 */
export function bootstrapInterval(options: BootstrapOptions): BootstrapInterval {
  const { confidence = 0.95, resamples = 2000, method = 'bca', seed = 0 } = options;
  if (!(confidence > 0 && confidence < 1)) {
    throw new TrainError(
      'INVALID_OPTION',
      `bootstrapInterval: confidence=${String(confidence)}; expected a number above 0 and below 1`,
    );
  }
  if (!Number.isInteger(resamples) || resamples < 100 || resamples > 1_000_000) {
    throw new TrainError(
      'INVALID_OPTION',
      `bootstrapInterval: resamples=${String(resamples)}; expected a whole number from 100 to 1000000`,
    );
  }
  if (method !== 'bca' && method !== 'percentile') {
    throw new TrainError(
      'INVALID_OPTION',
      `bootstrapInterval: method=${JSON.stringify(method)}; expected 'bca' or 'percentile'`,
    );
  }
  const members = clusterRows('bootstrapInterval', options.clusters);
  const measure = (drawn: readonly Uint32Array[], what: string) => {
    const value = options.statistic(joined(drawn));
    if (!Number.isFinite(value)) {
      throw new TrainError(
        'NON_FINITE_INPUT',
        `bootstrapInterval: statistic gave ${value} for ${what}; expected a finite number for any rows, each as often as drawn`,
      );
    }
    return value;
  };
  const estimate = measure(members, 'all rows');
  const rng = seededRng('bootstrapInterval', seed);
  const draws = Array.from({ length: resamples }, (_, draw) =>
    measure(
      members.map(() => members[rng.integer(members.length)]!),
      `draw ${draw}`,
    ),
  );
  const leftOut =
    method === 'bca'
      ? members.map((_, out) =>
          measure(
            members.filter((_rows, cluster) => cluster !== out),
            `all clusters but number ${out}`,
          ),
        )
      : [];
  const mean = draws.reduce((sum, value) => sum + value, 0) / resamples;
  const squares = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    estimate,
    ...intervalOf(draws, { estimate, leftOut, confidence, method }),
    standardError: Math.sqrt(squares / (resamples - 1)),
    confidence,
    resamples,
    clusters: members.length,
  };
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const rows = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    rows.set(part, at);
    at += part.length;
  }
  return rows;
}
