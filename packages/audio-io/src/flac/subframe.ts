import { AudioError } from '../errors';
import type { BitReader } from './bitReader';

/** Where a channel's samples go: float64 holds those of 33 bits. */
type Samples = Int32Array | Float64Array;

/**
 * One channel of a frame into output[0] to output[blockSize - 1], RFC 9639 section 9.2.
 *
 * @param bitDepth of this channel: a side channel has one bit more than the file
 */
export function readSubframe(reader: BitReader, bitDepth: number, blockSize: number, output: Samples): void {
  const header = reader.unsigned(8);
  const type = (header >> 1) & 63;
  if (header & 128) throw damaged(reader, 'a subframe starts with a one');
  // Low bits that are zero in all samples are left out of the file.
  const wasted = header & 1 ? reader.unary() + 1 : 0;
  const bits = bitDepth - wasted;
  if (bits < 1) throw damaged(reader, `${wasted} of ${bitDepth} bits are said to be zero`);
  if (type === 0) output.fill(reader.signed(bits), 0, blockSize);
  else if (type === 1) readPlain(reader, bits, output, blockSize);
  else if (type >= 8 && type <= 12) readFixed(reader, bits, type - 8, output, blockSize);
  else if (type >= 32) readLinear(reader, bits, type - 31, output, blockSize);
  else throw damaged(reader, `subframe type ${type} is reserved`);
  if (wasted > 0) for (let i = 0; i < blockSize; i++) output[i] = output[i]! * 2 ** wasted;
}

function damaged(reader: BitReader, what: string): AudioError {
  const position = reader.fileOffset + reader.position;
  return new AudioError('CORRUPT', `${what}, at about byte ${position}`, { byteOffset: position });
}

function readPlain(reader: BitReader, bits: number, output: Samples, count: number): void {
  for (let i = 0; i < count; i++) output[i] = reader.signed(bits);
}

/** The polynomial through the last samples, taken one step on: weights of the last, the one before, ... */
const FIXED = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]] as const;

function readFixed(reader: BitReader, bits: number, order: number, output: Samples, count: number): void {
  readPlain(reader, bits, output, Math.min(order, count));
  readResidual(reader, order, output, count);
  predict(output, count, Int32Array.from(FIXED[order]!), 0, bits);
}

/** Predicted by a linear filter that the file brings along. */
function readLinear(reader: BitReader, bits: number, order: number, output: Samples, count: number): void {
  readPlain(reader, bits, output, Math.min(order, count));
  const precision = reader.unsigned(4) + 1;
  const shift = reader.signed(5);
  if (precision === 16 || shift < 0) throw damaged(reader, 'a linear predictor is of a reserved kind');
  const weights = new Int32Array(order);
  for (let i = 0; i < order; i++) weights[i] = reader.signed(precision);
  readResidual(reader, order, output, count);
  predict(output, count, weights, shift, bits);
}

/** Adds to each residual the sum of weights[j] times the sample j + 1 before, shifted right. */
function predict(output: Samples, count: number, weights: Int32Array, shift: number, bits: number): void {
  const gain = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  // Encoders keep sums of 16-bit audio within 32 bits; those of more bits are not.
  if (output instanceof Int32Array && gain * 2 ** (bits - 1) < 2 ** 31) predictNarrow(output, count, weights, shift);
  else predictWide(output, count, weights, shift);
}

/** Weights that a sum takes at once. */
const AT_ONCE = 12;

/**
 * Where all sums fit 32 bits.
 *
 * Up to twelve weights are held in local variables: a loop over them took twice as long, and it is half of decoding. Encoders
 * take more only where they are told to.
 */
function predictNarrow(output: Int32Array, count: number, weights: Int32Array, shift: number): void {
  const order = weights.length;
  const { imul } = Math;
  const whole = order <= AT_ONCE ? Math.min(count, AT_ONCE) : count;
  for (let i = order; i < whole; i++) {
    let sum = 0;
    for (let j = 0, at = i - 1; j < order; j++, at--) sum = (sum + imul(weights[j]!, output[at]!)) | 0;
    output[i] = output[i]! + (sum >> shift);
  }
  if (order > AT_ONCE || order === 0) return;
  // Weights of 0 make up the number.
  const padded = new Int32Array(AT_ONCE);
  padded.set(weights);
  const [w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12] = padded as unknown as number[];
  if (order <= 8) {
    for (let i = AT_ONCE; i < count; i++) {
      const a = (imul(w1!, output[i - 1]!) + imul(w2!, output[i - 2]!)) | 0;
      const b = (imul(w3!, output[i - 3]!) + imul(w4!, output[i - 4]!)) | 0;
      const c = (imul(w5!, output[i - 5]!) + imul(w6!, output[i - 6]!)) | 0;
      const d = (imul(w7!, output[i - 7]!) + imul(w8!, output[i - 8]!)) | 0;
      output[i] = output[i]! + (((((a + b) | 0) + ((c + d) | 0)) | 0) >> shift);
    }
    return;
  }
  for (let i = AT_ONCE; i < count; i++) {
    const a = (imul(w1!, output[i - 1]!) + imul(w2!, output[i - 2]!)) | 0;
    const b = (imul(w3!, output[i - 3]!) + imul(w4!, output[i - 4]!)) | 0;
    const c = (imul(w5!, output[i - 5]!) + imul(w6!, output[i - 6]!)) | 0;
    const d = (imul(w7!, output[i - 7]!) + imul(w8!, output[i - 8]!)) | 0;
    const e = (imul(w9!, output[i - 9]!) + imul(w10!, output[i - 10]!)) | 0;
    const f = (imul(w11!, output[i - 11]!) + imul(w12!, output[i - 12]!)) | 0;
    const sum = (((a + b) | 0) + ((c + d) | 0) + ((e + f) | 0)) | 0;
    output[i] = output[i]! + (sum >> shift);
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

/** What the prediction left, from output[order] on: partitions of Rice codes, each with its own parameter. */
function readResidual(reader: BitReader, order: number, output: Samples, count: number): void {
  const method = reader.unsigned(2);
  if (method > 1) throw damaged(reader, `residual coding ${method} is reserved`);
  const parameterBits = method === 0 ? 4 : 5;
  const plain = method === 0 ? 15 : 31;
  const partitionOrder = reader.unsigned(4);
  const partition = count >> partitionOrder;
  if (partition << partitionOrder !== count || partition < order) {
    throw damaged(reader, `${count} samples after ${order} do not make 2^${partitionOrder} partitions`);
  }
  for (let from = order, to = partition; to <= count; from = to, to += partition) {
    const parameter = reader.unsigned(parameterBits);
    if (parameter < plain) reader.rice(parameter, output, from, to);
    else {
      const bits = reader.unsigned(5);
      for (let i = from; i < to; i++) output[i] = bits === 0 ? 0 : reader.signed(bits);
    }
  }
}
