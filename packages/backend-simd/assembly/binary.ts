// Two operands with broadcasting. JavaScript folds the shapes into rows: `inner` neighbouring results whose operands are
// neighbours too or one value for the whole row (`Pattern`), and up to three outer axes with strides of their own (0 for
// an operand that repeats). No vector spills over a row's end: the next row may be another thread's.
import { bytesOf } from './bytes';
import { storeLanes } from './lanes';
import { BinaryOp, Pattern } from './operations';

/** The first `count` (1 to 15) bytes of a vector. */
function storeBytes(y: usize, v: v128, count: i32): void {
  if (count & 8) {
    v128.store64_lane(y, v, 0);
    y += 8;
    v = i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  }
  let low = i64x2.extract_lane(v, 0);
  if (count & 4) {
    store<i32>(y, <i32>low);
    y += 4;
    low >>>= 32;
  }
  for (let i = 0; i < (count & 3); i++, low >>>= 8) store<u8>(y + i, <u8>low);
}

/** JavaScript's Math.pow of four floats: unlike C's, 1 to the power of NaN or infinity is NaN. */
function pow4(a: v128, b: v128): v128 {
  let y = f32x4.splat(0);
  y = f32x4.replace_lane(y, 0, pow1(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)));
  y = f32x4.replace_lane(y, 1, pow1(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)));
  y = f32x4.replace_lane(y, 2, pow1(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)));
  return f32x4.replace_lane(y, 3, pow1(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
}

function pow1(a: f32, b: f32): f32 {
  if (b == 2) return a * a;
  if (abs(a) == 1 && !(abs(b) < Infinity)) return NaN;
  return NativeMathf.pow(a, b);
}

/** Whole quotients rounded down; by zero gives 0 as the CPU backend's infinities in an Int32Array do. */
function floorDiv4(a: v128, b: v128): v128 {
  let y = i32x4.splat(0);
  y = i32x4.replace_lane(y, 0, floorDiv1(i32x4.extract_lane(a, 0), i32x4.extract_lane(b, 0)));
  y = i32x4.replace_lane(y, 1, floorDiv1(i32x4.extract_lane(a, 1), i32x4.extract_lane(b, 1)));
  y = i32x4.replace_lane(y, 2, floorDiv1(i32x4.extract_lane(a, 2), i32x4.extract_lane(b, 2)));
  return i32x4.replace_lane(y, 3, floorDiv1(i32x4.extract_lane(a, 3), i32x4.extract_lane(b, 3)));
}

function floorDiv1(a: i32, b: i32): i32 {
  if (b == 0) return 0;
  // The one quotient that does not fit traps in WebAssembly.
  if (b == -1) return -a;
  const quotient = a / b;
  return a % b != 0 && (a ^ b) < 0 ? quotient - 1 : quotient;
}

// @ts-ignore: decorator
@inline
function apply(op: i32, a: v128, b: v128): v128 {
  if (op == BinaryOp.Add) return f32x4.add(a, b);
  if (op == BinaryOp.Sub) return f32x4.sub(a, b);
  if (op == BinaryOp.Multiply) return f32x4.mul(a, b);
  if (op == BinaryOp.RealDiv) return f32x4.div(a, b);
  if (op == BinaryOp.Maximum) return f32x4.max(a, b);
  if (op == BinaryOp.Minimum) return f32x4.min(a, b);
  if (op == BinaryOp.SquaredDifference) {
    const d = f32x4.sub(a, b);
    return f32x4.mul(d, d);
  }
  if (op == BinaryOp.Prelu) return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0)));
  // dy and the elu's result.
  if (op == BinaryOp.EluGrad) {
    return v128.bitselect(a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))), f32x4.ge(b, f32x4.splat(0)));
  }
  if (op == BinaryOp.Pow) return pow4(a, b);
  if (op == BinaryOp.AddInt) return i32x4.add(a, b);
  if (op == BinaryOp.SubInt) return i32x4.sub(a, b);
  if (op == BinaryOp.MultiplyInt) return i32x4.mul(a, b);
  if (op == BinaryOp.MaximumInt) return i32x4.max_s(a, b);
  if (op == BinaryOp.MinimumInt) return i32x4.min_s(a, b);
  if (op == BinaryOp.SquaredDifferenceInt) {
    const d = i32x4.sub(a, b);
    return i32x4.mul(d, d);
  }
  if (op == BinaryOp.FloorDivInt) return floorDiv4(a, b);
  if (op == BinaryOp.Equal) return f32x4.eq(a, b);
  if (op == BinaryOp.NotEqual) return f32x4.ne(a, b);
  if (op == BinaryOp.Less) return f32x4.lt(a, b);
  if (op == BinaryOp.LessEqual) return f32x4.le(a, b);
  if (op == BinaryOp.EqualInt) return i32x4.eq(a, b);
  if (op == BinaryOp.NotEqualInt) return i32x4.ne(a, b);
  if (op == BinaryOp.LessInt) return i32x4.lt_s(a, b);
  if (op == BinaryOp.LessEqualInt) return i32x4.le_s(a, b);
  // What JavaScript's && and || give, bytes other than 0 and 1 included.
  if (op == BinaryOp.LogicalAnd) return v128.andnot(b, i8x16.eq(a, i8x16.splat(0)));
  if (op == BinaryOp.LogicalOr) return v128.bitselect(b, a, i8x16.eq(a, i8x16.splat(0)));
  if (op == BinaryOp.EqualBool) return v128.and(i8x16.eq(a, b), i8x16.splat(1));
  return v128.and(i8x16.ne(a, b), i8x16.splat(1));
}

