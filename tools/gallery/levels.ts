import { type AudioClip, type Matrix, magnitude, resample, stft } from '@ser/dsp';

/** Hz: enough for speech; what lies above would double the page. */
export const RATE = 16000;
export const N_FFT = 512;
export const HOP_LENGTH = 128;
/** In dB below full scale: what a level of 0 is shown as. */
const FLOOR = -100;

/** The spectrogram that augmentations of matrices change here: frames x bins, dB of full scale. */
export function levelsOf(clip: AudioClip): Matrix {
  const { samples } = atPageRate(clip);
  const { data, rows, cols } = magnitude(stft(samples, { nFft: N_FFT, hopLength: HOP_LENGTH }));
  return { data: data.map((value) => Math.max(FLOOR, 20 * Math.log10(value))), rows, cols };
}

export function atPageRate({ samples, sampleRate }: AudioClip): AudioClip {
  return { samples: resample(samples, sampleRate, RATE), sampleRate: RATE };
}
