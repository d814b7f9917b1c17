// Winograd's and Cook-Toom's transforms along one dimension, four channels at a time. F(m, r) makes m outputs of a filter of
// r taps from alpha = m + r - 1 inputs with alpha products, one for each point and one for infinity:
//
//   kind  F(m, r)  alpha  finite points
//   0     F(1, 1)  1      (nothing is transformed)
//   1     F(2, 3)  4      0, 1, -1
//   2     F(4, 3)  6      0, 0.75, -0.75, 1.5, -1.5
//   3     F(5, 3)  7      0, 1, -1, 2, -2, 0.5
//   4     F(4, 5)  8      0, 0.5, -0.5, 1, -1, 2, -2
//
// With M(x) = product of (x - p), the input's row for p holds the coefficients of M(x) / (x - p), the row of infinity those
// of M(x); the output's column for p holds the powers of p. The filter's rows, powers of p over M'(p), are made in
// src/kernels/winogradPlan.ts, which must name the same points in the same order. Points in pairs share an even and an odd
// half. Of the points tried these had the least error (docs/kernels.md).

/** How the channels of a transformed tile lie: see `place`. */
export const LINEAR: i32 = 0;
export const QUADS: i32 = 1;
export const FOURS: i32 = 2;
export const EIGHTS: i32 = 3;

export function alphaOf(kind: i32): i32 {
  return kind == 0 ? 1 : kind == 1 ? 4 : kind == 2 ? 6 : kind == 3 ? 7 : 8;
}

export function outputsOf(kind: i32): i32 {
  return kind == 0 ? 1 : kind == 1 ? 2 : kind == 3 ? 5 : 4;
}

/**
 * Offset of channel c: one after the other; in quads of four tiles [c / 4][4][4]; in panels of four [c / 4][..][4] or of
 * eight [c / 8][..][8], `panel` bytes apart.
 */
// @ts-ignore: decorator
@inline
function place(layout: i32, c: i32, panel: usize): usize {
  if (layout == LINEAR) return (<usize>c) << 2;
  if (layout == QUADS) return (<usize>c) << 4;
  if (layout == EIGHTS) return <usize>(c >> 3) * panel + ((<usize>(c & 7)) << 2);
  return <usize>(c >> 2) * panel;
}

// @ts-ignore: decorator
@inline
function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

// @ts-ignore: decorator
@inline
function times(a: v128, factor: f32): v128 {
  return f32x4.mul(a, f32x4.splat(factor));
}

function input4(src: usize, step: usize, dst: usize, dstStep: usize, channels: i32, layout: i32, panel: usize): void {
  for (let c = 0; c < channels; c += 4) {
    const d0 = v128.load(src), d1 = v128.load(src + step), d2 = v128.load(src + 2 * step), d3 = v128.load(src + 3 * step);
    src += 16;
    const low = dst + place(layout, c, panel);
    v128.store(low, sub(d2, d0));
    v128.store(low + dstStep, add(d2, d1));
    v128.store(low + 2 * dstStep, sub(d2, d1));
    v128.store(low + 3 * dstStep, sub(d3, d1));
  }
}

function input6(src: usize, step: usize, dst: usize, dstStep: usize, channels: i32, layout: i32, panel: usize): void {
  for (let c = 0; c < channels; c += 4) {
    const d0 = v128.load(src), d1 = v128.load(src + step), d2 = v128.load(src + 2 * step);
    const d3 = v128.load(src + 3 * step), d4 = v128.load(src + 4 * step), d5 = v128.load(src + 5 * step);
    src += 16;
    let low = dst + place(layout, c, panel);
    v128.store(low, add(sub(d4, times(d2, 2.8125)), times(d0, 1.265625)));
    low += dstStep;
    let even = sub(d4, times(d2, 2.25));
    let odd = times(sub(d3, times(d1, 2.25)), 0.75);
    v128.store(low, add(even, odd));
    low += dstStep;
    v128.store(low, sub(even, odd));
    low += dstStep;
    even = sub(d4, times(d2, 0.5625));
    odd = times(sub(d3, times(d1, 0.5625)), 1.5);
    v128.store(low, add(even, odd));
    low += dstStep;
    v128.store(low, sub(even, odd));
    low += dstStep;
    v128.store(low, add(sub(d5, times(d3, 2.8125)), times(d1, 1.265625)));
  }
}

