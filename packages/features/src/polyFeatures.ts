import type { AudioClip, Matrix } from '@ser/dsp';
import { binFrequencies, type FrequencyOptions } from './binFrequencies';
import { FeatureError } from './errors';
import { type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface PolyFeaturesOptions extends SpectrogramOptions, FrequencyOptions {
  /** Degree of the polynomial, below the number of bins. Default 1: a line. */
  order?: number;
}

/**
 * The polynomial in frequency that fits each frame's magnitude spectrum best, by least squares.
 *
 * @param input a clip, or `{ S, sampleRate }` with S a magnitude spectrogram (frames x bins)
 * @returns frames x (order + 1): the coefficients, highest power of Hz first
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`,
 * `SHAPE_MISMATCH`.
 * @see librosa.feature.poly_features 0.11.0; the README says how closely.
 * @example
 * polyFeatures({ S: { data: Float32Array.of(1, 2, 3), rows: 1, cols: 3 }, sampleRate: 4 }).data; // [1, 1]: S = 1 f + 1
 */
export function polyFeatures(input: AudioClip | SpectrogramInput, options: PolyFeaturesOptions = {}): Matrix {
  const { order = 1 } = options;
  const spectrum = spectrogram('polyFeatures', input, options, 1);
  const { data, rows, cols } = spectrum.S;
  if (!(Number.isInteger(order) && order >= 0 && order < cols)) {
    throw new FeatureError(
      'INVALID_OPTION',
      `polyFeatures: order must be a whole number from 0 to ${cols - 1}, the bins less one, received ${order}`,
    );
  }
  const fit = fitOf(binFrequencies('polyFeatures', spectrum, options.freq), order);
  const coefficients = new Float32Array(rows * (order + 1));
  for (let row = 0; row < rows; row++) {
    fit.forEach((weights, power) => {
      let sum = 0;
      for (let bin = 0; bin < cols; bin++) sum += weights[bin]! * data[row * cols + bin]!;
      coefficients[row * (order + 1) + order - power] = sum;
    });
  }
  return { data: coefficients, rows, cols: order + 1 };
}

/** For each power of x, lowest first, the weights whose product with a function's values is its coefficient. */
function fitOf(x: Float64Array, order: number): Float64Array[] {
  const largest = x.reduce((a, b) => Math.max(a, b), 0) || 1;
  // Orthonormal polynomials of x / largest, by Gram and Schmidt done twice, each with its coefficients in powers.
  const basis: { values: Float64Array; powers: Float64Array }[] = [];
  for (let degree = 0; degree <= order; degree++) {
    const values = x.map((value) => (value / largest) ** degree);
    const powers = new Float64Array(order + 1);
    powers[degree] = 1;
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        const share = dot(values, other.values);
        subtract(values, other.values, share);
        subtract(powers, other.powers, share);
      }
    }
    const length = Math.sqrt(dot(values, values));
    if (!(length > 1e-12)) {
      throw new FeatureError(
        'INVALID_OPTION',
        `polyFeatures: order = ${order} is too high for the frequencies given; at most ${degree - 1} can be told apart`,
      );
    }
    basis.push({ values: values.map((value) => value / length), powers: powers.map((value) => value / length) });
  }
  return Array.from({ length: order + 1 }, (_, power) => {
    const weights = new Float64Array(x.length);
    for (const { values, powers } of basis) subtract(weights, values, -powers[power]! / largest ** power);
    return weights;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(from: Float64Array, other: Float64Array, times: number): void {
  for (let i = 0; i < from.length; i++) from[i]! -= times * other[i]!;
}
