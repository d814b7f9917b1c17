import type { Matrix } from '@ser/dsp';
import { requireMatrix, requirePositive } from './checks';
import { type PowerToDbOptions, powerToDb } from './powerToDb';

/**
 * Amplitude in decibels: `powerToDb` of the squares, with the squares of `ref` and `amin`.
 *
 * @param matrix amplitudes (magnitudes), any shape; signs are ignored
 * @param options those of `powerToDb`, of amplitudes: `ref` is the amplitude of 0 dB (a function of it gets magnitudes),
 *   `amin` is 1e-5 by default
 * @returns decibels, same shape, float32
 * @throws MfccError as `powerToDb`
 * @example
 * amplitudeToDb({ data: new Float32Array([1, 0.1]), rows: 1, cols: 2 }).data; // [0, -20]
 * @see librosa 0.11 `amplitude_to_db`, within 1e-5 dB
 */
export function amplitudeToDb(matrix: Matrix, options: PowerToDbOptions = {}): Matrix {
  const { ref = 1, amin = 1e-5, topDb } = options;
  requireMatrix('amplitudeToDb', 'matrix', matrix);
  requirePositive('amplitudeToDb', 'amin', amin);
  const square = (value: number) => value * value;
  return powerToDb(
    { ...matrix, data: matrix.data.map(square) },
    {
      ref: ref === 'max' ? 'max' : square(typeof ref === 'function' ? Math.abs(ref(matrix.data.map(Math.abs))) : ref),
      amin: square(amin),
      topDb,
    },
  );
}
