import type { Matrix } from '@ser/dsp';
import { requireFinite, requireInteger, requireMatrix } from './checks';
import { type DctNorm, type DctType, dctBasis } from './dct';
import { multiplyRows } from './multiplyRows';

/** Options of `idct`. */
export interface IdctOptions {
  /** Type of the transform that is undone: 1, 2 (default) or 3. */
  readonly type?: DctType;
  /** Scale of the transform that is undone. Default 'ortho'. */
  readonly norm?: DctNorm;
  /** Values of a row afterwards: rows are cut or filled up by zeros to so many before. Default as many as there are. */
  readonly n?: number;
}

/**
 * Inverse discrete cosine transform of each row: the log-mel bands that MFCCs stand for, smoothed where coefficients are missing.
 *
 * @param matrix rows of coefficients
 * @returns rows x n values, float32; sums are float64
 * @throws MfccError `INVALID_OPTION`, `SHAPE_MISMATCH`, `NOT_FINITE`
 * @example
 * idct({ data: new Float32Array([2, 0]), rows: 1, cols: 2 }, { n: 4 }).data; // [1, 1, 1, 1]
 * @see scipy.fft.idct (along the last axis), within 1e-6 of the largest value
 */
export function idct(matrix: Matrix, options: IdctOptions = {}): Matrix {
  const { type = 2, norm = 'ortho', n = matrix.cols } = options;
  requireMatrix('idct', 'matrix', matrix);
  requireFinite('idct', 'matrix.data', matrix.data);
  requireInteger('idct', 'n', n, 1);
  // Types 2 and 3 undo each other, type 1 undoes itself; unscaled, up to a factor.
  const basis = dctBasis('idct', n, { type: type === 2 ? 3 : type === 3 ? 2 : type, norm });
  const scale = norm === 'ortho' ? 1 : 1 / (2 * (type === 1 ? n - 1 : n));
  for (let i = 0; i < basis.length; i++) basis[i]! *= scale;

  const { data, rows, cols } = matrix;
  const filled = new Float32Array(rows * n);
  const kept = Math.min(n, cols);
  for (let row = 0; row < rows; row++) filled.set(data.subarray(row * cols, row * cols + kept), row * n);
  return multiplyRows({ data: filled, rows, cols: n }, basis, n);
}