/** A row of 4-byte results. */
// @ts-ignore: decorator
@inline
function words(op: i32, pattern: i32, a: usize, b: usize, y: usize, n: i32): void {
  const end = y + (<usize>(n & ~3) << 2);
  const rest = n & 3;
  if (pattern == Pattern.Both) {
    for (; y < end; a += 16, b += 16, y += 16) v128.store(y, apply(op, v128.load(a), v128.load(b)));
    if (rest) storeLanes(y, apply(op, v128.load(a), v128.load(b)), rest);
  } else if (pattern == Pattern.Right) {
    const v = v128.load32_splat(b);
    for (; y < end; a += 16, y += 16) v128.store(y, apply(op, v128.load(a), v));
    if (rest) storeLanes(y, apply(op, v128.load(a), v), rest);
  } else {
    const v = v128.load32_splat(a);
    for (; y < end; b += 16, y += 16) v128.store(y, apply(op, v, v128.load(b)));
    if (rest) storeLanes(y, apply(op, v, v128.load(b)), rest);
  }
}

/** Sixteen comparisons of 4-byte operands. */
// @ts-ignore: decorator
@inline
function compare16(op: i32, pattern: i32, a: usize, b: usize, v: v128): v128 {
  if (pattern == Pattern.Both) {
    return bytesOf(
      apply(op, v128.load(a), v128.load(b)), apply(op, v128.load(a, 16), v128.load(b, 16)),
      apply(op, v128.load(a, 32), v128.load(b, 32)), apply(op, v128.load(a, 48), v128.load(b, 48)),
    );
  }
  if (pattern == Pattern.Right) {
    return bytesOf(
      apply(op, v128.load(a), v), apply(op, v128.load(a, 16), v), apply(op, v128.load(a, 32), v),
      apply(op, v128.load(a, 48), v),
    );
  }
  return bytesOf(
    apply(op, v, v128.load(b)), apply(op, v, v128.load(b, 16)), apply(op, v, v128.load(b, 32)),
    apply(op, v, v128.load(b, 48)),
  );
}

// @ts-ignore: decorator
@inline
function comparedBy(op: i32, pattern: i32, a: usize, b: usize, y: usize, n: i32, v: v128): void {
  const end = y + (n & ~15);
  for (; y < end; a += 64, b += 64, y += 16) v128.store(y, compare16(op, pattern, a, b, v));
  if (n & 15) storeBytes(y, compare16(op, pattern, a, b, v), n & 15);
}

/** A row of comparisons. */
// @ts-ignore: decorator
@inline
function compared(op: i32, pattern: i32, a: usize, b: usize, y: usize, n: i32): void {
  if (pattern == Pattern.Both) comparedBy(op, Pattern.Both, a, b, y, n, i32x4.splat(0));
  else if (pattern == Pattern.Right) comparedBy(op, Pattern.Right, a, b, y, n, v128.load32_splat(b));
  else comparedBy(op, Pattern.Left, a, b, y, n, v128.load32_splat(a));
}

/** A row of operands and results of one byte. */
// @ts-ignore: decorator
@inline
function bytes(op: i32, pattern: i32, a: usize, b: usize, y: usize, n: i32): void {
  const end = y + (n & ~15);
  const u = v128.load8_splat(a), v = v128.load8_splat(b);
  for (; y < end; a += 16, b += 16, y += 16) {
    const s = pattern == Pattern.Left ? u : v128.load(a), t = pattern == Pattern.Right ? v : v128.load(b);
    v128.store(y, apply(op, s, t));
  }
  if (n & 15) {
    const s = pattern == Pattern.Left ? u : v128.load(a), t = pattern == Pattern.Right ? v : v128.load(b);
    storeBytes(y, apply(op, s, t), n & 15);
  }
}

