import { type AudioClip, type Matrix, magnitude, type StftOptions, stft } from '@ser/dsp';
import { checkClip, checkMatrix, checkPositive, checkPositiveInteger } from './checks';
import { FeatureError, inFeatureTerms } from './errors';

/** A spectrogram given instead of a clip: frames x (nFft / 2 + 1), values >= 0. */
export interface SpectrogramInput {
  readonly S: Matrix;
  /** Hz. */
  readonly sampleRate: number;
}

/** How a clip becomes a spectrogram; all but `nFft` ignored when one is given. Names and defaults are librosa 0.11's. */
export interface SpectrogramOptions {
  /** FFT length. Default 2048. Of a given spectrogram it says whether nFft was odd; where it does not fit, nFft is 2 (bins - 1). */
  nFft?: number;
  /** Samples between frames. Default 512. */
  hopLength?: number;
  /** Window length, at most nFft. Default nFft. */
  winLength?: number;
  /** A window by name, or its winLength weights. Default 'hann'. */
  window?: StftOptions['window'];
  /** Frame t is centred on sample t * hopLength. Default true. */
  center?: boolean;
  /** Padding of the ends when `center`. Default 'constant'; librosa 0.8.1 padded by 'reflect'. */
  padMode?: StftOptions['padMode'];
}

/** A spectrogram and where its bins lie: bin k is at k * sampleRate / nFft. */
export interface Spectrogram {
  readonly S: Matrix;
  readonly sampleRate: number;
  readonly nFft: number;
}

/** |STFT|^power of a clip, or the spectrogram that was given, checked. */
export function spectrogram(
  where: string,
  input: AudioClip | SpectrogramInput,
  options: SpectrogramOptions,
  power: number,
): Spectrogram {
  const { nFft = 2048, hopLength = 512, winLength = nFft, window = 'hann', center = true } = options;
  const { padMode = 'constant' } = options;
  checkPositiveInteger(where, 'nFft', nFft);
  if (input && 'S' in input) {
    const { S, sampleRate } = input;
    checkPositive(where, 'sampleRate', sampleRate);
    checkSpectrogram(where, S);
    return { S, sampleRate, nFft: Math.floor(nFft / 2) + 1 === S.cols ? nFft : 2 * (S.cols - 1) };
  }
  checkClip(where, input);
  checkPositiveInteger(where, 'hopLength', hopLength);
  checkPositiveInteger(where, 'winLength', winLength);
  const spectrum = inFeatureTerms(where, () =>
    stft(input.samples, { nFft, hopLength, winLength, window, center, padMode }),
  );
  return { S: magnitude(spectrum, { power }), sampleRate: input.sampleRate, nFft };
}

/** Throws unless S has a frame and two bins, and every value is finite and not negative. */
export function checkSpectrogram(where: string, S: Matrix): void {
  checkMatrix(where, S);
  if (!(S.rows >= 1 && S.cols >= 2)) {
    throw new FeatureError(
      'INVALID_SPECTROGRAM',
      `${where}: S must have at least 1 frame and 2 bins, received ${S.rows} x ${S.cols}`,
    );
  }
  const { data } = S;
  if (data instanceof Float32Array && areFiniteAndNotNegative(data)) return;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    // value - value is 0 but for NaN and infinities.
    if (!(value >= 0 && value - value === 0)) {
      throw new FeatureError(
        'INVALID_SPECTROGRAM',
        `${where}: S[${Math.floor(i / S.cols)}][${i % S.cols}] is ${value}; every value must be finite and at least 0`,
      );
    }
  }
}

/** Quickly, by their bits; false also for -0, which a look at each tells from a number below 0. */
function areFiniteAndNotNegative(values: Float32Array): boolean {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const { length } = bits;
  // An exponent of all ones and one more carries into the sign.
  let signs = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    signs |= bits[i]! | (bits[i]! + ONE) | bits[i + 1]! | (bits[i + 1]! + ONE);
    signs |= bits[i + 2]! | (bits[i + 2]! + ONE) | bits[i + 3]! | (bits[i + 3]! + ONE);
  }
  for (; i < length; i++) signs |= bits[i]! | (bits[i]! + ONE);
  return signs >= 0;
}

const ONE = 0x00800000;
