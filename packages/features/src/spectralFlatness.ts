import type { AudioClip, Matrix } from '@ser/dsp';
import { checkPositive } from './checks';
import { FeatureError } from './errors';
import { type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface SpectralFlatnessOptions extends SpectrogramOptions {
  /** Powers below this count as this. Above 0. Default 1e-10. */
  amin?: number;
  /** Exponent of the magnitudes, above 0. Default 2: the power spectrum. */
  power?: number;
}

/**
 * How noise-like each frame is: the geometric mean of its powers divided by their arithmetic mean.
 *
 * @param input a clip, or `{ S }` with S a magnitude spectrogram (frames x bins)
 * @returns frames x 1, in (0, 1]: 1 for a flat spectrum, and so for silence, near 0 for a tone
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`,
 * `SHAPE_MISMATCH`.
 * @see librosa.feature.spectral_flatness 0.11.0; the README says how closely. Wiener entropy.
 * @example
 * spectralFlatness({ S: { data: Float32Array.of(1, 2), rows: 1, cols: 2 } }).data[0]; // sqrt(1 * 4) / 2.5 = 0.8
 */
export function spectralFlatness(
  input: AudioClip | Pick<SpectrogramInput, 'S'>,
  options: SpectralFlatnessOptions = {},
): Matrix {
  const { amin = 1e-10, power = 2 } = options;
  checkPositive('spectralFlatness', 'amin', amin);
  checkPositive('spectralFlatness', 'power', power);
  // The bins' frequencies do not matter here, so no sample rate need come with a spectrogram.
  const source = input && 'S' in input ? { S: input.S, sampleRate: 1 } : input;
  const { data, rows, cols } = spectrogram('spectralFlatness', source, options, 1).S;
  const { log, exp, max } = Math;
  const flatness = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let logarithms = 0;
    for (let i = row * cols; i < (row + 1) * cols; i++) {
      const value = data[i]!;
      const raised = power === 2 ? value * value : value ** power;
      const floored = max(raised, amin);
      sum += floored;
      logarithms += log(floored);
    }
    flatness[row] = exp(logarithms / cols) / (sum / cols);
    if (!Number.isFinite(flatness[row])) {
      throw new FeatureError(
        'INVALID_OPTION',
        `spectralFlatness: power = ${power} makes powers of frame ${row} infinite; choose a smaller one`,
      );
    }
  }
  return { data: flatness, rows, cols: 1 };
}
