import {
  createLayout,
  createScratch,
  f32x4,
  f64x2,
  i32,
  i64x2,
  type Variable,
  wasmFunction,
  whileTrue,
} from '@ser/wasm';
import { type Decibels, plainDecibels } from '../decibels';

/** 10 log10(x) = STEP e + series(s), x = 2^e m, s = (m - 1) / (m + 1), m from sqrt(1/2) to sqrt(2): |s| < 0.172. */
const STEP = 10 * Math.log10(2);
/** 20 / ln 10 (s + s^3 / 3 + s^5 / 5 + ...): the first term left out is below 3e-14 dB. */
const SERIES = Array.from({ length: 9 }, (_, k) => 20 / Math.LN10 / (2 * k + 1));

/**
 * What our decibels and those of `Math.log10` may differ by, several times over (both are off by some 1e-13). Where it
 * decides which float32 is the nearest, once in a million numbers, the block is computed by `Math.log10` again: so the bits
 * are the same.
 */
const DOUBT = 4e-12;

/** Keeps exponents above zero while they are bits. */
const BIAS = 1024;
/** A whole number in the place of its lowest bits is added to its value. */
const WHOLE = 2 ** 52;
const SQRT_HALF_BITS = 0x3fe6a09e667f3bcdn;

/** The vectors that the kernel finds in memory: engines make a constant anew each time that it is used. */
const VECTORS = {
  amin: 0,
  offset: 0,
  one: 1,
  step: STEP,
  whole: WHOLE + BIAS,
  doubt: DOUBT,
  wholeBits: 0x4330000000000000n,
  sqrtHalf: SQRT_HALF_BITS,
  biased: (BigInt(BIAS) << 52n) - SQRT_HALF_BITS,
  mantissa: 0x000fffffffffffffn,
  /** Of all results so far. */
  largest: Number.NEGATIVE_INFINITY,
  /** Bits that are set where a result of the last call was in doubt. */
  inDoubt: 0,
} as const;
const NAMES = Object.keys(VECTORS) as (keyof typeof VECTORS)[];
const placeOf = (name: keyof typeof VECTORS) => 16 * NAMES.indexOf(name);

const plus = (variable: Variable, bytes: number) => i32.add(variable.get, i32.const(bytes));

/** From `source` to `target`, two at a time; at `vectors` lie VECTORS, behind them SERIES. */
const writeDecibels = wasmFunction('writeDecibels', ({ params, locals }) => {
  const [source, sourceEnd, target, vectors] = params(4);
  const [x, bits, s, square, fourth, even, odd, largest, inDoubt] = locals(9, 'v128');
  const { add, sub, mul, div } = f64x2;
  const the = (name: keyof typeof VECTORS) => f64x2.load(vectors.get, placeOf(name));
  const term = (k: number) => f64x2.load(vectors.get, 16 * (NAMES.length + k));
  /** term[k] + term[k + 2] fourth + term[k + 4] fourth^2 + ... */
  const everySecondTerm = (sum: Variable, first: number) => {
    const last = SERIES.length - 1 - ((SERIES.length - 1 - first) % 2);
    const code = [...sum.set(term(last))];
    for (let k = last - 2; k >= first; k -= 2) code.push(...sum.set(add(mul(sum.get, fourth.get), term(k))));
    return code;
  };
  return [
    ...inDoubt.set(f64x2.splat(0)),
    ...largest.set(the('largest')),
    ...whileTrue(i32.lt(source.get, sourceEnd.get), [
      ...x.set(f64x2.max(f64x2.loadFloat32(source.get), the('amin'))),
      ...bits.set(i64x2.add(x.get, the('biased'))),
      ...x.set(i64x2.add(f64x2.and(bits.get, the('mantissa')), the('sqrtHalf'))),
      ...s.set(div(sub(x.get, the('one')), add(x.get, the('one')))),
      ...square.set(mul(s.get, s.get)),
      ...fourth.set(mul(square.get, square.get)),
      // Two sums, as one would wait for each addition to end.
      ...everySecondTerm(even, 0),
      ...everySecondTerm(odd, 1),
      ...x.set(mul(s.get, add(even.get, mul(odd.get, square.get)))),
      ...bits.set(f64x2.or(i64x2.shiftRight(bits.get, 52), the('wholeBits'))),
      ...x.set(add(x.get, mul(sub(bits.get, the('whole')), the('step')))),
      ...x.set(sub(x.get, the('offset'))),
      ...largest.set(f64x2.max(largest.get, x.get)),
      ...even.set(f32x4.demote(sub(x.get, the('doubt')))),
      ...inDoubt.set(f64x2.or(inDoubt.get, f32x4.ne(even.get, f32x4.demote(add(x.get, the('doubt')))))),
      ...f32x4.storeFirst(target.get, even.get),
      ...source.set(plus(source, 8)),
      ...target.set(plus(target, 8)),
    ]),
    ...f64x2.store(vectors.get, largest.get, placeOf('largest')),
    ...f64x2.store(vectors.get, inDoubt.get, placeOf('inDoubt')),
  ];
});

