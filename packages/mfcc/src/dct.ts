import type { Matrix } from '@ser/dsp';
import { requireFinite, requireInteger, requireMatrix, requireOption } from './checks';
import { MfccError } from './errors';
import { multiplyRows } from './multiplyRows';

/** 1, 2 or 3, as scipy numbers the transforms. */
export type DctType = 1 | 2 | 3;
/** 'ortho': the transform is orthonormal. null: scipy's unscaled form. */
export type DctNorm = 'ortho' | null;

/** Options of `dct`. */
export interface DctOptions {
  /** 1, 2 (default) or 3, as scipy numbers them. */
  readonly type?: DctType;
  /** 'ortho' (default): the transform is orthonormal. null: scipy's unscaled form. */
  readonly norm?: DctNorm;
  /** Coefficients kept, from the first. Default all. */
  readonly n?: number;
}

/**
 * Discrete cosine transform of each row; type 2 is y[k] = 2 sum over j of x[j] cos(pi k (2 j + 1) / (2 N)).
 *
 * @param matrix rows of N values (N >= 2 for type 1)
 * @returns rows x n coefficients, float32; sums are float64
 * @throws MfccError `INVALID_OPTION` naming the option, `SHAPE_MISMATCH` for a matrix that does not hold its numbers,
 *   `NOT_FINITE` for one that holds NaN or infinity
 * @example
 * dct({ data: new Float32Array([1, 1, 1, 1]), rows: 1, cols: 4 }).data; // [2, 0, 0, 0]
 * @see scipy.fft.dct (along the last axis), within 1e-6 of the largest value
 */
export function dct(matrix: Matrix, options: DctOptions = {}): Matrix {
  requireMatrix('dct', 'matrix', matrix);
  requireFinite('dct', 'matrix.data', matrix.data);
  const { n = matrix.cols } = options;
  return multiplyRows(matrix, dctBasis('dct', matrix.cols, { ...options, n }), n);
}

/** The transform as a table: row k holds the weights of coefficient k. */
export function dctBasis(caller: string, size: number, options: DctOptions): Float64Array {
  const { type = 2, norm = 'ortho', n = size } = options;
  requireOption(type === 1 || type === 2 || type === 3, caller, 'type', type, '1, 2 or 3');
  requireOption(norm === 'ortho' || norm === null, caller, 'norm', norm, "'ortho' or null");
  requireInteger(caller, 'n', n, 1);
  if (n > size || (type === 1 && size < 2)) {
    throw new MfccError(
      'INVALID_OPTION',
      `${caller}: n=${n}, type=${type}; expected n <= the ${size} values of a row, and at least 2 values for type 1`,
    );
  }
  const basis = new Float64Array(n * size);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < size; j++) basis[k * size + j] = entry(type, norm === 'ortho', k, j, size);
  }
  return basis;
}

function entry(type: DctType, ortho: boolean, k: number, j: number, size: number): number {
  if (type === 1) {
    const ends = (i: number) => i === 0 || i === size - 1;
    const value = (ends(j) ? 1 : 2) * Math.cos((Math.PI * k * j) / (size - 1));
    if (!ortho) return value;
    return (value * (ends(j) ? Math.SQRT2 : 1) * Math.sqrt((ends(k) ? 1 : 2) / (size - 1))) / 2;
  }
  // Type 3 is the transpose of type 2 but for the scale of its first input.
  const [frequency, time] = type === 2 ? [k, j] : [j, k];
  const cosine = Math.cos((Math.PI * frequency * (2 * time + 1)) / (2 * size));
  if (ortho) return cosine * Math.sqrt((frequency === 0 ? 1 : 2) / size);
  return type === 3 && frequency === 0 ? 1 : 2 * cosine;
}
