import { requireInteger } from './checks';
import { DspError } from './errors';

const COSINE_TERMS = {
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  rectangular: [1],
} as const;

/** Windows by name. `rectangular` is scipy's `boxcar`. */
export type WindowName = keyof typeof COSINE_TERMS;

/** Options of `getWindow`. */
export interface WindowOptions {
  /** True (default): for spectra, the window repeats after `length` samples. False: symmetric, for filters. */
  readonly periodic?: boolean;
}

/**
 * A window of cosines: w[i] = a0 - a1 cos(t) + a2 cos(2 t), t = 2 pi i / N, N = `length` (periodic) or `length` - 1.
 *
 * @param name 'hann', 'hamming', 'blackman' or 'rectangular'
 * @param length number of samples, at least 1
 * @returns `length` weights in [0, 1]
 * @throws DspError `INVALID_OPTION` for an unknown name or a length below 1
 * @example
 * getWindow('hann', 4); // [0, 0.5, 1, 0.5]
 * @see scipy.signal.get_window(name, length, fftbins=periodic), within 1e-15
 */
export function getWindow(name: WindowName, length: number, { periodic = true }: WindowOptions = {}): Float64Array {
  requireInteger('getWindow', 'length', length, 1);
  if (!Object.hasOwn(COSINE_TERMS, name)) {
    const accepted = Object.keys(COSINE_TERMS).join(', ');
    throw new DspError('INVALID_OPTION', `getWindow: name='${String(name)}'; expected one of ${accepted}`);
  }
  const terms: readonly number[] = COSINE_TERMS[name];
  const weights = new Float64Array(length).fill(1);
  if (length === 1) return weights;
  const period = periodic ? length : length - 1;
  for (let i = 0; i < length; i++) {
    let weight = 0;
    for (let k = 0; k < terms.length; k++) {
      const term = terms[k]! * Math.cos((2 * Math.PI * k * i) / period);
      weight += k % 2 === 0 ? term : -term;
    }
    weights[i] = weight;
  }
  return weights;
}
