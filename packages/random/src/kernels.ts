import { type Code, f64, f64x2, i32, i64, i64x2, type Variable, wasmFunction, whileTrue } from '@ser/wasm';
import { COEFFICIENTS, LN2_HIGH, LN2_LOW } from './log';

const advance = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, i32.const(bytes)));
const number = (value: number): Code => i64.extend(i32.const(value));

/** Two int64: where the generator stands. */
const STATE = i32.const(0);

/** A step of xoroshiro128+: its output, of which the lower half counts, into `output`. */
const step = (s0: Variable, s1: Variable, output: Variable): Code => [
  ...output.set(i64.add(s0.get, s1.get)),
  ...s1.set(i64.xor(s1.get, s0.get)),
  ...s0.set(i64.xor(i64.xor(i64.rotateLeft(s0.get, number(24)), s1.get), i64.shl(s1.get, number(16)))),
  ...s1.set(i64.rotateLeft(s1.get, number(37))),
];

/** The state in variables for the time of `draws`. */
const withState = ([s0, s1]: readonly [Variable, Variable], draws: Code): Code => [
  ...s0.set(i64.load(STATE)),
  ...s1.set(i64.load(STATE, 8)),
  ...draws,
  ...i64.store(STATE, s0.get),
  ...i64.store(STATE, s1.get, 8),
];

/** unit.ts, from [0, 1) times a power of two. */
const draw = ([s0, s1]: readonly [Variable, Variable], [high, low]: readonly [Variable, Variable], scale: number) => ({
  steps: [...step(s0, s1, high), ...step(s0, s1, low)],
  value: f64.mul(
    f64.const(scale * 2 ** -53),
    f64.convert(i64.or(i64.shl(i64.and(high.get, number(0x3ffffff)), number(27)), i64.and(low.get, number(0x7ffffff)))),
  ),
});

/** Numbers in [0, 1). */
export const drawUnitsKernel = () =>
  wasmFunction('drawUnits', ({ params, locals }) => {
    const [to, end] = params(2);
    const [s0, s1, high, low] = locals(4, 'i64');
    const { steps, value } = draw([s0, s1], [high, low], 1);
    return withState(
      [s0, s1],
      whileTrue(i32.lt(to.get, end.get), [...steps, ...f64.store(to.get, value), ...advance(to, 8)]),
    );
  });

/** `drawPairs` of normalPairs.ts. */
export const drawPairsKernel = () =>
  wasmFunction('drawPairs', ({ params, locals, local }) => {
    const [pairs, end] = params(2);
    const [s0, s1, high, low] = locals(4, 'i64');
    const [x, y, square] = locals(3, 'f64');
    const isInside = local('i32');
    const { steps, value } = draw([s0, s1], [high, low], 2);
    const drawn = (coordinate: Variable): Code => [...steps, ...coordinate.set(f64.sub(value, f64.const(1)))];
    return withState(
      [s0, s1],
      whileTrue(i32.lt(pairs.get, end.get), [
        ...drawn(x),
        ...drawn(y),
        ...f64.store(pairs.get, x.get),
        ...f64.store(pairs.get, y.get, 8),
        ...square.set(f64.add(f64.mul(x.get, x.get), f64.mul(y.get, y.get))),
        // Without a branch, which would be guessed wrongly at every point outside.
        ...isInside.set(i32.and(f64.lt(square.get, f64.const(1)), f64.gt(square.get, f64.const(0)))),
        ...pairs.set(i32.add(pairs.get, i32.shl(isInside.get, i32.const(4)))),
      ]),
    );
  });

/** Added to a whole number's bits, it makes them those of the number plus 1.5 * 2^52. */
const ROUNDER = 1.5 * 2 ** 52;

/** `pairsToNormal` of normalPairs.ts, two points at a time. */
export const pairsToNormalKernel = () =>
  wasmFunction('pairsToNormal', ({ params, locals, constant }) => {
    const [pairs, end] = params(2);
    const [first, second, square, k, f, s, z, half, series, factor] = locals(10, 'v128');
    const { add, sub, mul, div, sqrt } = f64x2;
    const vector = (value: number): Code => constant(f64x2.splat(value)).get;
    const [highest, ...coefficients] = COEFFICIENTS.map(vector);
    const [one, two, oneHalf, minusTwo, sqrtHalf] = [
      vector(1),
      vector(2),
      vector(0.5),
      vector(-2),
      vector(Math.SQRT1_2),
    ];
    const [rounder, ln2High, ln2Low] = [vector(ROUNDER), vector(LN2_HIGH), vector(LN2_LOW)];
    return whileTrue(i32.lt(pairs.get, end.get), [
      ...first.set(f64x2.load(pairs.get)),
      ...second.set(f64x2.load(pairs.get, 16)),
      ...f.set(mul(first.get, first.get)),
      ...s.set(mul(second.get, second.get)),
      ...square.set(add(f64x2.firstLanes(f.get, s.get), f64x2.secondLanes(f.get, s.get))),
      // log.ts: square = 2^k (1 + f), 1 + f from sqrt(1/2) on
      ...k.set(i64x2.shiftRightSigned(i64x2.sub(square.get, sqrtHalf), 52)),
      ...f.set(sub(i64x2.sub(square.get, i64x2.shl(k.get, 52)), one)),
      ...k.set(sub(i64x2.add(k.get, rounder), rounder)),
      ...s.set(div(f.get, add(two, f.get))),
      ...z.set(mul(s.get, s.get)),
      ...series.set(
        mul(
          z.get,
          coefficients.reduce((sum, next) => add(next, mul(z.get, sum)), highest!),
        ),
      ),
      ...half.set(mul(mul(oneHalf, f.get), f.get)),
      ...factor.set(
        sub(
          mul(k.get, ln2High),
          sub(sub(half.get, add(mul(s.get, add(half.get, series.get)), mul(k.get, ln2Low))), f.get),
        ),
      ),
      ...factor.set(sqrt(div(mul(minusTwo, factor.get), square.get))),
      ...f64x2.store(pairs.get, mul(first.get, f64x2.firstLanes(factor.get, factor.get))),
      ...f64x2.store(pairs.get, mul(second.get, f64x2.secondLanes(factor.get, factor.get)), 16),
      ...advance(pairs, 32),
    ]);
  });
