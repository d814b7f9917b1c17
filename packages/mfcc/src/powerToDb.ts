import type { Matrix } from '@ser/dsp';
import { requireMatrix, requirePositive } from './checks';
import { MfccError } from './errors';

/** Options of `powerToDb`; names and defaults are librosa 0.11's. */
export interface PowerToDbOptions {
  /** The power that is 0 dB, or 'max' for the matrix's largest value. Default 1. */
  readonly ref?: number | 'max';
  /** Powers below this count as this. Above 0. Default 1e-10. */
  readonly amin?: number;
  /** Nothing lies further below the loudest value than this, dB >= 0; null for no floor. Default 80. */
  readonly topDb?: number | null;
}

/**
 * Power in decibels: 10 log10(max(amin, S)) - 10 log10(max(amin, ref)), cut at topDb below its maximum.
 *
 * @param matrix powers (squared magnitudes), any shape
 * @returns decibels, same shape, float32
 * @throws MfccError `INVALID_OPTION` naming the option, `SHAPE_MISMATCH` for a matrix that does not hold its numbers
 * @example
 * powerToDb({ data: new Float32Array([1, 0.1]), rows: 1, cols: 2 }).data; // [0, -10]
 * @see librosa 0.11 `power_to_db`, within 1e-5 dB
 */
export function powerToDb(matrix: Matrix, options: PowerToDbOptions = {}): Matrix {
  const { ref = 1, amin = 1e-10, topDb = 80 } = options;
  requireMatrix('powerToDb', 'matrix', matrix);
  requirePositive('powerToDb', 'amin', amin);
  if (topDb !== null && !(topDb >= 0)) {
    throw new MfccError('INVALID_OPTION', `powerToDb: topDb=${topDb}; expected null or a number >= 0`);
  }
  if (ref !== 'max' && !Number.isFinite(ref)) {
    throw new MfccError('INVALID_OPTION', `powerToDb: ref=${String(ref)}; expected 'max' or a finite power`);
  }
  const { data, rows, cols } = matrix;
  const reference = ref === 'max' ? largest(data) : Math.abs(ref);
  const offset = 10 * Math.log10(Math.max(amin, reference));
  // Looked up once: inside a sandbox (Jest, vm) each look-up of a global is slow.
  const { log10, max } = Math;
  const decibels = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) decibels[i] = 10 * log10(max(amin, data[i]!)) - offset;
  if (topDb !== null) {
    const floor = largest(decibels) - topDb;
    for (let i = 0; i < decibels.length; i++) if (decibels[i]! < floor) decibels[i] = floor;
  }
  return { data: decibels, rows, cols };
}

function largest(values: Float32Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i]! > max) max = values[i]!;
  return max;
}
