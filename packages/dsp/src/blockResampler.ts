import { framesFft } from './framesFft';
import { createRfft } from './rfft';
import type { SincFilter } from './sincPlan';
import { toFloat32 } from './toFloat32';

/** Fills `signal` with samples of `input` at the other rate, from the one with index `first` on, which may be negative. */
export type BlockResampler = (signal: Float32Array, input: Float32Array, first: number) => void;

/** Of this many samples of a block at most two are margins, in which the filter rings. */
const MARGINS = 16;
/** Filters would take longer blocks than this. */
const LONGEST = 2 ** 16;

/**
 * Resamples by transforms of blocks, the inverse ones as much longer or shorter as the rates differ: takes a fraction of the
 * operations that as many weights for each sample take. Beyond the ends of the input lie zeros.
 *
 * Spectra are float32, so samples are within 1e-7 of the largest.
 *
 * @param filter that lets nothing through from the lower of both Nyquist frequencies on
 * @param numerator samples at the new rate for `denominator` at the old one
 * @returns undefined where blocks would be too long, have a factor above 7, or where there is no WebAssembly
 */
export function createBlockResampler(
  { weights, width }: SincFilter,
  numerator: number,
  denominator: number,
): BlockResampler | undefined {
  const margin = denominator * Math.ceil(width / denominator);
  let periods = 8;
  while (denominator * periods < MARGINS * margin) periods *= 2;
  const [size, newSize] = [denominator * periods, numerator * periods];
  if (Math.max(size, newSize) > LONGEST) return undefined;
  const [old, renewed] = [framesFft(size), framesFft(newSize)];
  if (old === undefined || renewed === undefined) return undefined;
  const hop = size - 2 * margin;
  const ratio = numerator / denominator;
  const newHop = hop * ratio;
  const [bins, newBins] = [size / 2 + 1, newSize / 2 + 1];
  const kept = Math.min(bins, newBins);
  const gains = gainsOf(weights(0), weights(0.5), size, newSize);
  const inner = new Float64Array(size).fill(1, margin, margin + hop);
  const whole = new Float64Array(newSize).fill(1);
  let memory = reserve(1);

  /** What `rows` blocks are worked on with. Above the old Nyquist frequency the new spectrum has zeros, for good. */
  function reserve(rows: number) {
    return {
      rows,
      padded: new Float32Array(size + hop * (rows - 1)),
      re: new Float32Array(rows * bins),
      im: new Float32Array(rows * bins),
      newRe: new Float32Array(rows * newBins),
      newIm: new Float32Array(rows * newBins),
      sums: new Float64Array(newSize + newHop * (rows - 1)),
    };
  }

  return (signal, input, first) => {
    // Where both rates have a sample.
    const from = denominator * Math.max(0, Math.floor((Math.floor(first / ratio) - width) / denominator));
    const to = Math.min(input.length, Math.ceil((first + signal.length) / ratio) + width);
    signal.fill(0);
    if (to <= from) return;
    const rows = Math.ceil((to - from) / hop);
    if (rows > memory.rows) memory = reserve(rows);
    const { padded, re, im, newRe, newIm, sums } = memory;
    padded.fill(0);
    padded.set(input.subarray(from, to), margin);
    old.forward(padded, inner, hop, rows, re, im, gains);
    for (let row = 0; row < rows; row++) {
      newRe.set(re.subarray(row * bins, row * bins + kept), row * newBins);
      newIm.set(im.subarray(row * bins, row * bins + kept), row * newBins);
    }
    sums.fill(0);
    renewed.inverse(newRe, newIm, whole, newHop, rows, sums);
    // The first sum is that of this index.
    const origin = (from - margin) * ratio;
    const start = Math.max(first, origin);
    const end = Math.min(first + signal.length, origin + newSize + newHop * (rows - 1));
    toFloat32(signal.subarray(start - first, end - first), sums.subarray(start - origin, end - origin));
  };
}

/**
 * The filter's response in the bins of a transform of `size`, times what an inverse one of another size takes: real, as the filter is
 * symmetric.
 */
function gainsOf(
  atSamples: ArrayLike<number>,
  between: ArrayLike<number>,
  size: number,
  newSize: number,
): Float32Array {
  // At twice the rate, where the filter's own spectrum does not fold.
  const plan = createRfft(2 * size);
  const response = new Float64Array(2 * size);
  const width = atSamples.length / 2;
  for (let tap = 0; tap < 2 * width; tap++) {
    // The weights between samples are for half a sample further on.
    const distance = 2 * (tap + 1 - width);
    response[(distance + 2 * size) % (2 * size)] = atSamples[tap]!;
    response[(distance - 1 + 2 * size) % (2 * size)] = between[tap]!;
  }
  const [re, im] = [new Float64Array(plan.bins), new Float64Array(plan.bins)];
  plan.forward(response, re, im);
  return Float32Array.from(re.subarray(0, size / 2 + 1), (gain) => (gain / 2) * (newSize / size));
}
