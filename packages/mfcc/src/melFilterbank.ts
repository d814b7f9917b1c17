import type { Matrix } from '@ser/dsp';
import { requireInteger, requireOption, requirePositive } from './checks';
import { MfccError } from './errors';
import { binSpacing, melFrequencies } from './melScale';

/** How the weights of a mel band are scaled; numbers are those of librosa's `util.normalize`. */
export type MelNorm = 'slaney' | number | null;

/** Options of `melFilterbank`; names and defaults are librosa 0.11's. */
export interface MelFilterbankOptions {
  /** Hz. Default 22050. */
  readonly sampleRate?: number;
  /** Length of the transform whose bins are weighted, at least 2. Default 2048. */
  readonly nFft?: number;
  /** Number of bands. Default 128. */
  readonly nMels?: number;
  /** Lower edge of the first band, Hz. Default 0. */
  readonly fmin?: number;
  /** Upper edge of the last band, Hz, at most sampleRate / 2 (librosa takes more, and leaves those bands empty). Default sampleRate / 2. */
  readonly fmax?: number;
  /** True: HTK's mel scale. Default false: Slaney's. */
  readonly htk?: boolean;
  /**
   * 'slaney' (default): each triangle has the same area. null: each has the peak 1. A number p > 0: each row's p-norm is 1
   * (Infinity: its largest weight; -Infinity: its smallest, which leaves a row with zeros as it is; 0: divided by the
   * number of its weights).
   */
  readonly norm?: MelNorm;
  /** Says nothing of bands that stay empty: the recipe is known to have them. Default false. */
  readonly allowEmpty?: boolean;
}

/**
 * Triangular filters whose edges are equally spaced on the mel scale.
 *
 * Bands narrower than a bin may be all zeros (128 bands of nFft 512 at 22,050 Hz, which the report has, are an example):
 * allowed, and said once by `console.warn`, as librosa does.
 *
 * @returns nMels x (1 + floor(nFft / 2)) weights, float32
 * @throws MfccError `INVALID_OPTION` naming the option
 * @example
 * const bands = melFilterbank({ sampleRate: 16000, nFft: 512, nMels: 40 }); // 40 x 257
 * @see librosa 0.11 `filters.mel`, within 1e-6 of the largest weight
 */
export function melFilterbank(options: MelFilterbankOptions = {}): Matrix {
  const { sampleRate = 22050, nFft = 2048, nMels = 128, fmin = 0, htk = false, norm = 'slaney' } = options;
  requirePositive('melFilterbank', 'sampleRate', sampleRate);
  const { fmax = sampleRate / 2 } = options;
  requireInteger('melFilterbank', 'nFft', nFft, 2);
  requireInteger('melFilterbank', 'nMels', nMels, 1);
  if (!(fmin >= 0 && fmin < fmax && fmax <= sampleRate / 2)) {
    throw new MfccError(
      'INVALID_OPTION',
      `melFilterbank: fmin=${fmin}, fmax=${fmax} Hz; expected 0 <= fmin < fmax <= sampleRate / 2 = ${sampleRate / 2}`,
    );
  }
  requireOption(
    norm === 'slaney' || norm === null || norm >= 0 || norm === Number.NEGATIVE_INFINITY,
    'melFilterbank',
    'norm',
    norm,
    "'slaney', null, a number >= 0 or -Infinity",
  );

  const edges = melFrequencies({ nMels: nMels + 2, fmin, fmax, htk });
  const spacing = binSpacing(sampleRate, nFft);
  const cols = 1 + Math.floor(nFft / 2);
  const data = new Float32Array(nMels * cols);
  let empty = 0;
  // Looked up once: inside a sandbox (Jest, vm) each look-up of a global is slow.
  const { fround, min } = Math;
  for (let band = 0; band < nMels; band++) {
    const left = edges[band]!;
    const peak = edges[band + 1]!;
    const right = edges[band + 2]!;
    const gain = norm === 'slaney' ? 2 / (right - left) : 1;
    let isEmpty = left > 0;
    for (let bin = 0; bin < cols; bin++) {
      const hz = bin * spacing;
      const weight = min((hz - left) / (peak - left), (right - hz) / (right - peak));
      if (weight > 0) {
        // librosa rounds the triangle to float32 before it scales it.
        data[band * cols + bin] = fround(weight) * gain;
        isEmpty = false;
      }
    }
    if (isEmpty) empty++;
    if (typeof norm === 'number') normalizeRow(data.subarray(band * cols, (band + 1) * cols), norm);
  }
  if (empty > 0 && !options.allowEmpty) {
    warnOnce(
      `melFilterbank: ${empty} of nMels=${nMels} bands lie between two bins of nFft=${nFft} at ${sampleRate} Hz and stay ` +
        'empty: expected fewer bands or a larger nFft (said once)',
    );
  }
  return { data, rows: nMels, cols };
}

/** float32's smallest normal number: librosa leaves rows whose norm lies below it as they are. */
const TINY = 2 ** -126;

function normalizeRow(row: Float32Array, norm: number): void {
  let length: number;
  if (norm === Number.POSITIVE_INFINITY) length = row.reduce((most, weight) => Math.max(most, weight), 0);
  else if (norm === Number.NEGATIVE_INFINITY) length = row.reduce((least, weight) => Math.min(least, weight));
  else if (norm === 0) length = row.reduce((count, weight) => count + Math.sign(weight), 0);
  else length = row.reduce((sum, weight) => sum + weight ** norm, 0) ** (1 / norm);
  if (length >= TINY) for (let bin = 0; bin < row.length; bin++) row[bin] = row[bin]! / length;
}

let hasWarned = false;

/** As Python, which shows a warning of one place once in a process. */
function warnOnce(message: string): void {
  if (hasWarned) return;
  hasWarned = true;
  console.warn(message);
}
