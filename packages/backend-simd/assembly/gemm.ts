import { packRows } from './pack';

// Matrix multiplication by 6x8 register tiles: 12 accumulators, two vectors of B and one splat of A fill the sixteen
// registers of x86. k unrolled by four measured 39 to 40 GFLOP/s a thread, by one 26 (docs/kernels.md).
//
// `tileRows`  C[i][j] (+)= sum_k A_i[k] B[k][j]  : each of six rows is a stream; k runs through `segments` stretches of
//             `run` floats, with a jump between them, so that a convolution reads its (padded) image in place.
// `tileColumns` C[i][j] += sum_r A[r][i] B[r][j] : six neighbouring floats at each address of a table, for transposed
//             left operands and for the gradient of a convolution's filter.

/** Longest stretch of k handled between two visits of C: a panel of B (8 x 384 x 4 bytes) stays in the L1 cache. */
const K_BLOCK: i32 = 384;
/** Rows handled against all of B before the next rows: 96 x 384 floats stay in the L2 cache. */
const M_BLOCK: i32 = 96;
/** Reduction length of one visit of C in `gemmColumns`. */
const R_BLOCK: i32 = 256;

const ACCUMULATE: i32 = 1;
const BIAS: i32 = 2;
const RELU: i32 = 4;
const RELU6: i32 = 8;

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

function tileRows(
  a0: usize, a1: usize, a2: usize, a3: usize, a4: usize, a5: usize,
  jumps: usize, segments: i32, run: i32, b: usize, c: usize, ldc: usize, bias: usize, flags: i32,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  const quads = run >> 2;
  const rest = run & 3;
  while (segments > 0) {
    for (let i = quads; i > 0; i--) {
      let b0 = v128.load(b), b1 = v128.load(b, 16);
      let s = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1);
      c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2);
      c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3);
      c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      s = v128.load32_splat(a4);
      c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
      s = v128.load32_splat(a5);
      c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
      b0 = v128.load(b, 32); b1 = v128.load(b, 48);
      s = v128.load32_splat(a0, 4);
      c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1, 4);
      c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2, 4);
      c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3, 4);
      c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      s = v128.load32_splat(a4, 4);
      c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
      s = v128.load32_splat(a5, 4);
      c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
      b0 = v128.load(b, 64); b1 = v128.load(b, 80);
      s = v128.load32_splat(a0, 8);
      c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1, 8);
      c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2, 8);
      c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3, 8);
      c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      s = v128.load32_splat(a4, 8);
      c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
      s = v128.load32_splat(a5, 8);
      c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
      b0 = v128.load(b, 96); b1 = v128.load(b, 112);
      s = v128.load32_splat(a0, 12);
      c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1, 12);
      c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2, 12);
      c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3, 12);
      c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      s = v128.load32_splat(a4, 12);
      c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
      s = v128.load32_splat(a5, 12);
      c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
      a0 += 16; a1 += 16; a2 += 16; a3 += 16; a4 += 16; a5 += 16;
      b += 128;
    }
    for (let i = rest; i > 0; i--) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let s = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load32_splat(a1);
      c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load32_splat(a2);
      c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load32_splat(a3);
      c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      s = v128.load32_splat(a4);
      c40 = f32x4.add(c40, f32x4.mul(s, b0)); c41 = f32x4.add(c41, f32x4.mul(s, b1));
      s = v128.load32_splat(a5);
      c50 = f32x4.add(c50, f32x4.mul(s, b0)); c51 = f32x4.add(c51, f32x4.mul(s, b1));
      a0 += 4; a1 += 4; a2 += 4; a3 += 4; a4 += 4; a5 += 4;
      b += 32;
    }
    segments--;
    if (segments > 0) {
      const jump = <usize>load<i32>(jumps);
      jumps += 4;
      a0 += jump; a1 += jump; a2 += jump; a3 += jump; a4 += jump; a5 += jump;
    }
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

