// Functions of four floats at a time, for every family of kernels. Over the whole range: denormals, infinities, NaN.
// docs/kernels.md has each one's largest error, measured by test/accuracy.test.ts.

// Constants are loaded: V8 makes the splat of a literal with three instructions at every use and takes none of them out of
// a loop, which cost more than the arithmetic.

// @ts-ignore: decorator
@inline
function constant(table: usize, i: usize): v128 {
  return v128.load32_splat(table + (i << 2));
}

const EXP = memory.data<f32>([
  // Where exp is 0 and infinity; 1 / ln2; 1.5 * 2^23; ln2 in two parts, of which the first times n is exact.
  -104, 89, 1.44269504088896341, 12582912, 0.693359375, -2.12194440e-4,
  // Cephes' polynomial.
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  1,
  // Where expm1 is -1.
  -26,
  0.5,
]);

/** The polynomial of expm1 for |r| <= ln2 / 2, less its first term: expm1(r) = r + r^2 P(r). */
// @ts-ignore: decorator
@inline
function expTail(r: v128): v128 {
  let p = constant(EXP, 6);
  p = f32x4.add(f32x4.mul(p, r), constant(EXP, 7));
  p = f32x4.add(f32x4.mul(p, r), constant(EXP, 8));
  p = f32x4.add(f32x4.mul(p, r), constant(EXP, 9));
  p = f32x4.add(f32x4.mul(p, r), constant(EXP, 10));
  p = f32x4.add(f32x4.mul(p, r), constant(EXP, 11));
  return f32x4.mul(p, f32x4.mul(r, r));
}

/** x - n ln2. */
// @ts-ignore: decorator
@inline
function lessLn2(x: v128, n: v128): v128 {
  x = f32x4.sub(x, f32x4.mul(n, constant(EXP, 4)));
  return f32x4.sub(x, f32x4.mul(n, constant(EXP, 5)));
}

/** 2^n of whole n from -126 to 127. */
// @ts-ignore: decorator
@inline
function power2(n: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), constant(EXP, 12));
}

// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // pmin and pmax, which keep NaN here, are one instruction; min and max are many.
  x = f32x4.pmin(f32x4.pmax(x, constant(EXP, 0)), constant(EXP, 1));
  // The sum with 1.5 * 2^23 has the nearest whole number in its last bits.
  const magic = constant(EXP, 3);
  const rounded = f32x4.add(f32x4.mul(x, constant(EXP, 2)), magic);
  const r = lessLn2(x, f32x4.sub(rounded, magic));
  const p = f32x4.add(f32x4.add(expTail(r), r), constant(EXP, 12));
  // In two steps: n reaches from -150 to 128, further than a float's exponent.
  const whole = i32x4.sub(rounded, magic);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(p, power2(half)), power2(i32x4.sub(whole, half)));
}

/** exp of x from -87 to 88, or NaN. */
// @ts-ignore: decorator
@inline
function expInside(x: v128): v128 {
  const magic = constant(EXP, 3);
  const rounded = f32x4.add(f32x4.mul(x, constant(EXP, 2)), magic);
  const r = lessLn2(x, f32x4.sub(rounded, magic));
  return f32x4.mul(f32x4.add(f32x4.add(expTail(r), r), constant(EXP, 12)), power2(i32x4.sub(rounded, magic)));
}

/** exp(x) - 1 without cancellation: 2^n expm1(r) + (2^n - 1). */
// @ts-ignore: decorator
@inline
export function expm14(x: v128): v128 {
  const c = f32x4.pmin(f32x4.pmax(x, constant(EXP, 13)), constant(EXP, 1));
  const magic = constant(EXP, 3);
  const rounded = f32x4.add(f32x4.mul(c, constant(EXP, 2)), magic);
  const n = f32x4.sub(rounded, magic);
  const r = lessLn2(c, n);
  const p = f32x4.add(expTail(r), r);
  // Half of 2^n, which at n = 128 is a float while 2^n is not.
  const half = constant(EXP, 14);
  const t = i32x4.add(i32x4.shl(i32x4.sub(rounded, magic), 23), half);
  const y = f32x4.add(f32x4.mul(t, p), f32x4.sub(t, half));
  return v128.bitselect(p, f32x4.add(y, y), f32x4.eq(n, f32x4.splat(0)));
}

const LOG = memory.data<f32>([
  // FreeBSD's polynomial.
  0.40000972152, 0.24279078841, 0.66666662693, 0.28498786688,
  // ln2 in two parts.
  9.0580006145e-6, 6.9313812256e-1,
  2, 0.5, Infinity, 1, 1.17549435e-38, 33554432,
]);
const LOG_BITS = memory.data<i32>([
  // What brings a mantissa between sqrt(1/2) and sqrt(2) when added to the bits of a float, and back.
  0x3f800000 - 0x3f3504f3, 0x3f3504f3,
  0x007fffff, 127, 25,
]);

