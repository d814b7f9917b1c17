import { madd } from './madd';

// The micro-kernel under every product: a 4x8 tile of C in eight registers; two vectors of B, one splat of A and one product
// take four of V8's other seven. Both operands are packed, so that one address each reaches everything. The loop is not
// unrolled: V8 keeps it in order and in registers, while unrolling and taller tiles make it spill (docs/kernels.md).

/** Rows of a tile, and of a panel of A. */
export const PANEL: i32 = 4;

export const ACCUMULATE: i32 = 1;
export const BIAS: i32 = 2;
export const RELU: i32 = 4;
export const RELU6: i32 = 8;

// @ts-ignore: decorator
@inline
function finish(v: v128, bias: v128, flags: i32): v128 {
  if (flags & BIAS) v = f32x4.add(v, bias);
  if (flags & (RELU | RELU6)) v = f32x4.max(v, f32x4.splat(0));
  if (flags & RELU6) v = f32x4.min(v, f32x4.splat(6));
  return v;
}

// @ts-ignore: decorator
@inline
function storeRow(c: usize, left: v128, right: v128): void {
  v128.store(c, left);
  v128.store(c, right, 16);
}

// @ts-ignore: decorator
@inline
function addRow(c: usize, left: v128, right: v128): void {
  storeRow(c, f32x4.add(v128.load(c), left), f32x4.add(v128.load(c, 16), right));
}

/** Adds the bias to a finished tile of C and applies the activation. */
function finishTile(c: usize, ldc: usize, bias: usize, flags: i32): void {
  let bias0 = f32x4.splat(0), bias1 = f32x4.splat(0);
  if (flags & BIAS) {
    bias0 = v128.load(bias);
    bias1 = v128.load(bias, 16);
  }
  for (let i = 0; i < PANEL; i++) {
    storeRow(c, finish(v128.load(c), bias0, flags), finish(v128.load(c, 16), bias1, flags));
    c += ldc;
  }
}

/**
 * C[4][8] (+)= A B with A packed as [k][4], B as [k][8]; `ldc` bytes lie between the rows of C.
 * `flags`: 1 add to C, 2 bias, 4 relu, 8 relu6.
 */
export function tile(a: usize, b: usize, k: i32, c: usize, ldc: usize, bias: usize, flags: i32): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0); let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0); let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  const end = b + ((<usize>k) << 5);
  while (b != end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s: v128;
    s = v128.load32_splat(a);
    c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    a += 16;
    b += 32;
  }
  // One branch: sums that live on through several, V8 spills in the loop already, at half the speed (docs/kernels.md).
  if (flags & ACCUMULATE) {
    addRow(c, c00, c01);
    addRow(c + ldc, c10, c11);
    addRow(c + 2 * ldc, c20, c21);
    addRow(c + 3 * ldc, c30, c31);
  } else {
    storeRow(c, c00, c01);
    storeRow(c + ldc, c10, c11);
    storeRow(c + 2 * ldc, c20, c21);
    storeRow(c + 3 * ldc, c30, c31);
  }
  if (flags > ACCUMULATE) finishTile(c, ldc, bias, flags);
}

/** The same for a tile of which only `rows` x `columns` lie in C: by way of `edge`, 128 bytes of the thread's own. */
export function edgeTile(
  a: usize, b: usize, k: i32, c: usize, ldc: usize, bias: usize, flags: i32, rows: i32, columns: i32, edge: usize,
): void {
  tile(a, b, k, edge, 32, 0, 0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = c + <usize>i * ldc + ((<usize>j) << 2);
      let v = load<f32>(edge + (<usize>i << 5) + ((<usize>j) << 2));
      if (flags & ACCUMULATE) v += load<f32>(at);
      if (flags & BIAS) v += load<f32>(bias + ((<usize>j) << 2));
      if (flags & (RELU | RELU6)) v = max<f32>(v, 0);
      if (flags & RELU6) v = min<f32>(v, 6);
      store<f32>(at, v);
    }
  }
}
