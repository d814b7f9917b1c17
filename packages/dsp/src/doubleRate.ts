import { framesFft } from './framesFft';
import { createRfft } from './rfft';
import type { SincFilter } from './sincPlan';
import { toFloat32 } from './toFloat32';

/** Fills `signal` with the samples of `input` at twice the rate, from the one with index `first` on, which may be negative. */
export type RateDoubler = (signal: Float32Array, input: Float32Array, first: number) => void;

/**
 * Doubles a rate through a filter, by transforms of blocks: what takes a tenth of the additions and multiplications that as many
 * weights take. Beyond the ends of the input lie zeros.
 *
 * Spectra are float32, so samples are within 1e-7 of the largest.
 *
 * @returns undefined where there is no WebAssembly
 */
export function createRateDoubler({ weights, width }: SincFilter): RateDoubler | undefined {
  // Of 16 samples of a block at most 2 are margins, in which the filter rings.
  const size = 2 ** Math.ceil(Math.log2(16 * width));
  const hop = size - 2 * width;
  const [narrow, wide] = [framesFft(size), framesFft(2 * size)];
  if (narrow === undefined || wide === undefined) return undefined;
  const [bins, wideBins] = [size / 2 + 1, size + 1];
  const gains = gainsOf(weights(0), weights(0.5), size);
  const inner = new Float64Array(size).fill(1, width, width + hop);
  const whole = new Float64Array(2 * size).fill(1);
  let memory = reserve(1);

  /** What `rows` blocks are worked on with. Above the old Nyquist frequency `wide` has zeros, for good. */
  function reserve(rows: number) {
    const samples = size + hop * (rows - 1);
    return {
      rows,
      padded: new Float32Array(samples),
      re: new Float32Array(rows * bins),
      im: new Float32Array(rows * bins),
      wideRe: new Float32Array(rows * wideBins),
      wideIm: new Float32Array(rows * wideBins),
      sums: new Float64Array(2 * samples),
    };
  }

  return (signal, input, first) => {
    const from = Math.max(0, Math.floor(first / 2) - width);
    const to = Math.min(input.length, Math.ceil((first + signal.length) / 2) + width);
    signal.fill(0);
    if (to <= from) return;
    const rows = Math.ceil((to - from) / hop);
    if (rows > memory.rows) memory = reserve(rows);
    const { padded, re, im, wideRe, wideIm, sums } = memory;
    padded.fill(0);
    padded.set(input.subarray(from, to), width);
    narrow.forward(padded, inner, hop, rows, re, im, gains);
    for (let row = 0; row < rows; row++) {
      wideRe.set(re.subarray(row * bins, (row + 1) * bins), row * wideBins);
      wideIm.set(im.subarray(row * bins, (row + 1) * bins), row * wideBins);
    }
    sums.fill(0);
    wide.inverse(wideRe, wideIm, whole, 2 * hop, rows, sums);
    // The first sum is that of this index.
    const origin = 2 * (from - width);
    const start = Math.max(first, origin);
    const end = Math.min(first + signal.length, origin + 2 * (size + hop * (rows - 1)));
    toFloat32(signal.subarray(start - first, end - first), sums.subarray(start - origin, end - origin));
  };
}

/** The filter's response in bins of a transform of twice `size`, up to the old Nyquist frequency: real, as the filter is symmetric. */
function gainsOf(atSamples: ArrayLike<number>, between: ArrayLike<number>, size: number): Float32Array {
  const plan = createRfft(2 * size);
  const response = new Float64Array(2 * size);
  const width = atSamples.length / 2;
  for (let tap = 0; tap < 2 * width; tap++) {
    // Distances in samples of the doubled rate; the weights between samples are for half a sample further on.
    const distance = 2 * (tap + 1 - width);
    response[(distance + 2 * size) % (2 * size)] = atSamples[tap]!;
    response[(distance - 1 + 2 * size) % (2 * size)] = between[tap]!;
  }
  const [re, im] = [new Float64Array(plan.bins), new Float64Array(plan.bins)];
  plan.forward(response, re, im);
  return Float32Array.from(re.subarray(0, size / 2 + 1));
}
