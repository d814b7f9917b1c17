import { type AudioClip, type Matrix, magnitude, type StftOptions, stft } from '@ser/dsp';
import { requireMatrix, requirePositive } from './checks';
import { MfccError } from './errors';
import { type MelFilterbankOptions, melFilterbank } from './melFilterbank';

/** A power spectrogram (frames x bins) in place of audio. */
export interface PowerSpectrogram {
  readonly S: Matrix;
  /** Hz. */
  readonly sampleRate: number;
}

/** Options of `melSpectrogram`: those of the transform and those of the filterbank. */
export interface MelSpectrogramOptions extends StftOptions, Omit<MelFilterbankOptions, 'sampleRate'> {
  /** Samples between frames. Default 512, whatever nFft is. */
  readonly hopLength?: number;
  /** Exponent of the magnitude: 2 (default) for power, 1 for amplitude. Ignored for a given spectrogram. */
  readonly power?: number;
}

/** Computes mel spectrograms of one sample rate with one set of options. */
export type MelProjection = (source: AudioClip | PowerSpectrogram) => Matrix;

/**
 * A spectrogram in mel bands: the power spectrogram times the filterbank.
 *
 * @param source a clip, or a power spectrogram with its sample rate (nFft is then 2 (bins - 1) unless given)
 * @returns frames x nMels, float32
 * @throws MfccError `INVALID_OPTION` naming the option, `SHAPE_MISMATCH` when the spectrogram does not fit nFft;
 *   DspError for the options of `stft`
 * @example
 * const bands = melSpectrogram({ samples: new Float32Array(22050), sampleRate: 22050 }, { nMels: 40 }); // 44 x 40
 * @see librosa 0.11 `feature.melspectrogram` (transposed), within 1e-5 of the largest value; for librosa before 0.10
 *   say `padMode: 'reflect'`
 */
export function melSpectrogram(source: AudioClip | PowerSpectrogram, options: MelSpectrogramOptions = {}): Matrix {
  const given = 'S' in source ? { nFft: 2 * (source.S.cols - 1) } : {};
  return createMelProjection('melSpectrogram', source.sampleRate, { ...given, ...options })(source);
}

/** Builds the filterbank once, for `melSpectrogram` and the plan of `createMfcc`. */
export function createMelProjection(caller: string, sampleRate: number, options: MelSpectrogramOptions): MelProjection {
  requirePositive(caller, 'sampleRate', sampleRate);
  // librosa's mel functions step by 512 samples whatever nFft is; its stft steps by a quarter of the window.
  const { power = 2, hopLength = 512 } = options;
  const bands = cachedBands({ ...options, sampleRate });
  return (source) => {
    if (source.sampleRate !== sampleRate) {
      throw new MfccError(
        'INVALID_OPTION',
        `${caller}: source has sampleRate=${source.sampleRate} Hz; expected ${sampleRate}, which the filterbank is for`,
      );
    }
    const spectrogram =
      'S' in source ? source.S : magnitude(stft(source.samples, { ...options, hopLength }), { power });
    requireMatrix(caller, 'S', spectrogram);
    return project(caller, spectrogram, bands);
  };
}

/** The filterbank without its zeros: band b weights the bins from start[b] on by the weights up to ends[b], where the next begin. */
interface Bands {
  readonly bins: number;
  readonly start: Int32Array;
  readonly ends: Int32Array;
  readonly weights: Float32Array;
}

// Making a bank takes as long as using it on two seconds of speech, and a corpus needs one or two. Keyed by all that it
// depends on; a pure function's results, so not state.
const known = new Map<string, Bands>();
const MOST_BANKS = 8;

function cachedBands(options: MelFilterbankOptions): Bands {
  const { sampleRate, nFft, nMels, fmin, fmax, htk, norm } = options;
  const key = [sampleRate, nFft, nMels, fmin, fmax, htk, norm].map(String).join(' ');
  let bands = known.get(key);
  if (bands === undefined) {
    bands = bandsOf(melFilterbank(options));
    const [oldest] = known.keys();
    if (known.size === MOST_BANKS && oldest !== undefined) known.delete(oldest);
    known.set(key, bands);
  }
  return bands;
}

function bandsOf({ data, rows, cols }: Matrix): Bands {
  const start = new Int32Array(rows);
  const ends = new Int32Array(rows);
  const weights: number[] = [];
  for (let band = 0; band < rows; band++) {
    const row = data.subarray(band * cols, (band + 1) * cols);
    let first = 0;
    while (first < cols && row[first] === 0) first++;
    let end = cols;
    while (end > first && row[end - 1] === 0) end--;
    start[band] = first;
    weights.push(...row.subarray(first, end));
    ends[band] = weights.length;
  }
  return { bins: cols, start, ends, weights: Float32Array.from(weights) };
}

function project(caller: string, spectrogram: Matrix, { bins, start, ends, weights }: Bands): Matrix {
  const { data, rows, cols } = spectrogram;
  if (cols !== bins) {
    throw new MfccError('SHAPE_MISMATCH', `${caller}: S has ${cols} bins; expected nFft / 2 + 1 = ${bins}`);
  }
  const nMels = start.length;
  const mel = new Float32Array(rows * nMels);
  for (let row = 0; row < rows; row++) {
    let w = 0;
    for (let band = 0; band < nMels; band++) {
      // Two sums, as one would wait for each addition to end.
      let even = 0;
      let odd = 0;
      let bin = row * cols + start[band]!;
      const end = ends[band]!;
      for (; w + 1 < end; w += 2, bin += 2) {
        even += weights[w]! * data[bin]!;
        odd += weights[w + 1]! * data[bin + 1]!;
      }
      if (w < end) even += weights[w++]! * data[bin]!;
      mel[row * nMels + band] = even + odd;
    }
  }
  return { data: mel, rows, cols: nMels };
}
