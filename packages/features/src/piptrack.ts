import type { AudioClip, Matrix } from '@ser/dsp';
import { FeatureError } from './errors';
import { peakPlaces } from './peakPlaces';
import { type Spectrogram, type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface PiptrackOptions extends SpectrogramOptions {
  /** Samples between frames. Default a quarter of the window. */
  hopLength?: number;
  /** Lowest pitch looked for, Hz. Default 150. */
  fmin?: number;
  /** Pitches looked for lie below this, Hz; at most Nyquist. Default 4000. */
  fmax?: number;
  /** A peak counts when above this fraction of its frame's largest magnitude. Default 0.1. */
  threshold?: number;
  /** A magnitude to be above instead of `threshold`'s fraction. */
  ref?: number;
}

/**
 * The pitches of a clip's spectral peaks, by parabolic interpolation of the magnitude spectrum.
 *
 * @param input a clip, or `{ S, sampleRate }` with S a magnitude spectrogram (frames x bins).
 * @returns two matrices, frames x bins: where a bin is a peak its interpolated pitch in Hz and its magnitude, 0 elsewhere.
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`,
 * `SHAPE_MISMATCH`.
 * @see librosa.piptrack 0.11.0; the README says how closely. Smith, sinusoidal peak interpolation.
 * @example
 * const tone = Float32Array.from({ length: 22050 }, (_, i) => Math.sin((2 * Math.PI * 445 * i) / 22050));
 * piptrack({ samples: tone, sampleRate: 22050 }).pitches.data[20 * 1025 + 41]; // 445 Hz to within 1, in the bin at 441.4
 */
export function piptrack(
  input: AudioClip | SpectrogramInput,
  options: PiptrackOptions = {},
): { pitches: Matrix; magnitudes: Matrix } {
  const spectrum = peakSpectrogram('piptrack', input, options);
  const { rows, cols } = spectrum.S;
  const pitches = new Float32Array(rows * cols);
  const magnitudes = new Float32Array(rows * cols);
  const peaks = spectralPeaks('piptrack', spectrum, options);
  peaks.places.forEach((place, i) => {
    pitches[place] = peaks.pitches[i]!;
    magnitudes[place] = peaks.magnitudes[i]!;
  });
  return { pitches: { data: pitches, rows, cols }, magnitudes: { data: magnitudes, rows, cols } };
}

/** The magnitude spectrogram that peaks are looked for in. */
export function peakSpectrogram(
  where: string,
  input: AudioClip | SpectrogramInput,
  options: PiptrackOptions,
): Spectrogram {
  const { nFft = 2048, winLength = nFft, hopLength = Math.max(1, Math.floor(winLength / 4)) } = options;
  return spectrogram(where, input, { ...options, hopLength }, 1);
}

/** Peaks of every frame, in float32 like librosa's; `places` are row * cols + bin. Frequencies of 0 or less are left out. */
export function spectralPeaks(where: string, { S, sampleRate, nFft }: Spectrogram, options: PiptrackOptions) {
  const { fmin = 150, fmax = 4000, threshold = 0.1, ref } = options;
  if (
    !(Number.isFinite(fmin) && fmax > 0 && Number.isFinite(threshold) && (ref === undefined || Number.isFinite(ref)))
  ) {
    throw new FeatureError(
      'INVALID_OPTION',
      `${where}: expected a finite fmin, fmax > 0, and a finite threshold (and ref), received fmin = ${fmin}, fmax = ${fmax}, threshold = ${threshold}, ref = ${ref}`,
    );
  }
  const { data, cols } = S;
  const fround = Math.fround;
  const highest = Math.min(fmax, sampleRate / 2);
  const lowest = Math.max(fmin, 0);
  const frequency = (bin: number) => (bin * sampleRate) / nFft;
  let first = 1;
  while (first < cols && frequency(first) < lowest) first++;
  let end = first;
  while (end < cols && frequency(end) < highest) end++;
  // Neighbours at or below the floor count as 0 in librosa; both comparisons come out the same, as a peak is above the floor.
  const candidates = peakPlaces(S, first, end, threshold, ref);
  const places: number[] = [];
  const pitches: number[] = [];
  const magnitudes: number[] = [];
  for (const place of candidates) {
    const bin = place % cols;
    const here = data[place]!;
    const left = data[place - 1]!;
    // With `right` as `left`, the last bin's slope is 0: librosa shifts no peak there.
    const right = bin === cols - 1 ? left : data[place + 1]!;
    const slope = fround(0.5 * fround(right - left));
    let curvature = fround(fround(fround(2 * here) - right) - left);
    if (Math.abs(curvature) < 1.1754943508222875e-38) curvature = fround(curvature + 1);
    const offset = fround(slope / curvature);
    const pitch = fround(((bin + offset) * sampleRate) / nFft);
    if (!(pitch > 0)) continue;
    places.push(place);
    pitches.push(pitch);
    magnitudes.push(fround(here + fround(fround(0.5 * slope) * offset)));
  }
  return { places, pitches, magnitudes };
}
