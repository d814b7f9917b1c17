import {
  type Code,
  createLayout,
  f32x4,
  i32,
  i32x4,
  i64,
  ifElse,
  lazyScratch,
  type Scratch,
  type Variable,
  wasmFunction,
  whileTrue,
} from '@ser/wasm';
import type { BitReader } from './bitReader';

/** The two loops that decoding a frame spends its time in, in WebAssembly: half of their time in JavaScript, the same samples. */
export interface FrameKernels {
  /** A channel of the frame, in memory that the next frame writes to. */
  readonly samples: Int32Array;
  /**
   * Reads residuals into samples[order] and on, in partitions of Rice codes, as far as it gets: to the end, to a partition or a code
   * of a rare kind, or to the last bytes of the frame.
   */
  residuals(reader: BitReader, partitions: Partitions): void;
  /** Adds the prediction by up to twelve weights, from samples[12] to samples[count - 1], where all sums fit 32 bits. */
  predict(count: number, weights: Int32Array, shift: number): void;
}

/** How far the residuals of a channel are read. */
export interface Partitions {
  /** Samples of the channel. */
  readonly count: number;
  /** Samples of a partition. */
  readonly size: number;
  readonly parameterBits: number;
  /** The parameter that says that no Rice codes follow. */
  readonly plain: number;
  /** The next sample. */
  at: number;
  /** Where the partition ends that is being read, and the one after it. */
  end: number;
  next: number;
  parameter: number;
}

/** Weights that a prediction takes. */
export const MOST_WEIGHTS = 12;
const MOST_SAMPLES = 65_536;
/** What the window of a code reaches over. */
const WINDOW_BITS = 64;

/**
 * @param start byte of `bytes` that the frame's channels begin at
 * @param mostBytes that they may take; if it is too low, JavaScript reads the rest
 * @param scratch null where there is no WebAssembly
 * @returns undefined without WebAssembly
 */
export function createFrameKernels(
  bytes: Uint8Array,
  start: number,
  mostBytes: number,
  blockSize: number,
  scratch: Scratch | null = sharedScratch(),
): FrameKernels | undefined {
  if (scratch === null) return undefined;
  const length = Math.min(mostBytes, bytes.length - start);
  const layout = createLayout();
  const at = {
    state: layout.float32(5),
    weights: layout.float32(MOST_WEIGHTS),
    samples: layout.float32(MOST_SAMPLES),
    words: layout.float32(Math.ceil(length / 4) + 4),
  };
  const memory = scratch.reserve(layout.bytes());
  const words = new Uint8Array(memory, at.words, 4 * Math.ceil(length / 4) + 16);
  words.set(bytes.subarray(start, start + length));
  const kernels = scratch.kernels as Record<'reverseWords' | 'readResiduals' | 'predict', (...args: number[]) => void>;
  kernels.reverseWords(at.words, at.words + length);
  const state = new Int32Array(memory, at.state, 5);
  const origin = 8 * start;
  const lastBit = 8 * length - WINDOW_BITS;
  return {
    samples: new Int32Array(memory, at.samples, blockSize),
    residuals(reader, partitions) {
      const { count, size, parameterBits, plain } = partitions;
      state.set([reader.bitPosition - origin, partitions.at, partitions.end, partitions.next, partitions.parameter]);
      kernels.readResiduals(at.state, at.words, lastBit, at.samples, count, size, parameterBits, plain);
      reader.bitPosition = origin + state[0]!;
      [, partitions.at, partitions.end, partitions.next, partitions.parameter] = state as unknown as Five;
    },
    predict(count, weights, shift) {
      const padded = new Int32Array(memory, at.weights, MOST_WEIGHTS).fill(0);
      padded.set(weights);
      kernels.predict(at.samples, at.samples + 4 * (count - MOST_WEIGHTS), at.weights, shift);
    },
  };
}

type Five = [number, number, number, number, number];

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [reverseWords(), readResiduals(), predict()]);

const advance = (variable: Variable, by: Code): Code => variable.set(i32.add(variable.get, by));

/** The bits of a file come from the highest of each byte on: so that they do in whole words. */
const reverseWords = () =>
  wasmFunction('reverseWords', ({ params }) => {
    const [words, end] = params(2);
    return whileTrue(i32.lt(words.get, end.get), [
      ...f32x4.store(words.get, i32x4.reverseBytes(f32x4.load(words.get))),
      ...advance(words, i32.const(16)),
    ]);
  });

