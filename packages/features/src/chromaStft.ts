import type { AudioClip, Matrix } from '@ser/dsp';
import { type ChromaFilterbankOptions, chromaFilterbank } from './chromaFilterbank';
import { FeatureError } from './errors';
import { tuningOfPeaks } from './estimateTuning';
import { foldChroma } from './foldChroma';
import { type SparseBank, sparseBank } from './sparseBank';
import { type Spectrogram, type SpectrogramInput, type SpectrogramOptions, spectrogram } from './spectrogram';

export interface ChromaStftOptions extends SpectrogramOptions {
  /** Chroma bands. Default 12. */
  nChroma?: number;
  /** Deviation from A440 in bands. Default: estimated from the spectrogram (`estimateTuning`). */
  tuning?: number;
  /**
   * What each frame is divided by: its largest value ('max' or Infinity), its smallest (-Infinity), the number of its values
   * above 0 (0), its p-norm (p > 0), or nothing (null). Frames of zeros stay zero. Default 'max'.
   */
  norm?: 'max' | number | null;
  /** See `chromaFilterbank`. Defaults 5, 2 and true. */
  ctroct?: number;
  octwidth?: number | null;
  baseC?: boolean;
}

/**
 * Energy by pitch class, frame by frame, each frame divided by its largest.
 *
 * From a clip the power spectrogram is folded, as in librosa; a spectrogram that is given is used as it is (the report
 * gives a magnitude).
 *
 * @returns frames x nChroma, in [0, 1] for norm 'max'; column 0 is C.
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_SPECTROGRAM`,
 * `SHAPE_MISMATCH`.
 * @see librosa.feature.chroma_stft 0.11.0 (and 0.8.1 with padMode 'reflect'); the README says how closely. Where the
 * tuning's histogram ties, rounding decides; say `tuning` to have no part in it.
 * @example
 * const a440 = Float32Array.from({ length: 22050 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 22050));
 * chromaStft({ samples: a440, sampleRate: 22050 }).data[20 * 12 + 9]; // 1: A is band 9
 */
export function chromaStft(input: AudioClip | SpectrogramInput, options: ChromaStftOptions = {}): Matrix {
  const { norm = 'max' } = options;
  if (norm !== 'max' && norm !== null && !(norm >= 0 || norm === Number.NEGATIVE_INFINITY)) {
    throw new FeatureError(
      'INVALID_OPTION',
      `chromaStft: norm must be 'max', -Infinity, a number >= 0 or null, received ${String(norm)}`,
    );
  }
  return chromaOf('chromaStft', spectrogram('chromaStft', input, options, 2), options);
}

/** Of a spectrogram that is checked already, as its options are. */
export function chromaOf(where: string, spectrum: Spectrogram, options: ChromaStftOptions = {}): Matrix {
  const { nChroma = 12, norm = 'max', ctroct = 5, octwidth = 2, baseC = true } = options;
  const { S, sampleRate, nFft } = spectrum;
  const tuning = options.tuning ?? tuningOfPeaks(where, spectrum, { binsPerOctave: nChroma });
  const bank = cachedFilterbank({ sampleRate, nFft, nChroma, tuning, ctroct, octwidth, baseC });
  const chroma = foldChroma(S, bank);
  normalise(chroma, norm);
  return chroma;
}

// A bank costs 12 x 1025 exponentials (1 ms) and speech has some hundred tunings: the caller's next clip is likely to need
// one of these again. Keyed by every parameter that it depends on; a pure function's results, so not state.
const banks = new Map<string, SparseBank>();
const MOST_BANKS = 128;

function cachedFilterbank(options: Required<ChromaFilterbankOptions>): SparseBank {
  const { sampleRate, nFft, nChroma, tuning, ctroct, octwidth, baseC } = options;
  const key = `${sampleRate} ${nFft} ${nChroma} ${tuning} ${ctroct} ${octwidth} ${baseC}`;
  const known = banks.get(key);
  if (known) return known;
  const bank = sparseBank(chromaFilterbank(options));
  if (banks.size >= MOST_BANKS) banks.clear();
  banks.set(key, bank);
  return bank;
}

function normalise({ data, rows, cols }: Matrix, norm: 'max' | number | null): void {
  if (norm === null) return;
  for (let row = 0; row < rows; row++) {
    const length = normOf(
      data.subarray(row * cols, (row + 1) * cols),
      norm === 'max' ? Number.POSITIVE_INFINITY : norm,
    );
    // librosa leaves columns below float32's smallest normal number as they are.
    if (length < 1.1754943508222875e-38) continue;
    for (let i = row * cols; i < (row + 1) * cols; i++) data[i] = data[i]! / length;
  }
}

function normOf(values: Float32Array, norm: number): number {
  if (norm === Number.POSITIVE_INFINITY) return values.reduce((largest, value) => Math.max(largest, value), 0);
  if (norm === Number.NEGATIVE_INFINITY) return values.reduce((least, value) => Math.min(least, value));
  if (norm === 0) return values.reduce((count, value) => (value > 0 ? count + 1 : count), 0);
  return values.reduce((sum, value) => sum + value ** norm, 0) ** (1 / norm);
}
