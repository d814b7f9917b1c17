// The micro-kernel under every product: a 6x8 tile of C in twelve registers, two vectors of B and one splat of A fill the
// sixteen registers of x86. Both operands are packed, so that one address each and constant offsets reach everything;
// k unrolled by four measured 39 to 40 GFLOP/s a thread, by one 26 (docs/kernels.md).

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
function storeRow(c: usize, left: v128, right: v128, bias0: v128, bias1: v128, flags: i32): void {
  if (flags & ACCUMULATE) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  if (flags > 1) {
    left = finish(left, bias0, flags);
    right = finish(right, bias1, flags);
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/**
 * C[6][8] (+)= A B with A packed as [k][6], B as [k][8]; `ldc` bytes lie between the rows of C.
 * `flags`: 1 add to C, 2 bias, 4 relu, 8 relu6.
 */
export function tile(a: usize, b: usize, k: i32, c: usize, ldc: usize, bias: usize, flags: i32): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  let b0: v128, b1: v128, s: v128;
  for (let i = k >> 2; i > 0; i--) {
    b0 = v128.load(b, 0); b1 = v128.load(b, 16);
    s = v128.load32_splat(a, 0);
    c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 16);
    c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 20);
    c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
    b0 = v128.load(b, 32); b1 = v128.load(b, 48);
    s = v128.load32_splat(a, 24);
    c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 28);
    c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 32);
    c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 36);
    c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 40);
    c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 44);
    c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
    b0 = v128.load(b, 64); b1 = v128.load(b, 80);
    s = v128.load32_splat(a, 48);
    c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 52);
    c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 56);
    c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 60);
    c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 64);
    c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 68);
    c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
    b0 = v128.load(b, 96); b1 = v128.load(b, 112);
    s = v128.load32_splat(a, 72);
    c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 76);
    c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 80);
    c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 84);
    c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 88);
    c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 92);
    c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
    a += 96;
    b += 128;
  }
  for (let i = k & 3; i > 0; i--) {
    b0 = v128.load(b, 0); b1 = v128.load(b, 16);
    s = v128.load32_splat(a, 0);
    c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 16);
    c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
    s = v128.load32_splat(a, 20);
    c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
    a += 24;
    b += 32;
  }
  let bias0 = f32x4.splat(0), bias1 = f32x4.splat(0);
  if (flags & BIAS) {
    bias0 = v128.load(bias);
    bias1 = v128.load(bias, 16);
  }
  storeRow(c, c00, c01, bias0, bias1, flags);
  storeRow(c + ldc, c10, c11, bias0, bias1, flags);
  storeRow(c + 2 * ldc, c20, c21, bias0, bias1, flags);
  storeRow(c + 3 * ldc, c30, c31, bias0, bias1, flags);
  storeRow(c + 4 * ldc, c40, c41, bias0, bias1, flags);
  storeRow(c + 5 * ldc, c50, c51, bias0, bias1, flags);
}

/** The same for a tile of which only `rows` x `columns` lie in C: by way of `edge`, 192 bytes of the thread's own. */
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
