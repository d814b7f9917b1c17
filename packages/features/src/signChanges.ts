import { createLayout, f32x4, i32, i32x4, lazyScratch, type Scratch, wasmFunction, whileTrue } from '@ser/wasm';

/** Counts how often the sign changes after one sample, up to another. */
export type SignChanges = (from: number, to: number) => number;

/** Longer signals would take memory for good: they are counted in JavaScript. */
const LONGEST = 1_920_000;

/**
 * Prepares counting of sign changes, without branches, which noise would make a processor guess wrong: signs and magnitudes of float32
 * compare as whole numbers.
 *
 * @param zero samples at or below this magnitude count as zero, a float32
 * @param zeroPos zero counts as positive
 * @param scratch null: without WebAssembly, the same counts. What is prepared is good until the next call
 */
export function signChangesOf(
  samples: Float32Array,
  zero: number,
  zeroPos: boolean,
  scratch: Scratch | null = sharedScratch(),
): SignChanges {
  const zeroBits = new Int32Array(Float32Array.of(zero).buffer)[0]!;
  const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
  const positive = zeroPos ? 0 : 2;
  if (scratch === null || !zeroPos || samples.length > LONGEST) {
    return (from, to) => countChanges(bits, from, to, zeroBits, positive);
  }
  const layout = createLayout();
  const at = { counts: layout.float32(4), samples: layout.float32(samples.length) };
  const memory = scratch.reserve(layout.bytes());
  const counts = new Int32Array(memory, at.counts, 4);
  new Float32Array(memory, at.samples, samples.length).set(samples);
  return (from, to) => {
    const whole = from + ((to - from) & ~3);
    scratch.kernels.countChanges!(at.samples + 4 * from, at.samples + 4 * whole, zeroBits, at.counts);
    return counts[0]! + counts[1]! + counts[2]! + counts[3]! + countChanges(bits, whole, to, zeroBits, positive);
  };
}

function countChanges(bits: Int32Array, from: number, to: number, zeroBits: number, positive: number): number {
  let before = signOf(bits[from]!, zeroBits, positive);
  let count = 0;
  for (let i = from + 1; i <= to; i++) {
    const now = signOf(bits[i]!, zeroBits, positive);
    const flip = now ^ before;
    count += (flip | (flip >> 1)) & 1;
    before = now;
  }
  return count;
}

/** 1 for negative, 0 for zero, `positive` for positive. */
function signOf(bits: number, zeroBits: number, positive: number): number {
  const isBeyond = (zeroBits - (bits & MAGNITUDE)) >> 31;
  return isBeyond & (bits < 0 ? 1 : positive);
}

const MAGNITUDE = 0x7fffffff;

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [
  // Lanes of ones where a sample is negative beyond the zero, against the same of the sample before; four counts.
  wasmFunction('countChanges', ({ params, locals }) => {
    const [samples, end, zero, counts] = params(4);
    const [now, before, zeros, magnitude, sums] = locals(5, 'v128');
    const isNegative = (four: typeof now) =>
      i32x4.and(
        i32x4.shiftRight(i32x4.sub(zeros.get, i32x4.and(four.get, magnitude.get)), 31),
        i32x4.shiftRight(four.get, 31),
      );
    return [
      ...zeros.set(i32x4.splat(zero.get)),
      ...magnitude.set(i32x4.splat(i32.const(MAGNITUDE))),
      ...sums.set(f32x4.zero),
      ...whileTrue(i32.lt(samples.get, end.get), [
        ...before.set(f32x4.load(samples.get)),
        ...now.set(f32x4.load(samples.get, 4)),
        ...sums.set(i32x4.sub(sums.get, i32x4.xor(isNegative(now), isNegative(before)))),
        ...samples.set(i32.add(samples.get, i32.const(16))),
      ]),
      ...f32x4.store(counts.get, sums.get),
    ];
  }),
]);