function input7(src: usize, step: usize, dst: usize, dstStep: usize, channels: i32, layout: i32, panel: usize): void {
  for (let c = 0; c < channels; c += 4) {
    const d0 = v128.load(src), d1 = v128.load(src + step), d2 = v128.load(src + 2 * step), d3 = v128.load(src + 3 * step);
    const d4 = v128.load(src + 4 * step), d5 = v128.load(src + 5 * step), d6 = v128.load(src + 6 * step);
    src += 16;
    let low = dst + place(layout, c, panel);
    // All rows but that of 0.5 are those of the other points, times (x - 0.5).
    const e0 = sub(d1, times(d0, 0.5)), e1 = sub(d2, times(d1, 0.5)), e2 = sub(d3, times(d2, 0.5));
    const e3 = sub(d4, times(d3, 0.5)), e4 = sub(d5, times(d4, 0.5)), e5 = sub(d6, times(d5, 0.5));
    v128.store(low, add(sub(e4, times(e2, 5)), times(e0, 4)));
    low += dstStep;
    let even = sub(e4, times(e2, 4));
    let odd = sub(e3, times(e1, 4));
    v128.store(low, add(even, odd));
    low += dstStep;
    v128.store(low, sub(even, odd));
    low += dstStep;
    even = sub(e4, e2);
    odd = times(sub(e3, e1), 2);
    v128.store(low, add(even, odd));
    low += dstStep;
    v128.store(low, sub(even, odd));
    low += dstStep;
    v128.store(low, add(sub(d5, times(d3, 5)), times(d1, 4)));
    low += dstStep;
    v128.store(low, add(sub(e5, times(e3, 5)), times(e1, 4)));
  }
}

function input8(src: usize, step: usize, dst: usize, dstStep: usize, channels: i32, layout: i32, panel: usize): void {
  for (let c = 0; c < channels; c += 4) {
    const d0 = v128.load(src), d1 = v128.load(src + step), d2 = v128.load(src + 2 * step), d3 = v128.load(src + 3 * step);
    const d4 = v128.load(src + 4 * step), d5 = v128.load(src + 5 * step), d6 = v128.load(src + 6 * step);
    const d7 = v128.load(src + 7 * step);
    src += 16;
    let low = dst + place(layout, c, panel);
    v128.store(low, add(sub(d6, d0), times(sub(d2, d4), 5.25)));
    low += dstStep;
    let even = add(sub(d6, times(d4, 5)), times(d2, 4));
    let odd = times(add(sub(d5, times(d3, 5)), times(d1, 4)), 0.5);
    v128.store(low, add(even, odd));
    low += dstStep;
    v128.store(low, sub(even, odd));
    low += dstStep;
    even = add(sub(d6, times(d4, 4.25)), d2);
    odd = add(sub(d5, times(d3, 4.25)), d1);
    v128.store(low, add(even, odd));
    low += dstStep;
    v128.store(low, sub(even, odd));
    low += dstStep;
    even = add(sub(d6, times(d4, 1.25)), times(d2, 0.25));
    odd = times(add(sub(d5, times(d3, 1.25)), times(d1, 0.25)), 2);
    v128.store(low, add(even, odd));
    low += dstStep;
    v128.store(low, sub(even, odd));
    low += dstStep;
    v128.store(low, add(sub(d7, d1), times(sub(d3, d5), 5.25)));
  }
}

/** alpha inputs, `step` bytes apart, to alpha transformed ones, `dstStep` bytes apart. */
export function inputLine(
  kind: i32, src: usize, step: usize, dst: usize, dstStep: usize, channels: i32, layout: i32, panel: usize,
): void {
  if (kind == 1) input4(src, step, dst, dstStep, channels, layout, panel);
  else if (kind == 2) input6(src, step, dst, dstStep, channels, layout, panel);
  else if (kind == 3) input7(src, step, dst, dstStep, channels, layout, panel);
  else input8(src, step, dst, dstStep, channels, layout, panel);
}

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

