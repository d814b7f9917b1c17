// How four lanes at a time are joined into one result, for every kernel that reduces.

// Operations: sum, max, min of float32, then of int32.
export const SUM = 0, MAX = 1, MIN = 2, SUM_I = 3, MAX_I = 4, MIN_I = 5;
/** Rows, and floats of a row, that are added up before they meet the rest. */
export const BLOCK = 256;

// @ts-ignore: decorator
@inline
export function join(op: i32, a: v128, b: v128): v128 {
  if (op == SUM) return f32x4.add(a, b);
  if (op == MAX) return f32x4.max(a, b);
  if (op == MIN) return f32x4.min(a, b);
  if (op == SUM_I) return i32x4.add(a, b);
  return op == MAX_I ? i32x4.max_s(a, b) : i32x4.min_s(a, b);
}

/** What changes nothing when joined with a value. */
// @ts-ignore: decorator
@inline
export function neutral(op: i32): v128 {
  if (op == MAX) return f32x4.splat(-Infinity);
  if (op == MIN) return f32x4.splat(Infinity);
  if (op == MAX_I) return i32x4.splat(i32.MIN_VALUE);
  if (op == MIN_I) return i32x4.splat(i32.MAX_VALUE);
  return i32x4.splat(0);
}

/** The four lanes joined, in lane 0. */
// @ts-ignore: decorator
@inline
export function across(op: i32, v: v128): v128 {
  v = join(op, v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return join(op, v, v128.shuffle<i32>(v, v, 1, 0, 3, 2));
}

/** Lanes below `count` of v, the neutral value above. */
// @ts-ignore: decorator
@inline
export function firstLanes(op: i32, v: v128, count: i32): v128 {
  return v128.bitselect(v, neutral(op), i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}

// @ts-ignore: decorator
@inline
export function block(op: i32, x: usize, n: i32): v128 {
  let a = neutral(op), b = a, c = a, d = a;
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    a = join(op, a, v128.load(x));
    b = join(op, b, v128.load(x, 16));
    c = join(op, c, v128.load(x, 32));
    d = join(op, d, v128.load(x, 48));
    x += 64;
  }
  for (; i + 4 <= n; i += 4) { a = join(op, a, v128.load(x)); x += 16; }
  if (i < n) b = join(op, b, firstLanes(op, v128.load(x), n - i));
  return across(op, join(op, join(op, a, b), join(op, c, d)));
}
