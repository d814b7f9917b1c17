import { AudioError } from '../errors';
import type { BitReader } from './bitReader';
import { type FrameKernels, MOST_WEIGHTS, type Partitions } from './frameKernels';

/** Where a channel's samples go: float64 holds those of 33 bits. */
type Samples = Int32Array | Float64Array;

/**
 * One channel of a frame into output[0] to output[blockSize - 1], RFC 9639 section 9.2.
 *
 * @param bitDepth of this channel: a side channel has one bit more than the file
 * @param kernels undefined without WebAssembly; they take no samples of 33 bits
 */
export function readSubframe(
  reader: BitReader,
  bitDepth: number,
  blockSize: number,
  output: Samples,
  kernels: FrameKernels | undefined,
): void {
  const header = reader.unsigned(8);
  const type = (header >> 1) & 63;
  if (header & 128) throw damaged(reader, 'a subframe starts with a one');
  // Low bits that are zero in all samples are left out of the file.
  const wasted = header & 1 ? reader.unary() + 1 : 0;
  const bits = bitDepth - wasted;
  if (bits < 1) throw damaged(reader, `${wasted} of ${bitDepth} bits are said to be zero`);
  const into: Target =
    kernels && output instanceof Int32Array
      ? { samples: kernels.samples, count: blockSize, kernels }
      : { samples: output, count: blockSize, kernels: undefined };
  const { samples } = into;
  if (type === 0) samples.fill(reader.signed(bits), 0, blockSize);
  else if (type === 1) readPlain(reader, bits, samples, 0, blockSize);
  else if (type >= 8 && type <= 12) readFixed(reader, bits, type - 8, into);
  else if (type >= 32) readLinear(reader, bits, type - 31, into);
  else throw damaged(reader, `subframe type ${type} is reserved`);
  if (wasted > 0) for (let i = 0; i < blockSize; i++) samples[i] = samples[i]! * 2 ** wasted;
  if (samples !== output) output.set(samples);
}

interface Target {
  readonly samples: Samples;
  readonly count: number;
  readonly kernels: FrameKernels | undefined;
}

function damaged(reader: BitReader, what: string): AudioError {
  const position = reader.fileOffset + reader.position;
  return new AudioError('CORRUPT', `${what}, at about byte ${position}`, { byteOffset: position });
}

function readPlain(reader: BitReader, bits: number, samples: Samples, from: number, to: number): void {
  for (let i = from; i < to; i++) samples[i] = reader.signed(bits);
}

/** The polynomial through the last samples, taken one step on: weights of the last, the one before, ... */
const FIXED = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]] as const;

function readFixed(reader: BitReader, bits: number, order: number, into: Target): void {
  readPlain(reader, bits, into.samples, 0, Math.min(order, into.count));
  readResidual(reader, order, into);
  predict(into, Int32Array.from(FIXED[order]!), 0, bits);
}

/** Predicted by a linear filter that the file brings along. */
function readLinear(reader: BitReader, bits: number, order: number, into: Target): void {
  readPlain(reader, bits, into.samples, 0, Math.min(order, into.count));
  const precision = reader.unsigned(4) + 1;
  const shift = reader.signed(5);
  if (precision === 16 || shift < 0) throw damaged(reader, 'a linear predictor is of a reserved kind');
  const weights = new Int32Array(order);
  for (let i = 0; i < order; i++) weights[i] = reader.signed(precision);
  readResidual(reader, order, into);
  predict(into, weights, shift, bits);
}

/** Adds to each residual the sum of weights[j] times the sample j + 1 before, shifted right. */
function predict({ samples, count, kernels }: Target, weights: Int32Array, shift: number, bits: number): void {
  const gain = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  // Encoders keep sums of 16-bit audio within 32 bits; those of more bits are not.
  if (!(samples instanceof Int32Array && gain * 2 ** (bits - 1) < 2 ** 31)) {
    predictWide(samples, count, weights, shift);
  } else if (kernels === undefined || weights.length > MOST_WEIGHTS) predictNarrow(samples, count, weights, shift);
  else {
    predictNarrow(samples, Math.min(count, MOST_WEIGHTS), weights, shift);
    kernels.predict(count, weights, shift);
  }
}

/** Where all sums fit 32 bits. */
function predictNarrow(samples: Int32Array, count: number, weights: Int32Array, shift: number): void {
  const order = weights.length;
  for (let i = order; i < count; i++) {
    let sum = 0;
    for (let j = 0, at = i - 1; j < order; j++, at--) sum = (sum + Math.imul(weights[j]!, samples[at]!)) | 0;
    samples[i] = samples[i]! + (sum >> shift);
  }
}

/** The same in float64, which is exact to 2^53: 33 bits of sample, 15 of weight, 32 of them make 52. */
function predictWide(output: Samples, count: number, weights: Int32Array, shift: number): void {
  const order = weights.length;
  const { floor } = Math;
  const scale = 2 ** -shift;
  for (let i = order; i < count; i++) {
    let sum = 0;
    for (let j = 0, at = i - 1; j < order; j++, at--) sum += weights[j]! * output[at]!;
    output[i] = output[i]! + floor(sum * scale);
  }
}

/** What the prediction left, from samples[order] on: partitions of Rice codes, each with its own parameter. */
function readResidual(reader: BitReader, order: number, { samples, count, kernels }: Target): void {
  const method = reader.unsigned(2);
  if (method > 1) throw damaged(reader, `residual coding ${method} is reserved`);
  const partitionOrder = reader.unsigned(4);
  const size = count >> partitionOrder;
  if (size << partitionOrder !== count || size < order) {
    throw damaged(reader, `${count} samples after ${order} do not make 2^${partitionOrder} partitions`);
  }
  const parameterBits = method === 0 ? 4 : 5;
  const plain = 2 ** parameterBits - 1;
  const rest: Partitions = { count, size, parameterBits, plain, at: order, end: order, next: size, parameter: 0 };
  for (;;) {
    kernels?.residuals(reader, rest);
    if (rest.at < rest.end) {
      // A code that the kernel leaves alone, or all of the partition.
      const to = kernels ? rest.at + 1 : rest.end;
      reader.rice(rest.parameter, samples, rest.at, to);
      rest.at = to;
      continue;
    }
    if (rest.next > count) return;
    rest.parameter = reader.unsigned(parameterBits);
    rest.end = rest.next;
    rest.next += size;
    if (rest.parameter === plain) {
      const bits = reader.unsigned(5);
      if (bits === 0) samples.fill(0, rest.at, rest.end);
      else readPlain(reader, bits, samples, rest.at, rest.end);
      rest.at = rest.end;
    }
  }
}