/** Moves the valid part of a finished 6x8 tile from scratch memory into C, with what `storeRow` would have done. */
function copyEdge(c: usize, ldc: usize, tile: usize, rows: i32, columns: i32, bias: usize, flags: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = c + <usize>i * ldc + ((<usize>j) << 2);
      let v = load<f32>(tile + (<usize>i << 5) + ((<usize>j) << 2));
      if (flags & ACCUMULATE) v += load<f32>(at);
      if (flags & BIAS) v += load<f32>(bias + ((<usize>j) << 2));
      if (flags & (RELU | RELU6)) v = max<f32>(v, 0);
      if (flags & RELU6) v = min<f32>(v, 6);
      store<f32>(at, v);
    }
  }
}

/** One stretch of k (already chosen) of `rows` rows against all panels of B. */
function blockRows(
  rows: usize, m: i32, n: i32, offset: usize, jumps: usize, segments: i32, run: i32,
  b: usize, panelStep: usize, c: usize, ldc: usize, bias: usize, flags: i32, tile: usize,
): void {
  for (let j = 0; j < n; j += 8) {
    const columns = min(8, n - j);
    const cj = c + ((<usize>j) << 2);
    const biasJ = bias + ((<usize>j) << 2);
    for (let i = 0; i < m; i += 6) {
      const table = rows + ((<usize>i) << 2);
      const valid = min(6, m - i);
      // Rows beyond the last are the last one again; their results are not kept.
      const a0 = <usize>load<u32>(table) + offset;
      const a1 = <usize>load<u32>(table + (valid > 1 ? 4 : 0)) + offset;
      const a2 = <usize>load<u32>(table + (valid > 2 ? 8 : 0)) + offset;
      const a3 = <usize>load<u32>(table + (valid > 3 ? 12 : 0)) + offset;
      const a4 = <usize>load<u32>(table + (valid > 4 ? 16 : 0)) + offset;
      const a5 = <usize>load<u32>(table + (valid > 5 ? 20 : 0)) + offset;
      const ci = cj + <usize>i * ldc;
      if (valid == 6 && columns == 8) {
        tileRows(a0, a1, a2, a3, a4, a5, jumps, segments, run, b, ci, ldc, biasJ, flags);
      } else {
        tileRows(a0, a1, a2, a3, a4, a5, jumps, segments, run, b, tile, 32, biasJ, 0);
        copyEdge(ci, ldc, tile, valid, columns, biasJ, flags);
      }
    }
    b += panelStep;
  }
}

/**
 * C[m][n] = act(A B + bias). `rows` is a table of m addresses; from each, k runs through `segments` stretches of `run`
 * floats; `jumps[s]` bytes lie between the end of stretch s and the start of the next. `b` is packed by `packRows` or
 * `packColumns` with k = segments * run. `flags`: 1 add to C, 2 bias, 4 relu, 8 relu6. `tile`: 192 bytes of scratch.
 */
export function gemmRows(
  rows: usize, m: i32, n: i32, jumps: usize, segments: i32, run: i32,
  b: usize, c: usize, ldc: i32, bias: usize, flags: i32, tile: usize,
): void {
  const rowStep = (<usize>ldc) << 2;
  const k = segments * run;
  const panelStep = (<usize>k) << 5;
  const last = flags & ~ACCUMULATE;
  for (let i = 0; i < m; i += M_BLOCK) {
    const blockM = min(M_BLOCK, m - i);
    const table = rows + ((<usize>i) << 2);
    const ci = c + <usize>i * rowStep;
    let accumulate = flags & ACCUMULATE;
    if (run <= K_BLOCK) {
      // Whole stretches, as many as fit.
      const perBlock = max(1, K_BLOCK / max(1, run));
      let offset: usize = 0;
      let s = 0;
      do {
        const count = min(perBlock, segments - s);
        const more = s + count < segments;
        blockRows(table, blockM, n, offset, jumps + ((<usize>s) << 2), count, run,
          b + ((<usize>(s * run)) << 5), panelStep, ci, rowStep, bias, accumulate | (more ? 0 : last), tile);
        accumulate = ACCUMULATE;
        for (let e = 0; e < count && s + e + 1 < segments; e++) {
          offset += (<usize>run << 2) + <usize>load<i32>(jumps + ((<usize>(s + e)) << 2));
        }
        s += count;
      } while (s < segments);
    } else {
      // Parts of stretches, of equal length where possible.
      const parts = (run + K_BLOCK - 1) / K_BLOCK;
      const part = (((run + parts - 1) / parts) + 3) & ~3;
      let offset: usize = 0;
      for (let s = 0; s < segments; s++) {
        for (let r = 0; r < run; r += part) {
          const length = min(part, run - r);
          const more = s + 1 < segments || r + length < run;
          blockRows(table, blockM, n, offset + ((<usize>r) << 2), jumps, 1, length,
            b + ((<usize>(s * run + r)) << 5), panelStep, ci, rowStep, bias, accumulate | (more ? 0 : last), tile);
          accumulate = ACCUMULATE;
        }
        if (s + 1 < segments) offset += (<usize>run << 2) + <usize>load<i32>(jumps + ((<usize>s) << 2));
      }
    }
  }
}

