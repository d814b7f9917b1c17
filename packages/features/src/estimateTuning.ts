import type { AudioClip, Matrix } from '@ser/dsp';
import { checkPositiveInteger } from './checks';
import { FeatureError } from './errors';
import { type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface EstimateTuningOptions extends SpectrogramOptions {
  /** Width of a histogram bin in fractions of a band. Default 0.01. */
  resolution?: number;
  /** Default 12. */
  binsPerOctave?: number;
  /** Lowest pitch looked for, Hz. Default 150. */
  fmin?: number;
  /** Highest pitch looked for, Hz. Default 4000. */
  fmax?: number;
  /** A peak counts when above this fraction of its frame's maximum. Default 0.1. */
  threshold?: number;
}

/**
 * How far the clip's pitches lie from A440's semitones: the mode of a histogram of the deviations of its spectral peaks.
 *
 * Steps: parabolic peak picking in each frame (librosa's `piptrack`), the louder half of the peaks, deviations in
 * [-0.5, 0.5) of a band, the fullest bin of width `resolution`. Two bins tie on about a quarter of speech clips, and then
 * rounding decides, here as in librosa. All steps are rounded to float32 where librosa's are, so that ties break alike.
 *
 * @param input a clip, or `{ S, sampleRate }` with S a magnitude spectrogram (frames x bins).
 * @returns the lower edge of the fullest bin, in [-0.5, 0.5); 0 where there is no peak (silence).
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `SHAPE_MISMATCH`.
 * @see librosa.estimate_tuning (piptrack, pitch_tuning) 0.8.1 and 0.11.0; the same bin but for ties.
 * @example
 * const a442 = Float32Array.from({ length: 22050 }, (_, i) => Math.sin((2 * Math.PI * 442 * i) / 22050));
 * estimateTuning({ samples: a442, sampleRate: 22050 }); // 0.07: a semitone is 26 Hz here
 */
export function estimateTuning(input: AudioClip | SpectrogramInput, options: EstimateTuningOptions = {}): number {
  const { resolution = 0.01, binsPerOctave = 12 } = options;
  if (!(resolution > 0 && resolution <= 1)) {
    throw new FeatureError('INVALID_OPTION', `estimateTuning: resolution must lie in (0, 1], received ${resolution}`);
  }
  checkPositiveInteger('estimateTuning', 'binsPerOctave', binsPerOctave);
  const { S, sampleRate, nFft } = spectrogram('estimateTuning', input, options, 1);
  const { pitches, magnitudes } = spectralPeaks(S, sampleRate, nFft, options);
  if (pitches.length === 0) return 0;
  const loud = median(magnitudes);
  const bins = Math.ceil(1 / resolution);
  const counts = new Uint32Array(bins);
  const fround = Math.fround;
  for (let i = 0; i < pitches.length; i++) {
    if (magnitudes[i]! < loud) continue;
    const octaves = fround(Math.log2(fround(pitches[i]! / 27.5)));
    const bands = fround(binsPerOctave * octaves);
    let residual = fround(bands - Math.floor(bands));
    if (residual >= 0.5) residual -= 1;
    counts[histogramBin(residual, bins)]!++;
  }
  let mode = 0;
  for (let bin = 1; bin < bins; bin++) if (counts[bin]! > counts[mode]!) mode = bin;
  return edge(mode, bins);
}

/** Edges as numpy.linspace(-0.5, 0.5, bins + 1) makes them. */
function edge(bin: number, bins: number): number {
  return bin === bins ? 0.5 : bin * (1 / bins) - 0.5;
}

function histogramBin(value: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.floor((value + 0.5) * bins)));
  // The product above can round across an edge; the edges decide.
  while (bin > 0 && value < edge(bin, bins)) bin--;
  while (bin < bins - 1 && value >= edge(bin + 1, bins)) bin++;
  return bin;
}

/** Peaks of every frame by parabolic interpolation, in float32 like librosa's piptrack. Frequencies of 0 or less are left out. */
function spectralPeaks(S: Matrix, sampleRate: number, nFft: number, options: EstimateTuningOptions) {
  const { fmin = 150, fmax = 4000, threshold = 0.1 } = options;
  const { data, rows, cols } = S;
  const fround = Math.fround;
  const highest = Math.min(fmax, sampleRate / 2);
  const lowest = Math.max(fmin, 0);
  const pitches: number[] = [];
  const magnitudes: number[] = [];
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    let maximum = 0;
    for (let bin = 0; bin < cols; bin++) if (data[start + bin]! > maximum) maximum = data[start + bin]!;
    const floor = fround(threshold * maximum);
    for (let bin = 1; bin < cols - 1; bin++) {
      const here = data[start + bin]!;
      if (!(here > floor)) continue;
      const left = data[start + bin - 1]!;
      const right = data[start + bin + 1]!;
      // Neighbours at or below the floor count as 0 in librosa; both comparisons come out the same, as here > floor.
      if (!(here > left && here >= right)) continue;
      const frequency = (bin * sampleRate) / nFft;
      if (!(lowest <= frequency && frequency < highest)) continue;
      const slope = fround(0.5 * fround(right - left));
      let curvature = fround(fround(fround(2 * here) - right) - left);
      if (Math.abs(curvature) < 1.1754943508222875e-38) curvature = fround(curvature + 1);
      const offset = fround(slope / curvature);
      const pitch = fround(((bin + offset) * sampleRate) / nFft);
      if (!(pitch > 0)) continue;
      pitches.push(pitch);
      magnitudes.push(fround(here + fround(fround(0.5 * slope) * offset)));
    }
  }
  return { pitches, magnitudes };
}

function median(values: readonly number[]): number {
  const sorted = Float32Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return Math.fround(Math.fround(sorted[middle - 1]! + sorted[middle]!) / 2);
}
