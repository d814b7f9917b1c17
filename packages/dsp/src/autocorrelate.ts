import { requireFinite, requireInteger } from './checks';
import { DspError } from './errors';
import { createRfft } from './rfft';

/** Options of `autocorrelate`. */
export interface AutocorrelateOptions {
  /** Lags to give, from 0 on. Default all: as many as there are samples. */
  readonly maxSize?: number;
}

/**
 * Autocorrelation r[k] = sum over n of x[n] x[n + k], by way of the power spectrum.
 *
 * @param samples at least one
 * @returns r[0], r[1], ...: min(maxSize, length) values
 * @throws DspError `INVALID_LENGTH` for no samples, `INVALID_OPTION` for a maxSize below 1, `NOT_FINITE` for NaN or infinity
 * @example
 * autocorrelate(new Float32Array([1, 2, 3])); // [14, 8, 3]
 * @see librosa 0.11 `autocorrelate`, within 3e-7 of r[0] on float32 audio (it transforms in float32; this is float64)
 */
export function autocorrelate(
  samples: Float32Array | Float64Array,
  { maxSize = samples.length }: AutocorrelateOptions = {},
): Float64Array {
  const { length } = samples;
  if (length === 0)
    throw new DspError('INVALID_LENGTH', 'autocorrelate: samples is empty; expected at least one sample');
  requireInteger('autocorrelate', 'maxSize', maxSize, 1);
  requireFinite('autocorrelate', samples);
  let padded = 2;
  while (padded < 2 * length - 1) padded *= 2;
  const plan = createRfft(padded);
  const signal = new Float64Array(padded);
  signal.set(samples);
  const re = new Float64Array(plan.bins);
  const im = new Float64Array(plan.bins);
  plan.forward(signal, re, im);
  for (let k = 0; k < plan.bins; k++) re[k] = re[k]! * re[k]! + im[k]! * im[k]!;
  im.fill(0);
  plan.inverse(re, im, signal);
  return signal.slice(0, Math.min(maxSize, length));
}
