// One value in, one out. A chunk is `size` values (a multiple of 16); the last vector may spill into a block's own padding.
import { bytesOf, widened } from './bytes';
import { exp4, expm14, log1p4, log4, sigmoid4, softplus4, tanh4 } from './math';
import { CastOp, PredicateOp, UnaryOp } from './operations';

const SELU_ALPHA: f32 = 1.7580993408473768;
const SELU: f32 = 1.0507009873554805;

// @ts-ignore: decorator
@inline
function apply(op: i32, v: v128, p: v128, q: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  if (op == UnaryOp.Abs) return f32x4.abs(v);
  if (op == UnaryOp.Neg) return f32x4.neg(v);
  if (op == UnaryOp.Square) return f32x4.mul(v, v);
  if (op == UnaryOp.Sqrt) return f32x4.sqrt(v);
  if (op == UnaryOp.Rsqrt) return f32x4.div(one, f32x4.sqrt(v));
  if (op == UnaryOp.Reciprocal) return f32x4.div(one, v);
  if (op == UnaryOp.Sign) {
    return v128.or(v128.and(f32x4.gt(v, zero), one), v128.and(f32x4.lt(v, zero), f32x4.splat(-1)));
  }
  if (op == UnaryOp.Floor) return f32x4.floor(v);
  if (op == UnaryOp.Ceil) return f32x4.ceil(v);
  if (op == UnaryOp.Round) return f32x4.nearest(v);
  // Not max, which is many instructions; NaN stays, -0 becomes 0 as in Math.max(0, x).
  if (op == UnaryOp.Relu) return v128.andnot(v, f32x4.le(v, zero));
  if (op == UnaryOp.Relu6) return f32x4.pmin(v128.andnot(v, f32x4.le(v, zero)), f32x4.splat(6));
  if (op == UnaryOp.LeakyRelu) return v128.bitselect(f32x4.mul(v, p), v, f32x4.lt(v, zero));
  // TensorFlow's step: x > 0 gives 1, NaN stays NaN, all else gives alpha.
  if (op == UnaryOp.Step) return v128.bitselect(v128.bitselect(one, p, f32x4.gt(v, zero)), v, f32x4.eq(v, v));
  // p the least, q the most; NaN stays.
  if (op == UnaryOp.ClipByValue) return f32x4.pmax(f32x4.pmin(v, q), p);
  if (op == UnaryOp.Exp) return exp4(v);
  if (op == UnaryOp.Expm1) return expm14(v);
  if (op == UnaryOp.Log) return log4(v);
  if (op == UnaryOp.Log1p) return log1p4(v);
  if (op == UnaryOp.Sigmoid) return sigmoid4(v);
  if (op == UnaryOp.Tanh) return tanh4(v);
  if (op == UnaryOp.Elu) return v128.bitselect(v, expm14(v), f32x4.ge(v, zero));
  if (op == UnaryOp.Selu) {
    return v128.bitselect(
      f32x4.mul(v, f32x4.splat(SELU)), f32x4.mul(expm14(v), f32x4.splat(SELU_ALPHA)), f32x4.ge(v, zero),
    );
  }
  if (op == UnaryOp.Softplus) return softplus4(v);
  if (op == UnaryOp.AbsInt) return i32x4.abs(v);
  if (op == UnaryOp.NegInt) return i32x4.neg(v);
  return i32x4.max_s(v, zero);
}

// @ts-ignore: decorator
@inline
function map(op: i32, x: usize, y: usize, end: usize, p: v128, q: v128): void {
  for (; y < end; x += 16, y += 16) v128.store(y, apply(op, v128.load(x), p, q));
}

