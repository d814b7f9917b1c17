import type { Matrix } from '@ser/dsp';
import { requireFinite, requireMatrix, requirePositive } from './checks';

/** Options of `dbToPower` and `dbToAmplitude`. */
export interface FromDbOptions {
  /** What 0 dB becomes, above 0. Default 1. */
  readonly ref?: number;
}

/**
 * Decibels back to power: ref 10^(dB / 10). The inverse of `powerToDb`, but for what that cut off.
 *
 * @param matrix decibels, any shape
 * @returns powers, same shape, float32
 * @throws MfccError `INVALID_OPTION`, `SHAPE_MISMATCH`, `NOT_FINITE` (also for a power beyond float32, 385 dB)
 * @example
 * dbToPower({ data: new Float32Array([0, -10]), rows: 1, cols: 2 }).data; // [1, 0.1]
 * @see librosa 0.11 `db_to_power`, within 3e-6 (relative; librosa computes in float32)
 */
export function dbToPower(matrix: Matrix, { ref = 1 }: FromDbOptions = {}): Matrix {
  return fromDb('dbToPower', matrix, ref, 10);
}

/**
 * Decibels back to amplitude: ref 10^(dB / 20). The inverse of `amplitudeToDb`, but for what that cut off.
 *
 * @param matrix decibels, any shape
 * @returns amplitudes, same shape, float32
 * @throws MfccError `INVALID_OPTION`, `SHAPE_MISMATCH`, `NOT_FINITE` (also for an amplitude beyond float32, 770 dB)
 * @example
 * dbToAmplitude({ data: new Float32Array([0, -20]), rows: 1, cols: 2 }).data; // [1, 0.1]
 * @see librosa 0.11 `db_to_amplitude`, within 3e-6 (relative; librosa computes in float32)
 */
export function dbToAmplitude(matrix: Matrix, { ref = 1 }: FromDbOptions = {}): Matrix {
  return fromDb('dbToAmplitude', matrix, ref, 20);
}

function fromDb(caller: string, matrix: Matrix, ref: number, perDecade: number): Matrix {
  requireMatrix(caller, 'matrix', matrix);
  requirePositive(caller, 'ref', ref);
  requireFinite(caller, 'matrix.data', matrix.data);
  const data = matrix.data.map((decibels) => ref * 10 ** (decibels / perDecade));
  requireFinite(caller, 'result', data);
  return { ...matrix, data };
}