/**
 * alpha products, `step` bytes apart, to the first `valid` of m outputs, `dstStep` bytes apart, with bias and activation
 * by the flags of tile.ts.
 */
export function outputLine(
  kind: i32, src: usize, step: usize, dst: usize, dstStep: usize, channels: i32, valid: i32, bias: usize, flags: i32,
): void {
  let b = f32x4.splat(0);
  for (let c = 0; c < channels; c += 4) {
    if (flags & BIAS) {
      b = v128.load(bias);
      bias += 16;
    }
    const m0 = v128.load(src), m1 = v128.load(src + step), m2 = v128.load(src + 2 * step), m3 = v128.load(src + 3 * step);
    const s1 = add(m1, m2), d1 = sub(m1, m2);
    if (kind == 1) {
      v128.store(dst, finish(add(m0, s1), b, flags));
      if (valid > 1) v128.store(dst + dstStep, finish(add(d1, m3), b, flags));
    } else {
      const m4 = v128.load(src + 4 * step), m5 = v128.load(src + 5 * step);
      const s2 = add(m3, m4), d2 = sub(m3, m4);
      if (kind == 2) {
        v128.store(dst, finish(add(m0, add(s1, s2)), b, flags));
        if (valid > 1) v128.store(dst + dstStep, finish(add(times(d1, 0.75), times(d2, 1.5)), b, flags));
        if (valid > 2) v128.store(dst + 2 * dstStep, finish(add(times(s1, 0.5625), times(s2, 2.25)), b, flags));
        if (valid > 3) {
          const y = add(add(times(d1, 0.421875), times(d2, 3.375)), m5);
          v128.store(dst + 3 * dstStep, finish(y, b, flags));
        }
      } else if (kind == 3) {
        v128.store(dst, finish(add(add(m0, s1), add(s2, m5)), b, flags));
        if (valid > 1) v128.store(dst + dstStep, finish(add(add(d1, times(d2, 2)), times(m5, 0.5)), b, flags));
        if (valid > 2) v128.store(dst + 2 * dstStep, finish(add(add(s1, times(s2, 4)), times(m5, 0.25)), b, flags));
        if (valid > 3) v128.store(dst + 3 * dstStep, finish(add(add(d1, times(d2, 8)), times(m5, 0.125)), b, flags));
        if (valid > 4) {
          const y = add(add(add(s1, times(s2, 16)), times(m5, 0.0625)), v128.load(src + 6 * step));
          v128.store(dst + 4 * dstStep, finish(y, b, flags));
        }
      } else {
        const m6 = v128.load(src + 6 * step);
        const s3 = add(m5, m6), d3 = sub(m5, m6);
        v128.store(dst, finish(add(add(m0, s1), add(s2, s3)), b, flags));
        if (valid > 1) v128.store(dst + dstStep, finish(add(add(d2, times(d1, 0.5)), times(d3, 2)), b, flags));
        if (valid > 2) v128.store(dst + 2 * dstStep, finish(add(add(s2, times(s1, 0.25)), times(s3, 4)), b, flags));
        if (valid > 3) {
          const y = add(add(add(d2, times(d1, 0.125)), times(d3, 8)), v128.load(src + 7 * step));
          v128.store(dst + 3 * dstStep, finish(y, b, flags));
        }
      }
    }
    src += 16;
    dst += 16;
  }
}

