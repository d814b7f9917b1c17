import type { Matrix } from '@ser/dsp';
import { MfccError } from './errors';

/** Throws `INVALID_OPTION` unless `isGood`: the parameter, what came and what would be accepted. */
export function requireOption(
  isGood: boolean,
  caller: string,
  parameter: string,
  value: unknown,
  expected: string,
): asserts isGood {
  if (!isGood) throw new MfccError('INVALID_OPTION', `${caller}: ${parameter}=${String(value)}; expected ${expected}`);
}

/** Throws `INVALID_OPTION` unless `value` is a whole number of at least `least`. */
export function requireInteger(caller: string, parameter: string, value: number, least: number): void {
  requireOption(Number.isInteger(value) && value >= least, caller, parameter, value, `a whole number >= ${least}`);
}

/** Throws `INVALID_OPTION` unless `value` is a finite number above 0. */
export function requirePositive(caller: string, parameter: string, value: number): void {
  requireOption(value > 0 && value < Number.POSITIVE_INFINITY, caller, parameter, value, 'a finite number above 0');
}

/** Throws `INVALID_OPTION` unless `value` is a finite number of at least 0. */
export function requireNotNegative(caller: string, parameter: string, value: number): void {
  requireOption(value >= 0 && value < Number.POSITIVE_INFINITY, caller, parameter, value, 'a finite number >= 0');
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

/** Throws `INVALID_OPTION` unless these are samples, `NOT_FINITE` at the first that is NaN or infinity. */
export function requireSamples(caller: string, samples: Float32Array, start = 0): void {
  requireOption(ArrayBuffer.isView(samples), caller, 'samples', samples, 'a Float32Array');
  requireFinite(caller, 'samples', samples, start);
}

/** Throws `NOT_FINITE` at the first NaN or infinity: one would spoil every number computed from it. */
export function requireFinite(caller: string, parameter: string, values: ArrayLike<number>, start = 0): void {
  // One kind of array, so that engines make one fast loop of it.
  if (values instanceof Float32Array && areFinite(values)) return;
  for (let i = 0; i < values.length; i++) {
    // x - x is 0 but for NaN and infinities.
    if (values[i]! - values[i]! !== 0) {
      throw new MfccError(
        'NOT_FINITE',
        `${caller}: ${parameter}[${start + i}] is ${values[i]}; expected finite numbers`,
      );
    }
  }
}

/** Whether none is NaN or an infinity. Four sums of zeros, as one would wait for each addition to end. */
export function areFinite(values: Float32Array): boolean {
  const { length } = values;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    s0 += values[i]! - values[i]!;
    s1 += values[i + 1]! - values[i + 1]!;
    s2 += values[i + 2]! - values[i + 2]!;
    s3 += values[i + 3]! - values[i + 3]!;
  }
  for (; i < length; i++) s0 += values[i]! - values[i]!;
  return s0 + s1 + s2 + s3 === 0;
}
