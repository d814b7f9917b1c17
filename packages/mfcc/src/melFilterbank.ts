import type { Matrix } from '@ser/dsp';
import { requireInteger, requirePositive } from './checks';
import { MfccError } from './errors';
import { hzToMel, melToHz } from './melScale';

/** Options of `melFilterbank`; names and defaults are librosa 0.11's. */
export interface MelFilterbankOptions {
  /** Hz. Default 22050. */
  readonly sampleRate?: number;
  /** Length of the transform whose bins are weighted, even. Default 2048. */
  readonly nFft?: number;
  /** Number of bands. Default 128. */
  readonly nMels?: number;
  /** Lower edge of the first band, Hz. Default 0. */
  readonly fmin?: number;
  /** Upper edge of the last band, Hz. Default sampleRate / 2. */
  readonly fmax?: number;
  /** True: HTK's mel scale. Default false: Slaney's. */
  readonly htk?: boolean;
  /** 'slaney' (default): each triangle has the same area. null: each has the peak 1. */
  readonly norm?: 'slaney' | null;
}

/**
 * Triangular filters whose edges are equally spaced on the mel scale.
 *
 * Bands narrower than a bin are all zeros, as in librosa (which warns): with nFft 512 and 128 bands at 22,050 Hz there
 * are such bands, and the report's recipe has them.
 *
 * @returns nMels x (nFft / 2 + 1) weights, float32
 * @throws MfccError `INVALID_OPTION` naming the option
 * @example
 * const bands = melFilterbank({ sampleRate: 16000, nFft: 512, nMels: 40 }); // 40 x 257
 * @see librosa 0.11 `filters.mel`, within 1e-6 of the largest weight
 */
export function melFilterbank(options: MelFilterbankOptions = {}): Matrix {
  const { sampleRate = 22050, nFft = 2048, nMels = 128, fmin = 0, htk = false, norm = 'slaney' } = options;
  const { fmax = sampleRate / 2 } = options;
  requirePositive('melFilterbank', 'sampleRate', sampleRate);
  requireInteger('melFilterbank', 'nFft', nFft, 2);
  requireInteger('melFilterbank', 'nMels', nMels, 1);
  if (nFft % 2 !== 0) {
    throw new MfccError('INVALID_OPTION', `melFilterbank: nFft=${nFft}; expected an even number`);
  }
  if (!(fmin >= 0 && fmin < fmax && fmax < Number.POSITIVE_INFINITY)) {
    throw new MfccError('INVALID_OPTION', `melFilterbank: fmin=${fmin}, fmax=${fmax} Hz; expected 0 <= fmin < fmax`);
  }
  if (norm !== 'slaney' && norm !== null) {
    throw new MfccError('INVALID_OPTION', `melFilterbank: norm=${String(norm)}; expected 'slaney' or null`);
  }

  const low = hzToMel(fmin, htk);
  const high = hzToMel(fmax, htk);
  const edges = Float64Array.from({ length: nMels + 2 }, (_, i) =>
    melToHz(low + (i * (high - low)) / (nMels + 1), htk),
  );
  const cols = nFft / 2 + 1;
  const data = new Float32Array(nMels * cols);
  // Looked up once: inside a sandbox (Jest, vm) each look-up of a global is slow.
  const { fround, min } = Math;
  for (let band = 0; band < nMels; band++) {
    const left = edges[band]!;
    const peak = edges[band + 1]!;
    const right = edges[band + 2]!;
    const gain = norm === 'slaney' ? 2 / (right - left) : 1;
    for (let bin = 0; bin < cols; bin++) {
      const hz = (bin * sampleRate) / nFft;
      const weight = min((hz - left) / (peak - left), (right - hz) / (right - peak));
      // librosa rounds the triangle to float32 before it scales it.
      if (weight > 0) data[band * cols + bin] = fround(weight) * gain;
    }
  }
  return { data, rows: nMels, cols };
}
