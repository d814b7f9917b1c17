// What the recurrent kernels share. A chunk is a few groups of eight batch rows that run through the whole sequence; the
// operands of its products lie so that one step of k is 32 bytes in each:
//   A  [k][8 rows], written by the step that makes the values        B  panels [column block][k][8 columns]
//   C  panels [column block][row][8 columns]
// The tile is 4x8, its loop not unrolled, which V8 keeps in registers on every Node (docs/kernels.md).

import { madd } from './madd';

/** C[4][8] = from + sum over k of A[k][0..3] B[k][0..7]; `from` is 0 for nothing, `step` its bytes from row to row. */
export function tile(a: usize, b: usize, k: i32, from: usize, step: usize, c: usize): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  if (from) {
    c00 = v128.load(from); c01 = v128.load(from, 16); from += step;
    c10 = v128.load(from); c11 = v128.load(from, 16); from += step;
    c20 = v128.load(from); c21 = v128.load(from, 16); from += step;
    c30 = v128.load(from); c31 = v128.load(from, 16);
  }
  const end = b + ((<usize>k) << 5);
  while (b != end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    a += 32;
    b += 32;
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c10, 32); v128.store(c, c11, 48);
  v128.store(c, c20, 64); v128.store(c, c21, 80); v128.store(c, c30, 96); v128.store(c, c31, 112);
}

/** The same for one row alone, a single clip's: even and odd steps of k apart, so that sums wait less for each other. */
function oneRow(a: usize, b: usize, k: i32, from: usize, c: usize): void {
  let even0 = f32x4.splat(0), even1 = f32x4.splat(0), odd0 = f32x4.splat(0), odd1 = f32x4.splat(0);
  if (from) {
    even0 = v128.load(from); even1 = v128.load(from, 16);
  }
  const end = b + ((<usize>(k & ~1)) << 5);
  while (b != end) {
    let s = v128.load32_splat(a);
    even0 = madd(s, v128.load(b), even0); even1 = madd(s, v128.load(b, 16), even1);
    s = v128.load32_splat(a, 32);
    odd0 = madd(s, v128.load(b, 32), odd0); odd1 = madd(s, v128.load(b, 48), odd1);
    a += 64;
    b += 64;
  }
  if (k & 1) {
    const s = v128.load32_splat(a);
    even0 = madd(s, v128.load(b), even0); even1 = madd(s, v128.load(b, 16), even1);
  }
  v128.store(c, f32x4.add(even0, odd0)); v128.store(c, f32x4.add(even1, odd1), 16);
}

/** C[rows][8] of one panel, `rows` at most eight; rows that the batch does not have are left out where that saves a tile. */
// @ts-ignore: decorator
@inline
export function tiles(rows: i32, a: usize, b: usize, k: i32, from: usize, step: usize, c: usize): void {
  if (rows == 1) {
    oneRow(a, b, k, from, c);
    return;
  }
  tile(a, b, k, from, step, c);
  if (rows > 4) tile(a + 16, b, k, from ? from + 4 * step : 0, step, c + 128);
}

/** Longest stretch of k between two visits of C: both operands' stretches stay in the L1 cache. */
const K_BLOCK: i32 = 256;

/** C[panel][8 rows][8] = A B for all `panels` of B, [k][8] each. */
export function multiplyPanels(rows: i32, a: usize, b: usize, k: i32, panels: i32, c: usize): void {
  const panelBytes = (<usize>k) << 5;
  for (let from = 0; from < k; from += K_BLOCK) {
    const length = min(K_BLOCK, k - from);
    const offset = (<usize>from) << 5;
    for (let p = 0; p < panels; p++) {
      const to = c + ((<usize>p) << 8);
      tiles(rows, a + offset, b + <usize>p * panelBytes + offset, length, from > 0 ? to : 0, 32, to);
    }
  }
}

/**
 * One panel (chunk) of a packed operand: dst[chunk][k][8] from src, whose element (i, j) lies `rowStep` i + `columnStep` j
 * bytes on. The columns are `groups` gates of `width` each; panels are [block of eight][gate], filled up with zeros.
 */
export function packGatePanels(
  chunk: i32, dst: usize, src: usize, k: i32, width: i32, groups: i32, rowStep: i32, columnStep: i32,
): void {
  const block = chunk / groups;
  const first = (chunk % groups) * width + 8 * block;
  const columns = min(8, width - 8 * block);
  dst += (<usize>(chunk * k)) << 5;
  src += <usize>first * <usize>columnStep;
  if (columns == 8 && columnStep == 4) {
    for (let i = 0; i < k; i++) {
      v128.store(dst, v128.load(src));
      v128.store(dst, v128.load(src, 16), 16);
      dst += 32;
      src += <usize>rowStep;
    }
    return;
  }
  for (let i = 0; i < k; i++) {
    let p = src;
    for (let j = 0; j < 8; j++) {
      store<f32>(dst + ((<usize>j) << 2), j < columns ? load<f32>(p) : 0);
      p += <usize>columnStep;
    }
    dst += 32;
    src += <usize>rowStep;
  }
}

