import type { Matrix } from '@ser/dsp';
import { checkPositiveInteger } from './checks';
import { FeatureError } from './errors';
import { roundHalfToEven } from './roundHalfToEven';

export interface ChromaFilterbankOptions {
  /** Hz. Default 22050. */
  sampleRate?: number;
  /** FFT length of the spectrogram the bank is for. Default 2048. */
  nFft?: number;
  /** Chroma bands. Default 12. */
  nChroma?: number;
  /** Deviation from A440 in fractions of a chroma band. Default 0. */
  tuning?: number;
  /** Centre of the Gaussian weighting over octaves, in octaves above 27.5 Hz. Default 5. */
  ctroct?: number;
  /** Half-width of that weighting in octaves; null weighs all octaves alike. Default 2. */
  octwidth?: number | null;
  /** Start with C (true) or A (false). Default true. */
  baseC?: boolean;
}

/**
 * Gaussian bumps that fold FFT bins into pitch classes.
 *
 * @returns nChroma x (nFft / 2 + 1) weights.
 * @throws FeatureError `INVALID_OPTION`.
 * @see librosa.filters.chroma 0.8.1 and 0.11.0 (norm 2), after Ellis' chroma features (2007); agrees to 1e-6.
 * @example
 * chromaFilterbank({ sampleRate: 22050, nFft: 2048 }).rows; // 12
 */
export function chromaFilterbank(options: ChromaFilterbankOptions = {}): Matrix {
  const { sampleRate = 22050, nFft = 2048, nChroma = 12, tuning = 0, ctroct = 5, octwidth = 2, baseC = true } = options;
  checkPositiveInteger('chromaFilterbank', 'nFft', nFft);
  checkPositiveInteger('chromaFilterbank', 'nChroma', nChroma);
  if (!(sampleRate > 0 && Number.isFinite(tuning) && (octwidth === null || octwidth > 0))) {
    throw new FeatureError(
      'INVALID_OPTION',
      `chromaFilterbank: expected sampleRate > 0, a finite tuning and octwidth > 0 or null, received sampleRate = ${sampleRate}, tuning = ${tuning}, octwidth = ${octwidth}`,
    );
  }
  // Positions of all nFft bins on the chroma axis; bin 0 has no logarithm and is put 1.5 octaves below bin 1.
  const a27 = (440 * 2 ** (tuning / nChroma)) / 16;
  const position = new Float64Array(nFft);
  for (let bin = 1; bin < nFft; bin++) position[bin] = nChroma * Math.log2((bin * sampleRate) / nFft / a27);
  position[0] = (position[1] ?? 0) - 1.5 * nChroma;

  const cols = Math.floor(1 + nFft / 2);
  const data = new Float32Array(nChroma * cols);
  const half = roundHalfToEven(nChroma / 2);
  const rotation = baseC ? 3 * Math.floor(nChroma / 12) : 0;
  const column = new Float64Array(nChroma);
  for (let bin = 0; bin < cols; bin++) {
    const width = bin + 1 < nFft ? Math.max(position[bin + 1]! - position[bin]!, 1) : 1;
    let energy = 0;
    for (let chroma = 0; chroma < nChroma; chroma++) {
      const distance = modulo(position[bin]! - chroma + half + 10 * nChroma, nChroma) - half;
      const weight = Math.exp(-0.5 * ((2 * distance) / width) ** 2);
      column[chroma] = weight;
      energy += weight * weight;
    }
    let scale = 1 / Math.sqrt(energy);
    if (octwidth !== null) scale *= Math.exp(-0.5 * ((position[bin]! / nChroma - ctroct) / octwidth) ** 2);
    for (let chroma = 0; chroma < nChroma; chroma++) {
      data[modulo(chroma - rotation, nChroma) * cols + bin] = column[chroma]! * scale;
    }
  }
  return { data, rows: nChroma, cols };
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
