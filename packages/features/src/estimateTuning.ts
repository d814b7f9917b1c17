import type { AudioClip } from '@ser/dsp';
import { median } from './median';
import { type PiptrackOptions, peakSpectrogram, spectralPeaks } from './piptrack';
import { type PitchTuningOptions, pitchTuning } from './pitchTuning';
import type { Spectrogram, SpectrogramInput } from './spectrogram';

export interface EstimateTuningOptions extends PiptrackOptions, PitchTuningOptions {}

/**
 * How far the clip's pitches lie from A440's semitones: the mode of a histogram of the deviations of its spectral peaks.
 *
 * Steps: parabolic peak picking in each frame (`piptrack`), the louder half of the peaks, `pitchTuning` of those. Two bins
 * of its histogram tie on about a quarter of speech clips, and then rounding decides, here as in librosa. All steps are
 * rounded to float32 where librosa's are, so that ties break alike.
 *
 * @param input a clip, or `{ S, sampleRate }` with S a magnitude spectrogram (frames x bins).
 * @returns the lower edge of the fullest bin, in [-0.5, 0.5); 0 where there is no peak (silence).
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`,
 * `SHAPE_MISMATCH`.
 * @see librosa.estimate_tuning 0.8.1 and 0.11.0; the same bin but for ties.
 * @example
 * const a442 = Float32Array.from({ length: 22050 }, (_, i) => Math.sin((2 * Math.PI * 442 * i) / 22050));
 * estimateTuning({ samples: a442, sampleRate: 22050 }); // 0.07: a semitone is 26 Hz here
 */
export function estimateTuning(input: AudioClip | SpectrogramInput, options: EstimateTuningOptions = {}): number {
  return tuningOfPeaks('estimateTuning', peakSpectrogram('estimateTuning', input, options), options);
}

/** Of a spectrogram that has been checked. */
export function tuningOfPeaks(where: string, spectrum: Spectrogram, options: EstimateTuningOptions): number {
  const { pitches, magnitudes } = spectralPeaks(where, spectrum, options);
  const loud = median(magnitudes);
  return pitchTuning(new Float32Array(pitches.filter((_, i) => magnitudes[i]! >= loud)), options);
}
