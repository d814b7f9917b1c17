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

/** Layouts of the last few scales: a corpus has one or two, and laying one out takes 2 ms. */
const layouts = new Map<number, Taps>();
const MAX_LAYOUTS = 8;

function tapsOf(scale: number): Taps {
  let taps = layouts.get(scale);
  if (taps === undefined) {
    taps = layOutTaps(scale);
    const [oldest] = layouts.keys();
    if (layouts.size === MAX_LAYOUTS && oldest !== undefined) layouts.delete(oldest);
    layouts.set(scale, taps);
  }
  return taps;
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
  const { fround, min, trunc } = Math;
  const scale = min(1, ratio);
  const increment = 1 / ratio;
  const { data, stride, step, tableLength } = tapsOf(scale);
  const last = input.length - 1;
  // Each sum is a chain of float32 roundings (13 cycles a tap): four outputs side by side hide that latency, same bits.
  const sums = [0, 0, 0, 0];
  const ns = new Int32Array(4);
  const etas = new Float64Array(4);
  const rows = new Int32Array(4);
  const taps = new Int32Array(4);
  const fractions = new Float64Array(4);
  let time = 0;
  for (let t = 0; t < count; t += 4) {
    const lanes = min(4, count - t);
    for (let k = 0; k < 4; k++) {
      const n = k < lanes ? trunc(time) : ns[lanes - 1]!;
      const fraction = k < lanes ? scale * (time - n) : fractions[lanes - 1]!;
      if (k < lanes) time += increment;
      ns[k] = n;
      fractions[k] = fraction;
      const position = fraction * TABLE_STEPS;
      const offset = trunc(position);
      etas[k] = position - offset;
      rows[k] = offset * stride;
      taps[k] = min(n + 1, trunc((tableLength - offset) / step));
    }
    for (let wing = 0; wing < 2; wing++) {
      const direction = wing === 0 ? -1 : 1;
      let s0 = wing === 0 ? 0 : sums[0]!;
      let s1 = wing === 0 ? 0 : sums[1]!;
      let s2 = wing === 0 ? 0 : sums[2]!;
      let s3 = wing === 0 ? 0 : sums[3]!;
      if (wing === 1) {
        for (let k = 0; k < 4; k++) {
          const position = (scale - fractions[k]!) * TABLE_STEPS;
          const offset = trunc(position);
          etas[k] = position - offset;
          rows[k] = offset * stride;
          taps[k] = min(last - ns[k]!, trunc((tableLength - offset) / step));
        }
      }
      const [e0, e1, e2, e3] = etas as unknown as [number, number, number, number];
      const [r0, r1, r2, r3] = rows as unknown as [number, number, number, number];
      const [c0, c1, c2, c3] = taps as unknown as [number, number, number, number];
      let x0 = ns[0]! + wing;
      let x1 = ns[1]! + wing;
      let x2 = ns[2]! + wing;
      let x3 = ns[3]! + wing;
      const shared = min(c0, c1, c2, c3);
      let i = 0;
      for (; i < shared; i++) {
        const w0 = data[r0 + i]!;
        const w1 = data[r1 + i]!;
        const w2 = data[r2 + i]!;
        const w3 = data[r3 + i]!;
        s0 = fround(s0 + (w0 + e0 * (data[r0 + stride + i]! - w0)) * input[x0]!);
        s1 = fround(s1 + (w1 + e1 * (data[r1 + stride + i]! - w1)) * input[x1]!);
        s2 = fround(s2 + (w2 + e2 * (data[r2 + stride + i]! - w2)) * input[x2]!);
        s3 = fround(s3 + (w3 + e3 * (data[r3 + stride + i]! - w3)) * input[x3]!);
        x0 += direction;
        x1 += direction;
        x2 += direction;
        x3 += direction;
      }
      for (let j = i; j < c0; j++, x0 += direction) {
        const w = data[r0 + j]!;
        s0 = fround(s0 + (w + e0 * (data[r0 + stride + j]! - w)) * input[x0]!);
      }
      for (let j = i; j < c1; j++, x1 += direction) {
        const w = data[r1 + j]!;
        s1 = fround(s1 + (w + e1 * (data[r1 + stride + j]! - w)) * input[x1]!);
      }
      for (let j = i; j < c2; j++, x2 += direction) {
        const w = data[r2 + j]!;
        s2 = fround(s2 + (w + e2 * (data[r2 + stride + j]! - w)) * input[x2]!);
      }
      for (let j = i; j < c3; j++, x3 += direction) {
        const w = data[r3 + j]!;
        s3 = fround(s3 + (w + e3 * (data[r3 + stride + j]! - w)) * input[x3]!);
      }
      sums[0] = s0;
      sums[1] = s1;
      sums[2] = s2;
      sums[3] = s3;
    }
    for (let k = 0; k < lanes; k++) output[t + k] = sums[k]!;
  }
}
