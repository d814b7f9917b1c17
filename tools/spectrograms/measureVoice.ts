import { type AudioClip, magnitude, resample, stft } from '@ser/dsp';
import { trackPitch } from './trackPitch';

/** What a phonetician would measure of one spoken clip. */
export interface VoiceMeasures {
  /** Median fundamental frequency of the voiced frames, in Hz. */
  readonly f0: number;
  /** From the 10th to the 90th percentile of the fundamental frequency, in semitones. */
  readonly f0Range: number;
  /** Median of the last quarter of the voiced frames against that of all, in semitones: over 0 rises. */
  readonly f0End: number;
  /** RMS of the speech, in dB below full scale. */
  readonly level: number;
  /** Standard deviation of the voiced frames' level, in dB. */
  readonly levelSd: number;
  /** 95th percentile of the rises of level from frame to frame, in dB in 10 ms: how abruptly sounds begin. */
  readonly attack: number;
  /** Energy at 1 to 5 kHz against that at 50 Hz to 1 kHz in voiced frames, in dB (the alpha ratio): the higher, the flatter the spectrum. */
  readonly alphaRatio: number;
  /** Median harmonics-to-noise ratio of the voiced frames, in dB: the lower, the breathier or rougher. */
  readonly hnr: number;
  /** From the first to the last frame of speech, in s. */
  readonly duration: number;
  /** Share of that time in which nobody speaks. */
  readonly pauses: number;
}

const RATE = 16000;
const HOP = 160;
const N_FFT = 512;
/** Speech is what lies above the clip's own noise by this many dB, and no further below the loudest frame than `DEPTH`. */
const ABOVE_NOISE = 12;
const DEPTH = 45;

/**
 * Measures a clip that holds one utterance between silences.
 *
 * @throws {RangeError} when no frame of it is voiced: there is no voice to measure
 * @see Eyben et al. 2016, the Geneva minimalistic acoustic parameter set, for what is measured
 */
export function measureVoice(clip: AudioClip): VoiceMeasures {
  const samples = resample(clip.samples, clip.sampleRate, RATE);
  const { f0, hnr } = trackPitch(samples, RATE);
  const spectrum = magnitude(stft(samples, { nFft: N_FFT, hopLength: HOP }), { power: 2 });
  const levels = Float64Array.from({ length: spectrum.rows }, (_, row) => {
    let energy = 1e-12;
    for (let bin = 2; bin < spectrum.cols; bin++) energy += spectrum.data[row * spectrum.cols + bin]!;
    return 10 * Math.log10(energy);
  });
  const loudest = levels.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
  const threshold = Math.max(loudest - DEPTH, quantile(levels, 0.1) + ABOVE_NOISE);
  const isSpeech = Array.from(levels, (level) => level > threshold);
  const first = isSpeech.indexOf(true);
  const last = isSpeech.lastIndexOf(true);

  // A pitch frame's centre lies 1.5 periods of 65 Hz after its start, an STFT frame's at its row.
  const offset = Math.round((1.5 * RATE) / 65 / HOP);
  const voiced = Array.from(f0.keys()).filter((frame) => f0[frame]! > 0 && isSpeech[frame + offset]);
  if (voiced.length === 0) throw new RangeError('measureVoice: no frame of the clip is voiced');
  const semitones = voiced.map((frame) => 12 * Math.log2(f0[frame]!));
  const centre = quantile(semitones, 0.5);
  const voicedLevels = voiced.map((frame) => levels[frame + offset]!);
  const meanLevel = voicedLevels.reduce((sum, level) => sum + level, 0) / voiced.length;
  const rises = Array.from({ length: last - first }, (_, i) => levels[first + i + 1]! - levels[first + i]!);
  let spoken = 0;
  const [begin, end] = [first * HOP, Math.min(samples.length, (last + 1) * HOP)];
  for (let i = begin; i < end; i++) spoken += samples[i]! * samples[i]!;

  return {
    f0: 2 ** (centre / 12),
    f0Range: quantile(semitones, 0.9) - quantile(semitones, 0.1),
    f0End: quantile(semitones.slice(Math.floor(0.75 * semitones.length)), 0.5) - centre,
    level: 10 * Math.log10(spoken / (end - begin)),
    levelSd: Math.sqrt(voicedLevels.reduce((sum, level) => sum + (level - meanLevel) ** 2, 0) / voiced.length),
    attack: quantile(rises, 0.95),
    alphaRatio: alphaRatio(spectrum, voiced, offset),
    hnr: quantile(
      voiced.map((frame) => hnr[frame]!),
      0.5,
    ),
    duration: (end - begin) / RATE,
    pauses: isSpeech.slice(first, last + 1).filter((speaks) => !speaks).length / (last + 1 - first),
  };
}

function alphaRatio(spectrum: { data: Float32Array; cols: number }, voiced: number[], offset: number): number {
  const bin = (hertz: number) => Math.round((hertz * N_FFT) / RATE);
  let low = 0;
  let high = 0;
  for (const frame of voiced) {
    const row = (frame + offset) * spectrum.cols;
    for (let k = bin(50); k < bin(1000); k++) low += spectrum.data[row + k]!;
    for (let k = bin(1000); k < bin(5000); k++) high += spectrum.data[row + k]!;
  }
  return 10 * Math.log10(high / low);
}

/** Linearly interpolated, as numpy's default. */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below);
}