/** log(1 + f) + k ln2 + c for 1 + f in [sqrt(1/2), sqrt(2)). */
// @ts-ignore: decorator
@inline
function logOf(f: v128, k: v128, c: v128): v128 {
  const s = f32x4.div(f, f32x4.add(constant(LOG, 6), f));
  const z = f32x4.mul(s, s);
  const w = f32x4.mul(z, z);
  const t1 = f32x4.mul(w, f32x4.add(constant(LOG, 0), f32x4.mul(w, constant(LOG, 1))));
  const t2 = f32x4.mul(z, f32x4.add(constant(LOG, 2), f32x4.mul(w, constant(LOG, 3))));
  const h = f32x4.mul(constant(LOG, 7), f32x4.mul(f, f));
  const low = f32x4.add(f32x4.mul(k, constant(LOG, 4)), c);
  const sum = f32x4.add(f32x4.mul(s, f32x4.add(h, f32x4.add(t1, t2))), low);
  return f32x4.add(f32x4.add(f32x4.sub(sum, h), f), f32x4.mul(k, constant(LOG, 5)));
}

/** What log gives for what is not a positive finite number: NaN, infinity, and -infinity for 0. */
// @ts-ignore: decorator
@inline
function logOfOther(y: v128, x: v128, ok: v128): v128 {
  const other = v128.bitselect(f32x4.splat(-Infinity), f32x4.sqrt(x), f32x4.eq(x, f32x4.splat(0)));
  return v128.bitselect(y, other, ok);
}

// @ts-ignore: decorator
@inline
function positiveFinite(x: v128): v128 {
  return v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.lt(x, constant(LOG, 8)));
}

// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, constant(LOG, 10));
  const scaled = v128.bitselect(f32x4.mul(x, constant(LOG, 11)), x, tiny);
  const bits = i32x4.add(scaled, constant(LOG_BITS, 0));
  const k = i32x4.sub(i32x4.sub(i32x4.shr_s(bits, 23), constant(LOG_BITS, 3)), v128.and(tiny, constant(LOG_BITS, 4)));
  const mantissa = i32x4.add(v128.and(bits, constant(LOG_BITS, 2)), constant(LOG_BITS, 1));
  const y = logOf(f32x4.sub(mantissa, constant(LOG, 9)), f32x4.convert_i32x4_s(k), f32x4.splat(0));
  const ok = positiveFinite(x);
  return i32x4.all_true(ok) ? y : logOfOther(y, x, ok);
}

/** log(1 + x) without cancellation: what rounding 1 + x lost is added again, to first order. */
// @ts-ignore: decorator
@inline
export function log1p4(x: v128): v128 {
  const one = constant(LOG, 9);
  const u = f32x4.add(x, one);
  const bits = i32x4.add(u, constant(LOG_BITS, 0));
  const k = i32x4.sub(i32x4.shr_s(bits, 23), constant(LOG_BITS, 3));
  const mantissa = i32x4.add(v128.and(bits, constant(LOG_BITS, 2)), constant(LOG_BITS, 1));
  const near = i32x4.eq(k, i32x4.splat(0));
  const f = v128.bitselect(x, f32x4.sub(mantissa, one), near);
  const large = i32x4.gt_s(k, i32x4.splat(1));
  const lost = v128.bitselect(f32x4.sub(one, f32x4.sub(u, x)), f32x4.sub(x, f32x4.sub(u, one)), large);
  const c = v128.andnot(f32x4.div(lost, u), near);
  const y = logOf(f, f32x4.convert_i32x4_s(k), c);
  const ok = positiveFinite(u);
  return i32x4.all_true(ok) ? y : logOfOther(y, u, ok);
}

/** 1 / (1 + exp(-x)), written so that small results keep their precision. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = constant(EXP, 12);
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const above = v128.bitselect(e, one, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(above, f32x4.add(one, e));
}

const TANH = memory.data<f32>([
  // Cephes' polynomial, for |x| < 0.625.
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1, 0.625,
  // Twice from where on it is 1.
  20,
  1, 2,
]);
const SIGN = memory.data<i32>([i32.MIN_VALUE]);

// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let p = f32x4.add(f32x4.mul(constant(TANH, 0), z), constant(TANH, 1));
  p = f32x4.add(f32x4.mul(p, z), constant(TANH, 2));
  p = f32x4.add(f32x4.mul(p, z), constant(TANH, 3));
  p = f32x4.add(f32x4.mul(p, z), constant(TANH, 4));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const a = f32x4.abs(x), one = constant(TANH, 7);
  // Of |x|: exp(2x) would lose digits of negative results.
  const e = expInside(f32x4.pmin(f32x4.add(a, a), constant(TANH, 6)));
  const large = f32x4.sub(one, f32x4.div(constant(TANH, 8), f32x4.add(e, one)));
  const signed = v128.bitselect(x, large, constant(SIGN, 0));
  return v128.bitselect(small, signed, f32x4.lt(a, constant(TANH, 5)));
}

const SOFTPLUS = memory.data<f32>([13.942385, -13.942385]);

/** log(1 + exp(x)), with TensorFlow.js' thresholds. */
// @ts-ignore: decorator
@inline
export function softplus4(x: v128): v128 {
  const e = exp4(x);
  const y = v128.bitselect(e, log1p4(e), f32x4.lt(x, constant(SOFTPLUS, 1)));
  return v128.bitselect(x, y, f32x4.gt(x, constant(SOFTPLUS, 0)));
}
