// Functions of four floats at a time, for every family of kernels. Over the whole range: denormals, infinities, NaN.
// docs/kernels.md has each one's largest error, measured by test/accuracy.test.ts.

/** The polynomial of expm1 for |r| <= ln2 / 2, less its first term: expm1(r) = r + r^2 P(r). Cephes' coefficients. */
// @ts-ignore: decorator
@inline
function expTail(r: v128): v128 {
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  return f32x4.mul(p, f32x4.mul(r, r));
}

/** x - n ln2, ln2 in two parts of which the first times n is exact. */
// @ts-ignore: decorator
@inline
function lessLn2(x: v128, n: v128): v128 {
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  return f32x4.sub(x, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
}

/** 2^n of whole n from -126 to 127. */
// @ts-ignore: decorator
@inline
function power2(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // Beyond these it is 0 and infinity all the same.
  x = f32x4.min(f32x4.max(x, f32x4.splat(-104)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  const r = lessLn2(x, n);
  const p = f32x4.add(f32x4.add(expTail(r), r), f32x4.splat(1));
  // In two steps: n reaches from -150 to 128, further than a float's exponent.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(p, power2(half)), power2(i32x4.sub(whole, half)));
}

/** exp(x) - 1 without cancellation: 2^n expm1(r) + (2^n - 1). */
// @ts-ignore: decorator
@inline
export function expm14(x: v128): v128 {
  const c = f32x4.min(f32x4.max(x, f32x4.splat(-26)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(c, f32x4.splat(1.44269504088896341)));
  const r = lessLn2(c, n);
  const p = f32x4.add(expTail(r), r);
  // Half of 2^n, which at n = 128 is a float while 2^n is not.
  const t = power2(i32x4.sub(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(1)));
  const y = f32x4.add(f32x4.mul(t, p), f32x4.sub(t, f32x4.splat(0.5)));
  return v128.bitselect(p, f32x4.add(y, y), f32x4.eq(n, f32x4.splat(0)));
}

/**
 * log(1 + f) + k ln2 + c for 1 + f in [sqrt(1/2), sqrt(2)): the polynomial of FreeBSD's logf.
 */
// @ts-ignore: decorator
@inline
function logOf(f: v128, k: v128, c: v128): v128 {
  const s = f32x4.div(f, f32x4.add(f32x4.splat(2), f));
  const z = f32x4.mul(s, s);
  const w = f32x4.mul(z, z);
  const t1 = f32x4.mul(w, f32x4.add(f32x4.splat(0.40000972152), f32x4.mul(w, f32x4.splat(0.24279078841))));
  const t2 = f32x4.mul(z, f32x4.add(f32x4.splat(0.66666662693), f32x4.mul(w, f32x4.splat(0.28498786688))));
  const h = f32x4.mul(f32x4.splat(0.5), f32x4.mul(f, f));
  const low = f32x4.add(f32x4.mul(k, f32x4.splat(9.0580006145e-6)), c);
  const sum = f32x4.add(f32x4.mul(s, f32x4.add(h, f32x4.add(t1, t2))), low);
  return f32x4.add(f32x4.add(f32x4.sub(sum, h), f), f32x4.mul(k, f32x4.splat(6.9313812256e-1)));
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
  return v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.lt(x, f32x4.splat(Infinity)));
}

/** What brings a mantissa between sqrt(1/2) and sqrt(2) when added to the bits of a float. */
// @ts-ignore: decorator
@inline
const TO_ONE: i32 = 0x3f800000 - 0x3f3504f3;

// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(33554432)), x, tiny);
  const bits = i32x4.add(scaled, i32x4.splat(TO_ONE));
  const k = i32x4.sub(i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(127)), v128.and(tiny, i32x4.splat(25)));
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const y = logOf(f32x4.sub(mantissa, f32x4.splat(1)), f32x4.convert_i32x4_s(k), f32x4.splat(0));
  const ok = positiveFinite(x);
  return i32x4.all_true(ok) ? y : logOfOther(y, x, ok);
}

/** log(1 + x) without cancellation: what rounding 1 + x lost is added again, to first order. */
// @ts-ignore: decorator
@inline
export function log1p4(x: v128): v128 {
  const u = f32x4.add(x, f32x4.splat(1));
  const bits = i32x4.add(u, i32x4.splat(TO_ONE));
  const k = i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(127));
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const near = i32x4.eq(k, i32x4.splat(0));
  const f = v128.bitselect(x, f32x4.sub(mantissa, f32x4.splat(1)), near);
  const large = i32x4.ge_s(k, i32x4.splat(2));
  const lost = v128.bitselect(
    f32x4.sub(f32x4.splat(1), f32x4.sub(u, x)),
    f32x4.sub(x, f32x4.sub(u, f32x4.splat(1))),
    large,
  );
  const c = v128.andnot(f32x4.div(lost, u), near);
  const y = logOf(f, f32x4.convert_i32x4_s(k), c);
  const ok = positiveFinite(u);
  return i32x4.all_true(ok) ? y : logOfOther(y, u, ok);
}

/** 1 / (1 + exp(-x)), written so that small results keep their precision. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const above = v128.bitselect(e, f32x4.splat(1), f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(above, f32x4.add(f32x4.splat(1), e));
}

// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const a = f32x4.abs(x);
  // Of |x|: exp(2x) would lose digits of negative results. 1 from 10 on.
  const e = exp4(f32x4.min(f32x4.add(a, a), f32x4.splat(20)));
  const large = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
  const signed = v128.bitselect(x, large, i32x4.splat(i32.MIN_VALUE));
  return v128.bitselect(small, signed, f32x4.lt(a, f32x4.splat(0.625)));
}

/** log(1 + exp(x)), with TensorFlow.js' thresholds. */
// @ts-ignore: decorator
@inline
export function softplus4(x: v128): v128 {
  const e = exp4(x);
  const y = v128.bitselect(e, log1p4(e), f32x4.lt(x, f32x4.splat(-13.942385)));
  return v128.bitselect(x, y, f32x4.gt(x, f32x4.splat(13.942385)));
}
