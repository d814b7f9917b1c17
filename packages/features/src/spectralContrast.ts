import type { AudioClip, Matrix } from '@ser/dsp';
import { powerToDb } from '@ser/mfcc';
import { binFrequencies, type FrequencyOptions } from './binFrequencies';
import { checkBetween, checkPositive, checkPositiveInteger } from './checks';
import { FeatureError } from './errors';
import { roundHalfToEven } from './roundHalfToEven';
import { type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface SpectralContrastOptions extends SpectrogramOptions, FrequencyOptions {
  /** Upper end of the lowest band, Hz, above 0. Default 200. */
  fmin?: number;
  /** Octaves above it. Default 6, which needs a Nyquist frequency above 6,400 Hz. */
  nBands?: number;
  /** Share of a band's bins that make its peak, and its valley, in (0, 1). Default 0.02. */
  quantile?: number;
  /** Peak minus valley as they are, instead of in decibels. Default false. */
  linear?: boolean;
}

/**
 * Peak against valley of each frame in octave bands: the mean of the loudest `quantile` of a band's bins minus that of the
 * softest, in decibels.
 *
 * Column 0 is the band from 0 to fmin, column k that from fmin 2^(k - 1) to fmin 2^k, the last one reaching to the last bin.
 * As in librosa, the decibels are 10 log10 of the magnitudes and end 80 below the clip's largest peak (or valley).
 *
 * @param input a clip, or `{ S, sampleRate }` with S a magnitude spectrogram (frames x bins)
 * @returns frames x (nBands + 1), dB, or the magnitudes' unit when `linear`; 0 for silence
 * @throws FeatureError `INVALID_OPTION` (also for a band beyond Nyquist or without bins), `INVALID_CLIP`, `EMPTY_CLIP`,
 * `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`, `SHAPE_MISMATCH`.
 * @see librosa.feature.spectral_contrast 0.11.0; the README says how closely. Jiang et al. 2002.
 * @example
 * spectralContrast({ samples: new Float32Array(22050), sampleRate: 22050 }).cols; // 7
 */
export function spectralContrast(input: AudioClip | SpectrogramInput, options: SpectralContrastOptions = {}): Matrix {
  const { nBands = 6, quantile = 0.02, linear = false } = options;
  checkPositiveInteger('spectralContrast', 'nBands', nBands);
  checkBetween('spectralContrast', 'quantile', quantile, 0, 1);
  const spectrum = spectrogram('spectralContrast', input, options, 1);
  const bands = contrastBands(binFrequencies('spectralContrast', spectrum, options.freq), spectrum.sampleRate, options);
  const { data, rows, cols: bins } = spectrum.S;
  const cols = bands.length;
  const valley: Matrix = { data: new Float32Array(rows * cols), rows, cols };
  const peak: Matrix = { data: new Float32Array(rows * cols), rows, cols };
  bands.forEach(({ columns, share }, band) => {
    const count = Math.max(1, roundHalfToEven(quantile * share));
    const values = new Float32Array(columns.length);
    const kept = Math.min(count, values.length);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < values.length; i++) values[i] = data[row * bins + columns[i]!]!;
      if (kept > FEW) values.sort();
      else sortEnds(values, kept);
      valley.data[row * cols + band] = mean(values, 0, kept);
      peak.data[row * cols + band] = mean(values, values.length - kept, values.length);
    }
  });
  const low = linear ? valley : powerToDb(valley);
  const high = linear ? peak : powerToDb(peak);
  return { data: high.data.map((value, i) => value - low.data[i]!), rows, cols };
}

/** The bins that a band's values are taken from, and how many it counts for its share: the last bin of all but the top is left out. */
interface ContrastBand {
  readonly columns: readonly number[];
  readonly share: number;
}

function contrastBands(
  frequencies: Float64Array,
  sampleRate: number,
  { fmin = 200, nBands = 6 }: SpectralContrastOptions,
): ContrastBand[] {
  checkPositive('spectralContrast', 'fmin', fmin);
  const edges = [0, ...Array.from({ length: nBands + 1 }, (_, octave) => fmin * 2 ** octave)];
  if (edges[nBands]! >= sampleRate / 2) {
    throw new FeatureError(
      'INVALID_OPTION',
      `spectralContrast: the band from ${edges[nBands]} Hz lies beyond the Nyquist frequency, ${sampleRate / 2} Hz; reduce fmin = ${fmin} or nBands = ${nBands}`,
    );
  }
  return edges.slice(1).map((high, band) => {
    const low = edges[band]!;
    const columns: number[] = [];
    frequencies.forEach((hz, bin) => {
      if (hz >= low && hz <= high) columns.push(bin);
    });
    const [first, last] = [columns[0], columns.at(-1)];
    if (band > 0 && first !== undefined && first > 0) columns.unshift(first - 1);
    if (band === nBands && last !== undefined) {
      for (let bin = last + 1; bin < frequencies.length; bin++) columns.push(bin);
    }
    const share = columns.length;
    if (band < nBands) columns.pop();
    if (columns.length === 0) {
      throw new FeatureError(
        'INVALID_OPTION',
        `spectralContrast: the band from ${low} to ${high} Hz has no bins of its own; raise fmin = ${fmin} or nFft (${frequencies.length} bins)`,
      );
    }
    return { columns, share };
  });
}

/** Up to so many values at either end are found in less time than it takes to sort all: 12 of 600 in half of it, the transform included. */
const FEW = 32;

/** Moves the `count` lowest values to the front and the `count` highest to the back. */
function sortEnds(values: Float32Array, count: number): void {
  const last = values.length - 1;
  for (let i = 1; i <= last; i++) {
    // The front holds the lowest so far in order; what it sheds goes where the newcomer was.
    if (values[i]! >= values[Math.min(i, count) - 1]!) continue;
    const value = values[i]!;
    let at = Math.min(i, count) - 1;
    values[i] = values[at]!;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
  const front = count;
  for (let i = last - 1; i >= front; i--) {
    const end = last - Math.min(last - i, count) + 1;
    if (values[i]! <= values[end]!) continue;
    const value = values[i]!;
    let at = end;
    values[i] = values[at]!;
    for (; at < last && values[at + 1]! < value; at++) values[at] = values[at + 1]!;
    values[at] = value;
  }
}

function mean(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}
