import { requireFinite } from './checks';
import { DspError } from './errors';
import { kaiserBestTable, TABLE_STEPS } from './kaiserBest';

/** Options of `resample`. */
export interface ResampleOptions {
  /** The filter. 'kaiser_best' (default) is resampy 0.2.2's; later versions of resampy have another one by this name. */
  readonly resampler?: 'kaiser_best';
}

/**
 * Changes the sample rate by a windowed sinc, as `librosa.load` of 0.8.1 does.
 *
 * Bit for bit the arithmetic of resampy 0.2.2: the time register accumulates in float64 by from / to, the filter is read
 * from its table by linear interpolation with a whole-numbered step, and sums are rounded to float32 at each tap. As
 * resampy makes floor(length * to / from) samples and librosa wants ceil(...), the last sample is 0 when these differ.
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
  interpolate(input, output, computed, ratio);
  return output;
}

function requireRate(parameter: string, rate: number): void {
  if (!(rate > 0) || rate === Number.POSITIVE_INFINITY) {
    throw new DspError('INVALID_OPTION', `resample: ${parameter}=${rate} Hz; expected a finite rate above 0`);
  }
}

/** The table laid out for reading: row `offset` holds the weights offset, offset + step, offset + 2 step, ... */
interface Taps {
  readonly data: Float64Array;
  /** Weights a row. */
  readonly stride: number;
  /** Distance of a row's weights in the table. */
  readonly step: number;
  readonly tableLength: number;
}

function layOutTaps(scale: number): Taps {
  const table = kaiserBestTable();
  if (scale < 1) for (let i = 0; i < table.length; i++) table[i]! *= scale;
  const step = Math.trunc(scale * TABLE_STEPS);
  if (step < 1) {
    throw new DspError('INVALID_OPTION', `resample: to / from = ${scale}; expected at least 1 / ${TABLE_STEPS}`);
  }
  // One row beyond the last offset, as interpolation reads the row after.
  const rows = step + 3;
  const stride = Math.ceil(table.length / step) + 1;
  const data = new Float64Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; row + i * step < table.length; i++) data[row * stride + i] = table[row + i * step]!;
  }
  return { data, stride, step, tableLength: table.length };
}

function interpolate(input: Float32Array, output: Float32Array, count: number, ratio: number): void {
  const scale = Math.min(1, ratio);
  const increment = 1 / ratio;
  const { data, stride, step, tableLength } = layOutTaps(scale);
  // Looked up once: inside a sandbox (Jest, vm) each look-up of a global costs more than the whole tap.
  const { floor, fround, min, trunc } = Math;
  let time = 0;
  for (let t = 0; t < count; t++) {
    const n = trunc(time);
    const fraction = scale * (time - n);
    let sum = 0;

    let position = fraction * TABLE_STEPS;
    let offset = trunc(position);
    let eta = position - offset;
    let row = offset * stride;
    const left = min(n + 1, floor((tableLength - offset) / step));
    for (let i = 0; i < left; i++) {
      const weight = data[row + i]!;
      sum = fround(sum + (weight + eta * (data[row + stride + i]! - weight)) * input[n - i]!);
    }

    position = (scale - fraction) * TABLE_STEPS;
    offset = trunc(position);
    eta = position - offset;
    row = offset * stride;
    const right = min(input.length - n - 1, floor((tableLength - offset) / step));
    for (let i = 0; i < right; i++) {
      const weight = data[row + i]!;
      sum = fround(sum + (weight + eta * (data[row + stride + i]! - weight)) * input[n + 1 + i]!);
    }
    output[t] = sum;
    time += increment;
  }
}