/** y = op(x) for `n` values in chunks of `size`. */
export function unary(chunk: i32, op: i32, x: usize, y: usize, n: i32, size: i32, alpha: f32, beta: f32): void {
  const start = chunk * size;
  const end = y + (<usize>min(n, start + size) << 2);
  x += <usize>start << 2;
  y += <usize>start << 2;
  const p = f32x4.splat(alpha), q = f32x4.splat(beta);
  switch (op) {
    case UnaryOp.Abs: map(UnaryOp.Abs, x, y, end, p, q); break;
    case UnaryOp.Neg: map(UnaryOp.Neg, x, y, end, p, q); break;
    case UnaryOp.Square: map(UnaryOp.Square, x, y, end, p, q); break;
    case UnaryOp.Sqrt: map(UnaryOp.Sqrt, x, y, end, p, q); break;
    case UnaryOp.Rsqrt: map(UnaryOp.Rsqrt, x, y, end, p, q); break;
    case UnaryOp.Reciprocal: map(UnaryOp.Reciprocal, x, y, end, p, q); break;
    case UnaryOp.Sign: map(UnaryOp.Sign, x, y, end, p, q); break;
    case UnaryOp.Floor: map(UnaryOp.Floor, x, y, end, p, q); break;
    case UnaryOp.Ceil: map(UnaryOp.Ceil, x, y, end, p, q); break;
    case UnaryOp.Round: map(UnaryOp.Round, x, y, end, p, q); break;
    case UnaryOp.Relu: map(UnaryOp.Relu, x, y, end, p, q); break;
    case UnaryOp.Relu6: map(UnaryOp.Relu6, x, y, end, p, q); break;
    case UnaryOp.LeakyRelu: map(UnaryOp.LeakyRelu, x, y, end, p, q); break;
    case UnaryOp.Step: map(UnaryOp.Step, x, y, end, p, q); break;
    case UnaryOp.ClipByValue: map(UnaryOp.ClipByValue, x, y, end, p, q); break;
    case UnaryOp.Exp: map(UnaryOp.Exp, x, y, end, p, q); break;
    case UnaryOp.Expm1: map(UnaryOp.Expm1, x, y, end, p, q); break;
    case UnaryOp.Log: map(UnaryOp.Log, x, y, end, p, q); break;
    case UnaryOp.Log1p: map(UnaryOp.Log1p, x, y, end, p, q); break;
    case UnaryOp.Sigmoid: map(UnaryOp.Sigmoid, x, y, end, p, q); break;
    case UnaryOp.Tanh: map(UnaryOp.Tanh, x, y, end, p, q); break;
    case UnaryOp.Elu: map(UnaryOp.Elu, x, y, end, p, q); break;
    case UnaryOp.Selu: map(UnaryOp.Selu, x, y, end, p, q); break;
    case UnaryOp.Softplus: map(UnaryOp.Softplus, x, y, end, p, q); break;
    case UnaryOp.AbsInt: map(UnaryOp.AbsInt, x, y, end, p, q); break;
    case UnaryOp.NegInt: map(UnaryOp.NegInt, x, y, end, p, q); break;
    case UnaryOp.ReluInt: map(UnaryOp.ReluInt, x, y, end, p, q); break;
    default: unreachable();
  }
}

// @ts-ignore: decorator
@inline
function holds(op: i32, v: v128): v128 {
  if (op == PredicateOp.IsNan) return f32x4.ne(v, v);
  if (op == PredicateOp.IsInf) return f32x4.eq(f32x4.abs(v), f32x4.splat(Infinity));
  return f32x4.lt(f32x4.abs(v), f32x4.splat(Infinity));
}

// @ts-ignore: decorator
@inline
function mapToBytes(op: i32, x: usize, y: usize, end: usize): void {
  for (; y < end; x += 64, y += 16) {
    v128.store(y, bytesOf(
      holds(op, v128.load(x)), holds(op, v128.load(x, 16)), holds(op, v128.load(x, 32)), holds(op, v128.load(x, 48)),
    ));
  }
}

/** y = whether op holds for each of `n` values, in chunks of `size`. */
export function predicate(chunk: i32, op: i32, x: usize, y: usize, n: i32, size: i32): void {
  const start = chunk * size;
  const end = y + min(n, start + size);
  y += start;
  if (op == PredicateOp.LogicalNot) {
    x += start;
    for (; y < end; x += 16, y += 16) {
      v128.store(y, v128.and(i8x16.eq(v128.load(x), i8x16.splat(0)), i8x16.splat(1)));
    }
    return;
  }
  x += <usize>start << 2;
  if (op == PredicateOp.IsNan) mapToBytes(PredicateOp.IsNan, x, y, end);
  else if (op == PredicateOp.IsInf) mapToBytes(PredicateOp.IsInf, x, y, end);
  else mapToBytes(PredicateOp.IsFinite, x, y, end);
}