function tileColumns(table: usize, offset: usize, r: i32, b: usize, c: usize, ldc: usize, flags: i32): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c50 = f32x4.splat(0), c51 = f32x4.splat(0);
  for (let i = r >> 2; i > 0; i--) {
    let a = <usize>load<u32>(table, 0) + offset;
    let b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
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
    a = <usize>load<u32>(table, 4) + offset;
    b0 = v128.load(b, 32); b1 = v128.load(b, 48);
    s = v128.load32_splat(a);
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
    a = <usize>load<u32>(table, 8) + offset;
    b0 = v128.load(b, 64); b1 = v128.load(b, 80);
    s = v128.load32_splat(a);
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
    a = <usize>load<u32>(table, 12) + offset;
    b0 = v128.load(b, 96); b1 = v128.load(b, 112);
    s = v128.load32_splat(a);
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
    table += 16;
    b += 128;
  }
  for (let i = r & 3; i > 0; i--) {
    const a = <usize>load<u32>(table) + offset;
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
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
    table += 4;
    b += 32;
  }
  const none = f32x4.splat(0);
  storeRow(c, c00, c01, none, none, flags);
  storeRow(c + ldc, c10, c11, none, none, flags);
  storeRow(c + 2 * ldc, c20, c21, none, none, flags);
  storeRow(c + 3 * ldc, c30, c31, none, none, flags);
  storeRow(c + 4 * ldc, c40, c41, none, none, flags);
  storeRow(c + 5 * ldc, c50, c51, none, none, flags);
}

/**
 * C[segments * run][n] (+)= sum over r of A[r][.] B[r][.]. `table` holds r addresses; segment s of A's row r starts
 * `starts[s]` bytes after it. B is row-major with row stride `ldb` (floats); it is packed block by block into `packed`
 * (256 x (n rounded up to 8) floats). Reads up to 20 bytes beyond a row's end. `flags`: 1 add to C.
 */
export function gemmColumns(
  table: usize, r: i32, n: i32, starts: usize, segments: i32, run: i32,
  b: usize, ldb: i32, packed: usize, c: usize, ldc: i32, flags: i32, tile: usize,
): void {
  const rowStep = (<usize>ldc) << 2;
  let accumulate = flags & ACCUMULATE;
  let at = 0;
  do {
    const length = min(R_BLOCK, r - at);
    packRows(packed, b + ((<usize>at * <usize>ldb) << 2), length, n, ldb);
    const rows = table + ((<usize>at) << 2);
    // Row tiles outside, panels inside: the few rows of A in L1 meet all of B's block in L2.
    for (let s = 0; s < segments; s++) {
      const start = <usize>load<i32>(starts + ((<usize>s) << 2));
      for (let i = 0; i < run; i += 6) {
        const valid = min(6, run - i);
        const ci = c + <usize>(s * run + i) * rowStep;
        let panel = packed;
        for (let j = 0; j < n; j += 8) {
          const columns = min(8, n - j);
          const cj = ci + ((<usize>j) << 2);
          const offset = start + ((<usize>i) << 2);
          if (valid == 6 && columns == 8) {
            tileColumns(rows, offset, length, panel, cj, rowStep, accumulate);
          } else {
            tileColumns(rows, offset, length, panel, tile, 32, 0);
            copyEdge(cj, rowStep, tile, valid, columns, 0, accumulate);
          }
          panel += (<usize>length) << 5;
        }
      }
    }
    accumulate = ACCUMULATE;
    at += length;
  } while (at < r);
}
