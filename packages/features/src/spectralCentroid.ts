import type { AudioClip, Matrix } from '@ser/dsp';
import { binFrequencies, type FrequencyOptions } from './binFrequencies';
import { frameSum } from './frameSum';
import { type Spectrogram, type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface SpectralCentroidOptions extends SpectrogramOptions, FrequencyOptions {}

/**
 * The centre of gravity of each frame's magnitude spectrum: sum(f S) / sum(S).
 *
 * @param input a clip, or `{ S, sampleRate }` with S a magnitude spectrogram (frames x bins)
 * @returns frames x 1, Hz; 0 for a frame of zeros
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`,
 * `SHAPE_MISMATCH`.
 * @see librosa.feature.spectral_centroid 0.11.0; the README says how closely.
 * @example
 * const tone = Float32Array.from({ length: 22050 }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / 22050));
 * spectralCentroid({ samples: tone, sampleRate: 22050 }).data[20]; // 1000.2 Hz
 */
export function spectralCentroid(input: AudioClip | SpectrogramInput, options: SpectralCentroidOptions = {}): Matrix {
  const spectrum = spectrogram('spectralCentroid', input, options, 1);
  return centroids(spectrum, binFrequencies('spectralCentroid', spectrum, options.freq));
}

/** The centroid of each frame of a spectrogram that is checked. */
export function centroids({ S: { data, rows, cols } }: Spectrogram, frequencies: Float64Array): Matrix {
  const centroid = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    let moment = 0;
    for (let bin = 0; bin < cols; bin++) moment += frequencies[bin]! * data[start + bin]!;
    centroid[row] = moment / frameSum(data, start, cols);
  }
  return { data: centroid, rows, cols: 1 };
}
