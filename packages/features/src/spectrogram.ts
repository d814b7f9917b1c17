import { type AudioClip, type Matrix, magnitude, stft } from '@ser/dsp';
import { checkClip, checkMatrix, checkPositiveInteger } from './checks';
import { FeatureError } from './errors';

/** A spectrogram given instead of a clip: frames x (nFft / 2 + 1). */
export interface SpectrogramInput {
  readonly S: Matrix;
  readonly sampleRate: number;
}

/** How a clip becomes a spectrogram; all ignored when one is given. Names and defaults are librosa 0.11's. */
export interface SpectrogramOptions {
  /** FFT length, even. Default 2048. */
  nFft?: number;
  /** Samples between frames. Default 512. */
  hopLength?: number;
  /** Window length. Default nFft. */
  winLength?: number;
  /** Default 'hann'. */
  window?: 'hann' | 'hamming' | 'blackman';
  /** Frame t is centred on sample t * hopLength. Default true. */
  center?: boolean;
  /** Padding of the ends when `center`. Default 'constant'; librosa 0.8.1 padded by 'reflect'. */
  padMode?: 'constant' | 'reflect' | 'edge';
}

/** |STFT|^power of a clip, or the spectrogram that was given, checked. */
export function spectrogram(
  where: string,
  input: AudioClip | SpectrogramInput,
  options: SpectrogramOptions,
  power: number,
): { S: Matrix; sampleRate: number; nFft: number } {
  if (input && 'S' in input) {
    checkMatrix(where, input.S);
    if (!(input.sampleRate > 0 && input.S.cols >= 2)) {
      throw new FeatureError(
        'INVALID_OPTION',
        `${where}: expected S with at least 2 bins and sampleRate > 0, received ${input.S.cols} bins, sampleRate = ${input.sampleRate}`,
      );
    }
    return { S: input.S, sampleRate: input.sampleRate, nFft: 2 * (input.S.cols - 1) };
  }
  checkClip(where, input);
  const {
    nFft = 2048,
    hopLength = 512,
    winLength = nFft,
    window = 'hann',
    center = true,
    padMode = 'constant',
  } = options;
  checkPositiveInteger(where, 'nFft', nFft);
  checkPositiveInteger(where, 'hopLength', hopLength);
  const spectrum = stft(input.samples, { nFft, hopLength, winLength, window, center, padMode });
  return { S: magnitude(spectrum, { power }), sampleRate: input.sampleRate, nFft };
}
