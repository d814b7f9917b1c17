import { requireFinite, requireSize } from './checks';
import { DspError } from './errors';
import type { KaiserFilter } from './kaiserFilters';
import { resampleByKaiser, resampleBySincHq } from './resampleBySinc';

/** The filters of `resample`. */
export type Resampler = KaiserFilter | 'sinc_hq';

/** Options of `resample`. */
export interface ResampleOptions {
  /**
   * The filter. 'kaiser_best' (default) and 'kaiser_fast' are resampy 0.2.2's; later versions of resampy have others by these names.
   * 'sinc_hq' is our own in the class of 'soxr_hq', librosa's default since 0.10.
   */
  readonly resampler?: Resampler;
}

const RESAMPLERS: readonly Resampler[] = ['kaiser_best', 'kaiser_fast', 'sinc_hq'];
/** Below it a filter of 'sinc_hq' has over 800,000 weights. */
const LEAST_RATIO = 1 / 4096;

/**
 * Changes the sample rate by a windowed sinc.
 *
 * 'kaiser_best' and 'kaiser_fast' do what `librosa.load` of 0.8.1 does, with the weights of resampy 0.2.2: its clock accumulates in
 * float64 by from / to, and its filter is read from a table by linear interpolation with a whole-numbered step. A ratio of small
 * whole numbers has exact times instead, from which resampy's clock strays (by up to 1e-4 of a sample in a minute). Sums are float32, as
 * resampy's are, in another order. As resampy makes floor(length * to / from) samples and librosa wants ceil(...), the last sample
 * is 0 when these differ.
 *
 * 'sinc_hq' keeps what lies below 91 % of the lower Nyquist frequency to 0.001 dB, has nothing above it (-124 dB), is of linear
 * phase without delay, and takes exact times. It filters the spectra of blocks, or sums weights where the ratio or the engine does not
 * allow it. All samples are computed, the last one too, where librosa may have a 0. soxr's 'HQ' has the same pass band, stop band and times.
 *
 * @param samples mono; Float64Array input is rounded to float32 first
 * @param from rate of the input in Hz, above 0; need not be whole
 * @param to rate of the output in Hz, above 0; at least from / 512 (kaiser) or from / 4096 (sinc_hq)
 * @returns ceil(length * to / from) samples, at most 2^30; a copy when the rates are equal
 * @throws DspError `INVALID_OPTION` for a rate not above 0, an unknown resampler, or a ratio out of range, `INVALID_LENGTH` when the
 *   signal is empty or too short to give one sample, `NOT_FINITE` for NaN or infinity
 * @example
 * const speech = resample(new Float32Array(48000), 48000, 22050); // 22,050 samples
 * @see resampy 0.2.2 `resample(filter='kaiser_best')`, within 1e-6; Smith, "Digital audio resampling", section 4
 * @see soxr 1.1 `resample(quality='HQ')`: the README says how near 'sinc_hq' is
 */
export function resample(
  samples: Float32Array | Float64Array,
  from: number,
  to: number,
  { resampler = 'kaiser_best' }: ResampleOptions = {},
): Float32Array {
  requireRate('from', from);
  requireRate('to', to);
  if (!RESAMPLERS.includes(resampler)) {
    throw new DspError(
      'INVALID_OPTION',
      `resample: resampler='${String(resampler)}'; expected ${RESAMPLERS.join(', ')}`,
    );
  }
  const input = samples instanceof Float32Array ? samples : Float32Array.from(samples);
  requireFinite('resample', input);
  if (from === to) return input.slice();
  const ratio = to / from;
  const wanted = Math.ceil(input.length * ratio);
  requireSize('resample', `from=${from} to=${to} Hz on ${input.length} samples`, wanted);
  const computed = resampler === 'sinc_hq' ? wanted : Math.floor(input.length * ratio);
  if (computed < 1) {
    throw new DspError(
      'INVALID_LENGTH',
      `resample: samples has ${samples.length} samples; from=${from} to=${to} Hz needs at least ${Math.ceil(1 / ratio)}`,
    );
  }
  const output = new Float32Array(wanted);
  if (resampler !== 'sinc_hq') {
    resampleByKaiser(resampler, input, output.subarray(0, computed), ratio);
  } else {
    if (ratio < LEAST_RATIO) {
      throw new DspError('INVALID_OPTION', `resample: to / from = ${ratio}; expected at least 1 / ${1 / LEAST_RATIO}`);
    }
    resampleBySincHq(input, output, ratio);
  }
  return output;
}

function requireRate(parameter: string, rate: number): void {
  if (!(rate > 0) || rate === Number.POSITIVE_INFINITY) {
    throw new DspError('INVALID_OPTION', `resample: ${parameter}=${rate} Hz; expected a finite rate above 0`);
  }
}
