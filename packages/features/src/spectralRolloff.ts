import type { AudioClip, Matrix } from '@ser/dsp';
import { binFrequencies, type FrequencyOptions } from './binFrequencies';
import { checkBetween } from './checks';
import { type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface SpectralRolloffOptions extends SpectrogramOptions, FrequencyOptions {
  /** Share of the magnitudes' sum that lies at or below the roll-off, in (0, 1). Default 0.85. */
  rollPercent?: number;
}

/**
 * The lowest bin's frequency below which, or at which, `rollPercent` of each frame's summed magnitude lies.
 *
 * Summed in float32 from bin 0 on, as librosa does, so that a sum that meets the threshold does so at the same bin.
 *
 * @param input a clip, or `{ S, sampleRate }` with S a magnitude spectrogram (frames x bins)
 * @returns frames x 1, Hz, each the frequency of a bin; 0 for a frame of zeros
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`,
 * `SHAPE_MISMATCH`.
 * @see librosa.feature.spectral_rolloff 0.11.0; the README says how closely.
 * @example
 * spectralRolloff({ S: { data: Float32Array.of(4, 5, 1), rows: 1, cols: 3 }, sampleRate: 8000 }).data[0]; // 2000 Hz
 */
export function spectralRolloff(input: AudioClip | SpectrogramInput, options: SpectralRolloffOptions = {}): Matrix {
  const { rollPercent = 0.85 } = options;
  checkBetween('spectralRolloff', 'rollPercent', rollPercent, 0, 1);
  const spectrum = spectrogram('spectralRolloff', input, options, 1);
  const frequencies = binFrequencies('spectralRolloff', spectrum, options.freq);
  const { data, rows, cols } = spectrum.S;
  const { fround } = Math;
  const sums = new Float32Array(cols);
  const rolloff = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let bin = 0; bin < cols; bin++) {
      sum = fround(sum + data[row * cols + bin]!);
      sums[bin] = sum;
    }
    const threshold = fround(fround(rollPercent) * sum);
    let lowest = Number.POSITIVE_INFINITY;
    for (let bin = cols - 1; bin >= 0 && sums[bin]! >= threshold; bin--) {
      if (frequencies[bin]! < lowest) lowest = frequencies[bin]!;
    }
    rolloff[row] = lowest;
  }
  return { data: rolloff, rows, cols: 1 };
}