/** Raises the numbers from `values` on, four at a time, to at least the float32 number at `floor`. */
const raise = wasmFunction('raise', ({ params }) => {
  const [values, valuesEnd, floor] = params(3);
  return whileTrue(i32.lt(values.get, valuesEnd.get), [
    ...f32x4.store(values.get, f32x4.max(f32x4.load(values.get), f32x4.load(floor.get))),
    ...values.set(plus(values, 16)),
  ]);
});

const BLOCK = 4096;
/** Below it numbers have fewer digits, and bits that mean something else. */
const LEAST_NORMAL = 2 ** -1022;

/** Undefined where there is no WebAssembly; else `plainDecibels`, to the bit. */
export function createDecibelWriter(): Decibels | undefined {
  const scratch = createScratch([writeDecibels, raise]);
  if (scratch === undefined) return undefined;
  const { kernels } = scratch;
  const layout = createLayout();
  const vectors = layout.float64(2 * (NAMES.length + SERIES.length));
  const source = layout.float32(BLOCK);
  const target = layout.float32(BLOCK);
  const floor = layout.float32(4);
  const memory = scratch.reserve(layout.bytes());
  const powers = new Float32Array(memory, source, BLOCK);
  const results = new Float32Array(memory, target, BLOCK);
  const floors = new Float32Array(memory, floor, 4);
  const largest = new Float64Array(memory, vectors + placeOf('largest'), 2);
  const inDoubt = new Int32Array(memory, vectors + placeOf('inDoubt'), 4);

  function setVector(place: number, value: number | bigint): void {
    if (typeof value === 'bigint') new BigInt64Array(memory, vectors + place, 2).fill(value);
    else new Float64Array(memory, vectors + place, 2).fill(value);
  }
  for (const name of NAMES) setVector(placeOf(name), VECTORS[name]);
  for (const [k, term] of SERIES.entries()) setVector(16 * (NAMES.length + k), term);

  return {
    write(values, amin, offset) {
      if (amin < LEAST_NORMAL) return plainDecibels.write(values, amin, offset);
      let most: number = VECTORS.largest;
      largest.fill(most);
      setVector(placeOf('amin'), amin);
      setVector(placeOf('offset'), offset);
      for (let start = 0; start < values.length; start += BLOCK) {
        const block = values.subarray(start, start + BLOCK);
        powers.set(block);
        // The number that makes up the last pair.
        if (block.length % 2 === 1) powers[block.length] = powers[0]!;
        kernels.writeDecibels!(source, source + 4 * block.length, target, vectors);
        if (inDoubt[0]! | inDoubt[1]! | inDoubt[2]! | inDoubt[3]!) {
          most = Math.max(most, plainDecibels.write(block, amin, offset));
        } else block.set(results.subarray(0, block.length));
      }
      return Math.max(most, Math.fround(Math.max(largest[0]!, largest[1]!)));
    },
    raise(values, least) {
      floors.fill(least);
      for (let start = 0; start < values.length; start += BLOCK) {
        const block = values.subarray(start, start + BLOCK);
        results.set(block);
        kernels.raise!(target, target + 4 * block.length, floor);
        block.set(results.subarray(0, block.length));
      }
    },
  };
}