/** The transposed output transform: m gradients, `step` bytes apart, to alpha transformed ones, `dstStep` bytes apart. */
export function gradientLine(
  kind: i32, src: usize, step: usize, dst: usize, dstStep: usize, channels: i32, layout: i32, panel: usize,
): void {
  for (let c = 0; c < channels; c += 4) {
    const e0 = v128.load(src), e1 = v128.load(src + step);
    let at = dst + place(layout, c, panel);
    v128.store(at, e0);
    at += dstStep;
    if (kind == 1) {
      v128.store(at, add(e0, e1));
      v128.store(at + dstStep, sub(e0, e1));
      v128.store(at + 2 * dstStep, e1);
    } else {
      const e2 = v128.load(src + 2 * step), e3 = v128.load(src + 3 * step);
      if (kind == 3) {
        const e4 = v128.load(src + 4 * step);
        let even = add(add(e0, e2), e4), odd = add(e1, e3);
        v128.store(at, add(even, odd));
        v128.store(at + dstStep, sub(even, odd));
        at += 2 * dstStep;
        even = add(add(e0, times(e2, 4)), times(e4, 16));
        odd = add(times(e1, 2), times(e3, 8));
        v128.store(at, add(even, odd));
        v128.store(at + dstStep, sub(even, odd));
        at += 2 * dstStep;
        even = add(add(e0, times(e2, 0.25)), times(e4, 0.0625));
        odd = add(times(e1, 0.5), times(e3, 0.125));
        v128.store(at, add(even, odd));
        v128.store(at + dstStep, e4);
      } else {
        // 0.75 and 1.5, or 0.5, 1 and 2.
        let even = kind == 2 ? add(e0, times(e2, 0.5625)) : add(e0, times(e2, 0.25));
        let odd = kind == 2 ? add(times(e1, 0.75), times(e3, 0.421875)) : add(times(e1, 0.5), times(e3, 0.125));
        v128.store(at, add(even, odd));
        v128.store(at + dstStep, sub(even, odd));
        at += 2 * dstStep;
        even = kind == 2 ? add(e0, times(e2, 2.25)) : add(e0, e2);
        odd = kind == 2 ? add(times(e1, 1.5), times(e3, 3.375)) : add(e1, e3);
        v128.store(at, add(even, odd));
        v128.store(at + dstStep, sub(even, odd));
        at += 2 * dstStep;
        if (kind == 4) {
          even = add(e0, times(e2, 4));
          odd = add(times(e1, 2), times(e3, 8));
          v128.store(at, add(even, odd));
          v128.store(at + dstStep, sub(even, odd));
          at += 2 * dstStep;
        }
        v128.store(at, e3);
      }
    }
    src += 16;
  }
}

/** dst[i] = sum over j of matrix[i][j] src[j], of four channels, for the filters' transforms. */
export function matrixLine(
  matrix: usize, rows: i32, columns: i32, src: usize, step: usize, dst: usize, dstStep: usize,
): void {
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.mul(v128.load32_splat(matrix), v128.load(src));
    let at = src;
    for (let j = 1; j < columns; j++) {
      matrix += 4;
      at += step;
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(matrix), v128.load(at)));
    }
    matrix += 4;
    v128.store(dst, sum);
    dst += dstStep;
  }
}

/** The same for filters of three or five taps (columns), which stay in registers. */
export function tapsLine(
  matrix: usize, rows: i32, taps: i32, src: usize, step: usize, dst: usize, dstStep: usize,
): void {
  const g0 = v128.load(src), g1 = v128.load(src + step), g2 = v128.load(src + 2 * step);
  if (taps == 3) {
    for (let i = 0; i < rows; i++) {
      const sum = add(f32x4.mul(v128.load32_splat(matrix), g0), f32x4.mul(v128.load32_splat(matrix, 4), g1));
      v128.store(dst, add(sum, f32x4.mul(v128.load32_splat(matrix, 8), g2)));
      matrix += 12;
      dst += dstStep;
    }
    return;
  }
  const g3 = v128.load(src + 3 * step), g4 = v128.load(src + 4 * step);
  for (let i = 0; i < rows; i++) {
    const low = add(f32x4.mul(v128.load32_splat(matrix), g0), f32x4.mul(v128.load32_splat(matrix, 4), g1));
    const high = add(f32x4.mul(v128.load32_splat(matrix, 12), g3), f32x4.mul(v128.load32_splat(matrix, 16), g4));
    v128.store(dst, add(add(low, f32x4.mul(v128.load32_splat(matrix, 8), g2)), high));
    matrix += 20;
    dst += dstStep;
  }
}