/** dst[k][8] from `rows` rows of k floats, `step` bytes apart; missing rows become zeros. */
export function packRowsOf8(dst: usize, src: usize, step: usize, rows: i32, k: i32): void {
  for (let r = 0; r < 8; r++) {
    let q = dst + ((<usize>r) << 2);
    let p = src;
    let i = 0;
    const whole = r < rows ? k - 3 : 0;
    for (; i < whole; i += 4) {
      scatter(q, v128.load(p), 4);
      p += 16;
      q += 128;
    }
    for (; i < k; i++) {
      store<f32>(q, r < rows ? load<f32>(p) : 0);
      p += 4;
      q += 32;
    }
    src += step;
  }
}

/** The first n lanes to neighbouring addresses. */
// @ts-ignore: decorator
@inline
export function storeLanes(p: usize, v: v128, n: i32): void {
  if (n > 3) {
    v128.store(p, v);
    return;
  }
  v128.store32_lane(p, v, 0);
  if (n > 1) v128.store32_lane(p, v, 1, 4);
  if (n > 2) v128.store32_lane(p, v, 2, 8);
}

/** The first n lanes to the same row of neighbouring steps of k. */
// @ts-ignore: decorator
@inline
export function scatter(p: usize, v: v128, n: i32): void {
  v128.store32_lane(p, v, 0);
  if (n > 1) v128.store32_lane(p, v, 1, 32);
  if (n > 2) v128.store32_lane(p, v, 2, 64);
  if (n > 3) v128.store32_lane(p, v, 3, 96);
}

/**
 * The part of one block of steps in a weight's gradient: panel[m][8] += sum over r of left[m][r] right[r][8]. `left` lies
 * in blocks [m / 8][reserved][8], `right` is one panel; r < k.
 */
export function accumulateOuter(left: usize, reserved: i32, m: i32, right: usize, k: i32, panel: usize): void {
  const blockStep = (<usize>reserved) << 5;
  for (let i = 0; i < m; i += 8) {
    tile(left, right, k, panel, 32, panel);
    if (m - i > 4) tile(left + 16, right, k, panel + 128, 32, panel + 128);
    left += blockStep;
    panel += 256;
  }
}

/** sums[8] += the k rows of a panel. */
export function accumulateRows(panel: usize, k: i32, sums: usize): void {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0);
  for (let i = 0; i < k; i++) {
    s0 = f32x4.add(s0, v128.load(panel));
    s1 = f32x4.add(s1, v128.load(panel, 16));
    panel += 32;
  }
  v128.store(sums, f32x4.add(v128.load(sums), s0));
  v128.store(sums, f32x4.add(v128.load(sums, 16), s1), 16);
}

/** The gradient of the inputs of one step and one block of eight: rows [8] of the batch, `step` bytes apart. */
export function storeRows(from: usize, to: usize, step: usize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; r++) {
    storeLanes(to, v128.load(from), columns);
    if (columns > 4) storeLanes(to + 16, v128.load(from, 16), columns - 4);
    from += 32;
    to += step;
  }
}

/**
 * One panel (chunk) of a weight's gradient from the parts of all jobs, added in their order: dst[rows][groups * width].
 * Panel [block of eight][gate] of a part begins `panelBytes` after the one before; parts lie `partBytes` apart.
 */
export function sumPanels(
  chunk: i32, dst: usize, src: usize, jobs: i32, partBytes: i32, panelBytes: i32, rows: i32, width: i32, groups: i32,
): void {
  const block = chunk / groups;
  const columns = min(8, width - 8 * block);
  src += <usize>chunk * <usize>panelBytes;
  dst += (<usize>((chunk % groups) * width + 8 * block)) << 2;
  for (let i = 0; i < rows; i++) {
    let s0 = v128.load(src), s1 = v128.load(src, 16);
    let part = src;
    for (let job = 1; job < jobs; job++) {
      part += <usize>partBytes;
      s0 = f32x4.add(s0, v128.load(part));
      s1 = f32x4.add(s1, v128.load(part, 16));
    }
    storeLanes(dst, s0, columns);
    if (columns > 4) storeLanes(dst + 16, s1, columns - 4);
    src += 32;
    dst += (<usize>(groups * width)) << 2;
  }
}

/** Part `chunk` of y = a + b; the last may write up to twelve bytes beyond the end, into y's own block. */
export function addTwo(chunk: i32, a: usize, b: usize, y: usize, n: i32, part: i32): void {
  const first = chunk * part;
  const o = (<usize>first) << 2;
  a += o; b += o; y += o;
  for (let i = min(part, n - first); i > 0; i -= 4) {
    v128.store(y, f32x4.add(v128.load(a), v128.load(b)));
    a += 16; b += 16; y += 16;
  }
}
