import type { Matrix } from '@ser/dsp';
import { checkMatrix } from './checks';
import { FeatureError } from './errors';

/** One number of a column of values over frames. `percentile5`, `percentile97.5`: any percentage from 0 to 100. */
export type FunctionalName =
  | 'mean'
  | 'std'
  | 'min'
  | 'max'
  | 'range'
  | 'median'
  | 'iqr'
  | 'skewness'
  | 'kurtosis'
  | 'slope'
  | 'offset'
  | `percentile${number}`;

export interface FunctionalsOptions {
  /** Names of the matrix's columns. Default '0', '1', ... */
  columns?: readonly string[];
}

/** What `functionals` gives: a value for each column and functional, and its name. */
export interface Functionals {
  readonly values: Float32Array;
  /** `COLUMN_FUNCTIONAL`, all functionals of the first column first. */
  readonly columns: readonly string[];
}

/**
 * Sums up a matrix of frames, column by column: a clip of any length becomes a row of one length.
 *
 * | name | what | unit |
 * |---|---|---|
 * | `mean`, `min`, `max`, `median` | as their names say | the column's |
 * | `std` | standard deviation, divided by the number of frames | the column's |
 * | `range`, `iqr` | max - min, percentile 75 - 25 | the column's |
 * | `percentileP` | interpolated linearly between the sorted values | the column's |
 * | `skewness`, `kurtosis` | third and fourth moment in units of the deviation, the latter less 3; 0 for a constant column | 1 |
 * | `slope`, `offset` | the line of least squares over frames: its rise a frame, its value at frame 0; one frame has slope 0 | the column's |
 *
 * @param matrix frames x values, at least one frame, all finite
 * @param names functionals in the order wanted. Default mean, std, min, max, median, iqr, skewness, kurtosis, slope, offset
 * @returns cols * names.length values and their names
 * @throws FeatureError `INVALID_OPTION` for an unknown or repeated name, `SHAPE_MISMATCH` for no frames or columns that do not fit,
 * `NON_FINITE_SAMPLES`.
 * @see numpy.mean, std, percentile (linear), polyfit; scipy.stats.skew, kurtosis (biased); the README says how closely.
 * @example
 * functionals({ data: Float32Array.of(1, 2, 6), rows: 3, cols: 1 }, ['mean', 'percentile50'], { columns: ['rms'] });
 * // { values: [3, 2], columns: ['rms_mean', 'rms_percentile50'] }
 */
export function functionals(
  matrix: Matrix,
  names: readonly FunctionalName[] = DEFAULTS,
  options: FunctionalsOptions = {},
): Functionals {
  checkMatrix('functionals', matrix);
  const { data, rows, cols } = matrix;
  const { columns = Array.from({ length: cols }, (_, col) => String(col)) } = options;
  if (!(rows > 0 && cols > 0 && columns.length === cols)) {
    throw new FeatureError(
      'SHAPE_MISMATCH',
      `functionals: expected at least one frame and a name for each column, received ${rows} x ${cols} and ${columns.length} names`,
    );
  }
  const formulas = names.map(formulaOf);
  if (names.length === 0 || new Set(names).size !== names.length) {
    throw new FeatureError(
      'INVALID_OPTION',
      `functionals: names must be functionals, each once, received [${names.join(', ')}]`,
    );
  }
  const values = new Float32Array(cols * names.length);
  const column = new Float64Array(rows);
  for (let col = 0; col < cols; col++) {
    for (let row = 0; row < rows; row++) {
      const value = data[row * cols + col]!;
      if (!Number.isFinite(value)) {
        throw new FeatureError(
          'NON_FINITE_SAMPLES',
          `functionals: the matrix holds ${value} in frame ${row}, column ${columns[col]}; every value must be finite`,
        );
      }
      column[row] = value;
    }
    const series = createSeries(column);
    formulas.forEach((formula, i) => {
      values[col * names.length + i] = formula(series);
    });
  }
  return { values, columns: columns.flatMap((name) => names.map((functional) => `${name}_${functional}`)) };
}

const DEFAULTS: readonly FunctionalName[] = [
  'mean',
  'std',
  'min',
  'max',
  'median',
  'iqr',
  'skewness',
  'kurtosis',
  'slope',
  'offset',
];

/** A column's values in their order, and what several functionals need of them, found when asked for. */
interface Series {
  readonly values: Float64Array;
  mean(): number;
  /** The mean of the deviations to a power. */
  moment(power: number): number;
  percentile(percentage: number): number;
}

function createSeries(values: Float64Array): Series {
  let mean: number | undefined;
  let sorted: Float64Array | undefined;
  const series: Series = {
    values,
    mean: () => {
      mean ??= average(values);
      return mean;
    },
    moment: (power) => {
      const center = series.mean();
      return average(values.map((value) => (value - center) ** power));
    },
    percentile: (percentage) => {
      sorted ??= values.slice().sort();
      const place = ((values.length - 1) * percentage) / 100;
      const below = sorted[Math.floor(place)]!;
      return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
    },
  };
  return series;
}

const FORMULAS: Readonly<Record<string, (series: Series) => number>> = {
  mean: (series) => series.mean(),
  std: (series) => Math.sqrt(series.moment(2)),
  min: (series) => series.percentile(0),
  max: (series) => series.percentile(100),
  range: (series) => series.percentile(100) - series.percentile(0),
  median: (series) => series.percentile(50),
  iqr: (series) => series.percentile(75) - series.percentile(25),
  skewness: (series) => (isConstant(series) ? 0 : series.moment(3) / series.moment(2) ** 1.5),
  kurtosis: (series) => (isConstant(series) ? 0 : series.moment(4) / series.moment(2) ** 2 - 3),
  slope,
  offset: (series) => series.mean() - (slope(series) * (series.values.length - 1)) / 2,
};

function formulaOf(name: string): (series: Series) => number {
  const percentage = /^percentile(\d+(?:\.\d+)?)$/.exec(name)?.[1];
  if (percentage !== undefined && Number(percentage) <= 100) return (series) => series.percentile(Number(percentage));
  if (!Object.hasOwn(FORMULAS, name)) {
    throw new FeatureError(
      'INVALID_OPTION',
      `functionals: '${name}' is none of ${Object.keys(FORMULAS).join(', ')}, percentile0 to percentile100`,
    );
  }
  return FORMULAS[name]!;
}

/** scipy's test: the deviations are not above the rounding of the mean. */
function isConstant(series: Series): boolean {
  return series.moment(2) <= (Number.EPSILON * series.mean()) ** 2;
}

/** Least squares over the frames' numbers. */
function slope({ values, mean }: Series): number {
  const middle = (values.length - 1) / 2;
  let product = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    product += (i - middle) * (values[i]! - mean());
    squares += (i - middle) ** 2;
  }
  return squares === 0 ? 0 : product / squares;
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
