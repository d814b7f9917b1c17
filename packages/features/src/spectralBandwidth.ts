import type { AudioClip, Matrix } from '@ser/dsp';
import { binFrequencies, type FrequencyOptions } from './binFrequencies';
import { checkMatrix, checkPositive } from './checks';
import { FeatureError } from './errors';
import { frameSum } from './frameSum';
import { centroids } from './spectralCentroid';
import { type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface SpectralBandwidthOptions extends SpectrogramOptions, FrequencyOptions {
  /** Frames x 1, Hz: what the deviations are from. Default: `spectralCentroid` of the same spectrogram. */
  centroid?: Matrix;
  /** Divide each frame by its sum first. Default true. */
  norm?: boolean;
  /** Power of the deviations, above 0. Default 2: a standard deviation. */
  p?: number;
}

/**
 * How far each frame's magnitude spectrum spreads around its centroid: (sum(S |f - centroid|^p))^(1 / p).
 *
 * @param input a clip, or `{ S, sampleRate }` with S a magnitude spectrogram (frames x bins)
 * @returns frames x 1, Hz (with `norm`); 0 for a frame of zeros
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`,
 * `SHAPE_MISMATCH`.
 * @see librosa.feature.spectral_bandwidth 0.11.0; the README says how closely.
 * @example
 * spectralBandwidth({ S: { data: Float32Array.of(1, 0, 1), rows: 1, cols: 3 }, sampleRate: 8000 }).data[0]; // 2000 Hz
 */
export function spectralBandwidth(input: AudioClip | SpectrogramInput, options: SpectralBandwidthOptions = {}): Matrix {
  const { norm = true, p = 2 } = options;
  checkPositive('spectralBandwidth', 'p', p);
  const spectrum = spectrogram('spectralBandwidth', input, options, 1);
  const frequencies = binFrequencies('spectralBandwidth', spectrum, options.freq);
  const { data, rows, cols } = spectrum.S;
  const { centroid = centroids(spectrum, frequencies) } = options;
  checkMatrix('spectralBandwidth', centroid);
  if (centroid.data.length !== rows) {
    throw new FeatureError(
      'SHAPE_MISMATCH',
      `spectralBandwidth: centroid must hold one value a frame, ${rows}, received ${centroid.data.length}`,
    );
  }
  const bandwidth = new Float32Array(rows);
  const deviations = new Float64Array(cols);
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    let largest = 0;
    for (let bin = 0; bin < cols; bin++) {
      const deviation = Math.abs(frequencies[bin]! - centroid.data[row]!);
      deviations[bin] = deviation;
      if (deviation > largest) largest = deviation;
    }
    // In shares of the largest: no power of those is infinite.
    let moment = 0;
    for (let bin = 0; bin < cols; bin++) {
      const share = largest > 0 ? deviations[bin]! / largest : 0;
      moment += data[start + bin]! * (p === 2 ? share * share : share ** p);
    }
    bandwidth[row] = largest * (moment / (norm ? frameSum(data, start, cols) : 1)) ** (1 / p);
    if (!Number.isFinite(bandwidth[row])) {
      throw new FeatureError(
        'INVALID_OPTION',
        `spectralBandwidth: p = ${p} with norm = ${norm} leaves float32's range; choose a p nearer to 2`,
      );
    }
  }
  return { data: bandwidth, rows, cols: 1 };
}