/** JavaScript's ToInt32 of a float: the whole part modulo 2^32; NaN and infinities give 0. */
function toInt32(x: f32): i32 {
  const bits = reinterpret<i32>(x);
  const shift = ((bits >>> 23) & 255) - 150;
  if (shift < 0) return <i32>x;
  if (shift > 31) return 0;
  const whole = ((bits & 0x007fffff) | 0x00800000) << shift;
  return bits < 0 ? -whole : whole;
}

/** Between float32, int32 and bool, `n` values in chunks of `size`. */
export function cast(chunk: i32, op: i32, x: usize, y: usize, n: i32, size: i32): void {
  const start = chunk * size;
  const wide = op <= CastOp.FloatToInt;
  const end = y + (wide ? <usize>min(n, start + size) << 2 : <usize>min(n, start + size));
  x += op <= CastOp.BoolToInt ? <usize>start : <usize>start << 2;
  y += wide ? <usize>start << 2 : <usize>start;
  const zero = i32x4.splat(0);
  if (op == CastOp.BoolToFloat) {
    for (; y < end; x += 4, y += 16) v128.store(y, f32x4.convert_i32x4_s(widened(x)));
  } else if (op == CastOp.BoolToInt) {
    for (; y < end; x += 4, y += 16) v128.store(y, widened(x));
  } else if (op == CastOp.IntToFloat) {
    for (; y < end; x += 16, y += 16) v128.store(y, f32x4.convert_i32x4_s(v128.load(x)));
  } else if (op == CastOp.FloatToInt) {
    for (; y < end; x += 16, y += 16) {
      const v = v128.load(x);
      if (i32x4.all_true(f32x4.lt(f32x4.abs(v), f32x4.splat(2147483648)))) {
        v128.store(y, i32x4.trunc_sat_f32x4_s(v));
      } else {
        for (let i: usize = 0; i < 16; i += 4) store<i32>(y + i, toInt32(load<f32>(x + i)));
      }
    }
  } else if (op == CastOp.FloatToBool) {
    for (; y < end; x += 64, y += 16) {
      v128.store(y, bytesOf(
        f32x4.ne(v128.load(x), zero), f32x4.ne(v128.load(x, 16), zero), f32x4.ne(v128.load(x, 32), zero),
        f32x4.ne(v128.load(x, 48), zero),
      ));
    }
  } else {
    for (; y < end; x += 64, y += 16) {
      v128.store(y, bytesOf(
        i32x4.ne(v128.load(x), zero), i32x4.ne(v128.load(x, 16), zero), i32x4.ne(v128.load(x, 32), zero),
        i32x4.ne(v128.load(x, 48), zero),
      ));
    }
  }
}

/** y = condition is 1 ? t : e, for values of 4 bytes. */
export function select(chunk: i32, condition: usize, t: usize, e: usize, y: usize, n: i32, size: i32): void {
  const start = chunk * size;
  const offset = <usize>start << 2;
  const end = y + (<usize>min(n, start + size) << 2);
  condition += start;
  t += offset;
  e += offset;
  for (y += offset; y < end; condition += 4, t += 16, e += 16, y += 16) {
    v128.store(y, v128.bitselect(v128.load(t), v128.load(e), i32x4.eq(widened(condition), i32x4.splat(1))));
  }
}

/** y = `n` values of 4 bytes, all with these bits. */
export function fill(chunk: i32, y: usize, n: i32, size: i32, bits: i32): void {
  const start = chunk * size;
  const end = y + (<usize>min(n, start + size) << 2);
  const v = i32x4.splat(bits);
  for (y += <usize>start << 2; y < end; y += 16) v128.store(y, v);
}
