import { requireFinite } from './checks';
import { DspError } from './errors';
import { interpolateSinc } from './interpolateSinc';

/** Options of `resample`. */
export interface ResampleOptions {
  /** The filter. 'kaiser_best' (default) is resampy 0.2.2's; later versions of resampy have another one by this name. */
  readonly resampler?: 'kaiser_best';
}

/**
 * Changes the sample rate by a windowed sinc, as `librosa.load` of 0.8.1 does.
 *
 * The arithmetic of resampy 0.2.2: the time register accumulates in float64 by from / to, the filter is read from its table
 * by linear interpolation with a whole-numbered step, and sums are rounded to float32 at each tap. Most ratios are equal
 * to the bit; those of small whole numbers use one filter for all outputs of a phase and differ by 2e-7 of the peak at most.
 * As resampy makes floor(length * to / from) samples and librosa wants ceil(...), the last sample is 0 when these differ.
 *
 * @param samples mono; Float64Array input is rounded to float32 first
 * @param from rate of the input in Hz, above 0; need not be whole
 * @param to rate of the output in Hz, above 0
 * @returns ceil(length * to / from) samples; a copy when the rates are equal
 * @throws DspError `INVALID_OPTION` for a rate not above 0 or an unknown resampler, `INVALID_LENGTH` when the signal is
 *   too short to give one sample, `NOT_FINITE` for NaN or infinity
 * @example
 * const speech = resample(new Float32Array(48000), 48000, 22050); // 22,050 samples
 * @see resampy 0.2.2 `resample(filter='kaiser_best')`, within 1e-6; Smith, "Digital audio resampling", section 4
 */
export function resample(
  samples: Float32Array | Float64Array,
  from: number,
  to: number,
  { resampler = 'kaiser_best' }: ResampleOptions = {},
): Float32Array {
  requireRate('from', from);
  requireRate('to', to);
  if (resampler !== 'kaiser_best') {
    throw new DspError('INVALID_OPTION', `resample: resampler='${String(resampler)}'; expected kaiser_best`);
  }
  const input = samples instanceof Float32Array ? samples : Float32Array.from(samples);
  requireFinite('resample', input);
  if (from === to) return input.slice();
  const ratio = to / from;
  const computed = Math.floor(input.length * ratio);
  if (computed < 1) {
    throw new DspError(
      'INVALID_LENGTH',
      `resample: samples has ${samples.length} samples; from=${from} to=${to} Hz needs at least ${Math.ceil(1 / ratio)}`,
    );
  }
  const output = new Float32Array(Math.ceil(input.length * ratio));
  interpolateSinc(input, output, computed, ratio);
  return output;
}

function requireRate(parameter: string, rate: number): void {
  if (!(rate > 0) || rate === Number.POSITIVE_INFINITY) {
    throw new DspError('INVALID_OPTION', `resample: ${parameter}=${rate} Hz; expected a finite rate above 0`);
  }
}