function row(op: i32, pattern: i32, a: usize, b: usize, y: usize, n: i32): void {
  switch (op) {
    case BinaryOp.Add: words(BinaryOp.Add, pattern, a, b, y, n); break;
    case BinaryOp.Sub: words(BinaryOp.Sub, pattern, a, b, y, n); break;
    case BinaryOp.Multiply: words(BinaryOp.Multiply, pattern, a, b, y, n); break;
    case BinaryOp.RealDiv: words(BinaryOp.RealDiv, pattern, a, b, y, n); break;
    case BinaryOp.Maximum: words(BinaryOp.Maximum, pattern, a, b, y, n); break;
    case BinaryOp.Minimum: words(BinaryOp.Minimum, pattern, a, b, y, n); break;
    case BinaryOp.SquaredDifference: words(BinaryOp.SquaredDifference, pattern, a, b, y, n); break;
    case BinaryOp.Prelu: words(BinaryOp.Prelu, pattern, a, b, y, n); break;
    case BinaryOp.EluGrad: words(BinaryOp.EluGrad, pattern, a, b, y, n); break;
    case BinaryOp.Pow: words(BinaryOp.Pow, pattern, a, b, y, n); break;
    case BinaryOp.AddInt: words(BinaryOp.AddInt, pattern, a, b, y, n); break;
    case BinaryOp.SubInt: words(BinaryOp.SubInt, pattern, a, b, y, n); break;
    case BinaryOp.MultiplyInt: words(BinaryOp.MultiplyInt, pattern, a, b, y, n); break;
    case BinaryOp.MaximumInt: words(BinaryOp.MaximumInt, pattern, a, b, y, n); break;
    case BinaryOp.MinimumInt: words(BinaryOp.MinimumInt, pattern, a, b, y, n); break;
    case BinaryOp.SquaredDifferenceInt: words(BinaryOp.SquaredDifferenceInt, pattern, a, b, y, n); break;
    case BinaryOp.FloorDivInt: words(BinaryOp.FloorDivInt, pattern, a, b, y, n); break;
    case BinaryOp.Equal: compared(BinaryOp.Equal, pattern, a, b, y, n); break;
    case BinaryOp.NotEqual: compared(BinaryOp.NotEqual, pattern, a, b, y, n); break;
    case BinaryOp.Less: compared(BinaryOp.Less, pattern, a, b, y, n); break;
    case BinaryOp.LessEqual: compared(BinaryOp.LessEqual, pattern, a, b, y, n); break;
    case BinaryOp.EqualInt: compared(BinaryOp.EqualInt, pattern, a, b, y, n); break;
    case BinaryOp.NotEqualInt: compared(BinaryOp.NotEqualInt, pattern, a, b, y, n); break;
    case BinaryOp.LessInt: compared(BinaryOp.LessInt, pattern, a, b, y, n); break;
    case BinaryOp.LessEqualInt: compared(BinaryOp.LessEqualInt, pattern, a, b, y, n); break;
    case BinaryOp.LogicalAnd: bytes(BinaryOp.LogicalAnd, pattern, a, b, y, n); break;
    case BinaryOp.LogicalOr: bytes(BinaryOp.LogicalOr, pattern, a, b, y, n); break;
    case BinaryOp.EqualBool: bytes(BinaryOp.EqualBool, pattern, a, b, y, n); break;
    case BinaryOp.NotEqualBool: bytes(BinaryOp.NotEqualBool, pattern, a, b, y, n); break;
    default: unreachable();
  }
}

/**
 * y = a op b. `rows` counts all outer axes together, of which the inner two have n2 and n3 indexes; a1 to a3 and b1 to b3
 * are the operands' strides in values along the outer axes, outermost first. A chunk is rowStep rows of columnStep
 * columns; all chunks of a stretch of rows come before those of the next.
 */
export function binary(
  chunk: i32, op: i32, pattern: i32, a: usize, b: usize, y: usize, inner: i32, rows: i32, columnStep: i32, rowStep: i32,
  n2: i32, n3: i32, a1: i32, a2: i32, a3: i32, b1: i32, b2: i32, b3: i32,
): void {
  const across = (inner + columnStep - 1) / columnStep;
  const column = (chunk % across) * columnStep;
  const first = (chunk / across) * rowStep;
  const count = min(columnStep, inner - column);
  const inShift: usize = op >= BinaryOp.LogicalAnd ? 0 : 2;
  const outShift: usize = op >= BinaryOp.Equal ? 0 : 2;
  if (pattern != Pattern.Left) a += <usize>column << inShift;
  if (pattern != Pattern.Right) b += <usize>column << inShift;
  y += ((<usize>first * inner) + column) << outShift;
  let i3 = first % n3, i2 = (first / n3) % n2, i1 = first / n3 / n2;
  for (let left = min(rowStep, rows - first); left > 0; left--) {
    row(
      op, pattern, a + (<usize>(i1 * a1 + i2 * a2 + i3 * a3) << inShift),
      b + (<usize>(i1 * b1 + i2 * b2 + i3 * b3) << inShift), y, count,
    );
    y += <usize>inner << outShift;
    if (++i3 == n3) {
      i3 = 0;
      if (++i2 == n2) {
        i2 = 0;
        i1++;
      }
    }
  }
}
