import type { Matrix } from '@ser/dsp';
import { checkMatrix } from './checks';
import { FeatureError } from './errors';

/** What `StandardScaler.toJSON` writes. */
export interface StandardScalerJson {
  readonly type: 'StandardScaler';
  readonly version: 1;
  readonly samplesSeen: number;
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly scale: readonly number[];
}

/**
 * Brings every column to mean 0 and standard deviation 1: (x - mean) / scale.
 *
 * The standard deviation is the population's (divided by n), sums are float64 and two-pass; a column that is constant to
 * rounding gets scale 1, so that it becomes zeros and never NaN.
 *
 * @throws FeatureError `SHAPE_MISMATCH`, `NOT_FITTED`, `NON_FINITE_SAMPLES` (NaN or Infinity while fitting), `INVALID_JSON`.
 * @see sklearn.preprocessing.StandardScaler 1.2.2; mean and scale agree to 1e-12 relative, transformed values to float32.
 * @example
 * const scaler = new StandardScaler();
 * scaler.fitTransform({ data: Float32Array.of(1, 5, 3, 5), rows: 2, cols: 2 }).data; // [-1, 0, 1, 0]
 */
export class StandardScaler {
  #mean = new Float64Array(0);
  #variance = new Float64Array(0);
  #scale = new Float64Array(0);
  #samplesSeen = 0;

  /** Learns mean and scale of each column. */
  fit(matrix: Matrix): this {
    checkMatrix('StandardScaler.fit', matrix);
    const { data, rows, cols } = matrix;
    if (rows === 0 || cols === 0) {
      throw new FeatureError(
        'SHAPE_MISMATCH',
        `StandardScaler.fit: expected at least one row and column, received ${rows} x ${cols}`,
      );
    }
    const mean = new Float64Array(cols);
    const variance = new Float64Array(cols);
    const correction = new Float64Array(cols);
    for (let row = 0; row < rows; row++) for (let col = 0; col < cols; col++) mean[col]! += data[row * cols + col]!;
    for (let col = 0; col < cols; col++) {
      mean[col]! /= rows;
      if (!Number.isFinite(mean[col]!)) {
        throw new FeatureError(
          'NON_FINITE_SAMPLES',
          `StandardScaler.fit: column ${col} holds NaN or Infinity; leave those rows out`,
        );
      }
    }
    for (let row = 0; row < rows; row++) {
      for (let col = 0; col < cols; col++) {
        const difference = data[row * cols + col]! - mean[col]!;
        correction[col]! += difference;
        variance[col]! += difference * difference;
      }
    }
    const scale = new Float64Array(cols);
    for (let col = 0; col < cols; col++) {
      variance[col] = (variance[col]! - correction[col]! ** 2 / rows) / rows;
      // scikit-learn's _is_constant_feature: the variance is no more than rounding would make of a constant.
      const rounding = rows * Number.EPSILON * variance[col]! + (rows * mean[col]! * Number.EPSILON) ** 2;
      scale[col] = variance[col]! <= rounding ? 1 : Math.sqrt(variance[col]!);
    }
    this.#mean = mean;
    this.#variance = variance;
    this.#scale = scale;
    this.#samplesSeen = rows;
    return this;
  }

  /** A new matrix of the same shape, scaled. */
  transform(matrix: Matrix): Matrix {
    return this.#map('transform', matrix, (value, col) => (value - this.#mean[col]!) / this.#scale[col]!);
  }

  /** The way back. */
  inverseTransform(matrix: Matrix): Matrix {
    return this.#map('inverseTransform', matrix, (value, col) => value * this.#scale[col]! + this.#mean[col]!);
  }

  fitTransform(matrix: Matrix): Matrix {
    return this.fit(matrix).transform(matrix);
  }

  get mean(): Float64Array {
    return this.#mean.slice();
  }

  get variance(): Float64Array {
    return this.#variance.slice();
  }

  get scale(): Float64Array {
    return this.#scale.slice();
  }

  get samplesSeen(): number {
    return this.#samplesSeen;
  }

  toJSON(): StandardScalerJson {
    this.#checkFitted('toJSON');
    return {
      type: 'StandardScaler',
      version: 1,
      samplesSeen: this.#samplesSeen,
      mean: [...this.#mean],
      variance: [...this.#variance],
      scale: [...this.#scale],
    };
  }

  /** Takes what `toJSON` gave (parsed). */
  static fromJSON(json: StandardScalerJson): StandardScaler {
    const isList = (value: unknown): value is number[] =>
      Array.isArray(value) && value.every((x) => Number.isFinite(x));
    if (json?.type !== 'StandardScaler' || json.version !== 1) {
      throw new FeatureError(
        'INVALID_JSON',
        `StandardScaler.fromJSON: expected { type: 'StandardScaler', version: 1 }, received type ${json?.type}, version ${json?.version}`,
      );
    }
    const { mean, variance, scale, samplesSeen } = json;
    const sound =
      isList(mean) &&
      isList(variance) &&
      isList(scale) &&
      mean.length > 0 &&
      mean.length === scale.length &&
      mean.length === variance.length &&
      scale.every((x) => x > 0);
    if (!sound) {
      throw new FeatureError(
        'INVALID_JSON',
        'StandardScaler.fromJSON: mean, variance and scale must be lists of one length of finite numbers, every scale above 0',
      );
    }
    const scaler = new StandardScaler();
    scaler.#mean = Float64Array.from(mean);
    scaler.#variance = Float64Array.from(variance);
    scaler.#scale = Float64Array.from(scale);
    scaler.#samplesSeen = samplesSeen;
    return scaler;
  }

  #checkFitted(method: string): void {
    if (this.#samplesSeen === 0) {
      throw new FeatureError('NOT_FITTED', `StandardScaler.${method}: call fit first`);
    }
  }

  #map(method: string, matrix: Matrix, change: (value: number, col: number) => number): Matrix {
    this.#checkFitted(method);
    checkMatrix(`StandardScaler.${method}`, matrix);
    const { data, rows, cols } = matrix;
    if (cols !== this.#mean.length) {
      throw new FeatureError(
        'SHAPE_MISMATCH',
        `StandardScaler.${method}: fitted on ${this.#mean.length} columns, received ${cols}`,
      );
    }
    const out = new Float32Array(data.length);
    for (let row = 0; row < rows; row++) {
      for (let col = 0; col < cols; col++) out[row * cols + col] = change(data[row * cols + col]!, col);
    }
    return { data: out, rows, cols };
  }
}
