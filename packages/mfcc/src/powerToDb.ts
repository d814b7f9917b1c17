import type { Matrix } from '@ser/dsp';
import { decibels } from '#engine';
import { requireFinite, requireMatrix, requireOption, requirePositive } from './checks';
import { MfccError } from './errors';

/** What is 0 dB: a number, 'max' for the matrix's largest value, or a function of the matrix's values. */
export type DbReference = number | 'max' | ((values: Float32Array) => number);

/** Options of `powerToDb`; names and defaults are librosa 0.11's. */
export interface PowerToDbOptions {
  /** The power that is 0 dB: a number, 'max' for the largest value, or a function of all values. Default 1. */
  readonly ref?: DbReference;
  /** Powers below this count as this. Above 0. Default 1e-10. */
  readonly amin?: number;
  /** Nothing lies further below the loudest value than this, dB >= 0; null for no floor. Default 80. */
  readonly topDb?: number | null;
}

/**
 * Power in decibels: 10 log10(max(amin, S)) - 10 log10(max(amin, |ref|)), cut at topDb below its maximum.
 *
 * @param matrix powers (squared magnitudes), any shape
 * @returns decibels, same shape, float32
 * @throws MfccError `INVALID_OPTION` naming the option, `SHAPE_MISMATCH` for a matrix that does not hold its numbers,
 *   `NOT_FINITE` for one that holds NaN or infinity
 * @example
 * powerToDb({ data: new Float32Array([1, 0.1]), rows: 1, cols: 2 }).data; // [0, -10]
 * @see librosa 0.11 `power_to_db`, within 1e-5 dB
 */
export function powerToDb(matrix: Matrix, options: PowerToDbOptions = {}): Matrix {
  requireMatrix('powerToDb', 'matrix', matrix);
  requireFinite('powerToDb', 'matrix.data', matrix.data);
  const data = matrix.data.slice();
  createDecibels('powerToDb', options)(data);
  return { ...matrix, data };
}

/** Checks the options once; what it returns turns powers into decibels in place. */
export function createDecibels(caller: string, options: PowerToDbOptions): (values: Float32Array) => void {
  const { ref = 1, amin = 1e-10, topDb = 80 } = options;
  requirePositive(caller, 'amin', amin);
  requireOption(topDb === null || topDb >= 0, caller, 'topDb', topDb, 'null or a number >= 0');
  requireOption(
    ref === 'max' || typeof ref === 'function' || Number.isFinite(ref),
    caller,
    'ref',
    ref,
    "a finite number, 'max' or a function",
  );
  return (values) => {
    const reference = ref === 'max' ? largest(values) : typeof ref === 'function' ? ref(values) : Math.abs(ref);
    if (!Number.isFinite(reference)) {
      throw new MfccError('INVALID_OPTION', `${caller}: ref gave ${reference}; expected a finite number`);
    }
    const loudest = decibels().write(values, amin, 10 * Math.log10(Math.max(amin, reference)));
    if (topDb !== null) decibels().raise(values, loudest - topDb);
  };
}

function largest(values: Float32Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i]! > max) max = values[i]!;
  return max;
}