const readResiduals = () =>
  wasmFunction('readResiduals', ({ params, local, locals }) => {
    const [state, words, lastBit, samples, count, size, parameterBits, plain] = params(8);
    const [bit, at, end, next, parameter] = locals(5, 'i32');
    const [isRunning, address, quotient, value] = locals(4, 'i32');
    const window = local('i64');
    const stop = isRunning.set(i32.const(0));
    const one = i32.const(1);
    const readWindow: Code = [
      ...address.set(i32.add(words.get, i32.shl(i32.shiftRightUnsigned(bit.get, i32.const(5)), i32.const(2)))),
      ...window.set(
        i64.shl(
          i64.or(i64.shl(i64.loadInt32(address.get), i64.extend(i32.const(32))), i64.loadInt32(address.get, 4)),
          i64.extend(i32.and(bit.get, i32.const(31))),
        ),
      ),
    ];
    const beginPartition: Code = [
      ...value.set(i32.wrap(i64.shiftRightUnsigned(window.get, i64.extend(i32.sub(i32.const(64), parameterBits.get))))),
      ...ifElse(i32.or(i32.gt(next.get, count.get), i32.eq(value.get, plain.get)), stop, [
        ...parameter.set(value.get),
        ...advance(bit, parameterBits.get),
        ...end.set(next.get),
        ...advance(next, size.get),
      ]),
    ];
    // A quotient in unary, a one, the remainder; the sign is in the lowest bit.
    const readCode: Code = [
      ...quotient.set(i32.wrap(i64.leadingZeros(window.get))),
      // Of a window 33 bits are sure to be there.
      ...ifElse(i32.gt(i32.add(quotient.get, parameter.get), i32.const(32)), stop, [
        ...window.set(i64.shl(i64.shl(window.get, i64.extend(quotient.get)), i64.extend(one))),
        ...value.set(
          i32.or(
            i32.shl(quotient.get, parameter.get),
            i32.wrap(
              i64.shiftRightUnsigned(
                i64.shiftRightUnsigned(window.get, i64.extend(one)),
                i64.extend(i32.sub(i32.const(63), parameter.get)),
              ),
            ),
          ),
        ),
        ...i32.store(
          i32.add(samples.get, i32.shl(at.get, i32.const(2))),
          i32.xor(i32.shiftRightUnsigned(value.get, one), i32.sub(i32.const(0), i32.and(value.get, one))),
        ),
        ...advance(bit, i32.add(i32.add(quotient.get, parameter.get), one)),
        ...advance(at, one),
      ]),
    ];
    const fields = [bit, at, end, next, parameter];
    return [
      ...fields.flatMap((field, index) => field.set(i32.load(state.get, 4 * index))),
      ...isRunning.set(one),
      ...whileTrue(
        isRunning.get,
        ifElse(i32.gt(bit.get, lastBit.get), stop, [
          ...readWindow,
          ...ifElse(i32.eq(at.get, end.get), beginPartition, readCode),
        ]),
      ),
      ...fields.flatMap((field, index) => i32.store(state.get, field.get, 4 * index)),
    ];
  });

/** `samples` is twelve before the one that is predicted. */
const predict = () =>
  wasmFunction('predict', ({ params, locals, local }) => {
    const [samples, end, weights, shift] = params(4);
    const factors = locals(MOST_WEIGHTS, 'i32');
    const last = local('i32');
    const AT = 4 * MOST_WEIGHTS;
    const product = (distance: number): Code =>
      i32.mul(factors[distance - 1]!.get, i32.load(samples.get, AT - 4 * distance));
    // In pairs, and what waits for the last sample comes last.
    const sum = (from: number, to: number): Code =>
      from === to ? product(from) : i32.add(sum(from, (from + to) >> 1), sum(((from + to) >> 1) + 1, to));
    return [
      ...factors.flatMap((factor, index) => factor.set(i32.load(weights.get, 4 * index))),
      ...last.set(i32.load(samples.get, AT - 4)),
      ...whileTrue(i32.lt(samples.get, end.get), [
        ...last.set(
          i32.add(
            i32.load(samples.get, AT),
            i32.shiftRight(i32.add(sum(2, MOST_WEIGHTS), i32.mul(factors[0]!.get, last.get)), shift.get),
          ),
        ),
        ...i32.store(samples.get, last.get, AT),
        ...advance(samples, i32.const(4)),
      ]),
    ];
  });
