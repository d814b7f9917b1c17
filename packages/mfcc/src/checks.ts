import type { Matrix } from '@ser/dsp';
import { MfccError } from './errors';

/** Throws `INVALID_OPTION` unless `value` is a whole number of at least `least`. */
export function requireInteger(caller: string, parameter: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new MfccError('INVALID_OPTION', `${caller}: ${parameter}=${value}; expected a whole number >= ${least}`);
  }
}

/** Throws `INVALID_OPTION` unless `value` is a finite number above 0. */
export function requirePositive(caller: string, parameter: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new MfccError('INVALID_OPTION', `${caller}: ${parameter}=${value}; expected a finite number above 0`);
  }
}

/** Throws `SHAPE_MISMATCH` unless the matrix holds rows x cols numbers. */
export function requireMatrix(caller: string, parameter: string, matrix: Matrix): void {
  const { data, rows, cols } = matrix;
  if (!Number.isInteger(rows) || !Number.isInteger(cols) || rows < 0 || cols < 1 || data.length !== rows * cols) {
    throw new MfccError(
      'SHAPE_MISMATCH',
      `${caller}: ${parameter} claims ${rows} x ${cols} and holds ${data.length} numbers; expected rows x cols numbers`,
    );
  }
}
