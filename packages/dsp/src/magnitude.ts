import { DspError } from './errors';
import type { ComplexMatrix, Matrix } from './types';

/** Options of `magnitude`. */
export interface MagnitudeOptions {
  /** Exponent of the magnitude: 1 (default) for a magnitude spectrogram, 2 for a power one. Above 0. */
  readonly power?: number;
}

/**
 * The magnitude |z| of each complex value, raised to a power.
 *
 * @param spectrum frames x bins
 * @returns frames x bins, float32
 * @throws DspError `INVALID_OPTION` when the power is not above 0
 * @example
 * const power = magnitude(stft(new Float32Array(22050)), { power: 2 });
 * @see `abs(stft(y)) ** power` of librosa 0.11, within 1e-6 (relative)
 */
export function magnitude(spectrum: ComplexMatrix, { power = 1 }: MagnitudeOptions = {}): Matrix {
  if (!(power > 0) || power === Number.POSITIVE_INFINITY) {
    throw new DspError('INVALID_OPTION', `magnitude: power=${power}; expected a finite number above 0`);
  }
  const { re, im, rows, cols } = spectrum;
  const data = new Float32Array(re.length);
  // Looked up once: inside a sandbox (Jest, vm) each look-up of a global is slow.
  const { sqrt } = Math;
  for (let i = 0; i < data.length; i++) {
    const square = re[i]! * re[i]! + im[i]! * im[i]!;
    data[i] = power === 2 ? square : power === 1 ? sqrt(square) : square ** (power / 2);
  }
  return { data, rows, cols };
}
