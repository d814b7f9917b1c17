// Reductions of [outer][n][inner]. n may be cut into parts whose results are reduced once more: the parts depend on the
// shape alone, so any number of threads gives the same bits. Float sums of 256 values or rows are added up, so that long
// ones keep their precision.
import { BLOCK, block, join, MAX, MAX_I, MIN, MIN_I, neutral, SUM, SUM_I } from './joinLanes';
import { storeLanes } from './lanes';
import { scratch } from './scratch';

/** Columns of a unit of work; `src/kernels/reduce.ts` counts with the same number. */
const WIDTH = 1024;

// @ts-ignore: decorator
@inline
function row(op: i32, x: usize, n: i32, y: usize, divisor: f32): void {
  if (op != SUM) { v128.store32_lane(y, block(op, x, n), 0); return; }
  let sum: f64 = 0;
  for (let i = 0; i < n; i += BLOCK) {
    sum += <f64>f32x4.extract_lane(block(op, x + (<usize>i << 2), min(BLOCK, n - i)), 0);
  }
  store<f32>(y, <f32>(sum / <f64>divisor));
}

// @ts-ignore: decorator
@inline
function rows(
  op: i32, chunk: i32, x: usize, y: usize, outer: i32, n: i32, parts: i32, length: i32, per: i32, divisor: f32,
): void {
  const last = min(outer * parts, (chunk + 1) * per);
  for (let unit = chunk * per; unit < last; unit++) {
    const o = unit % outer, first = unit / outer * length;
    row(op, x + (<usize>(o * n + first) << 2), min(length, n - first), y + (<usize>unit << 2), divisor);
  }
}

/** y[part][o] = x[o][part of n] reduced; a part is `length` values, a chunk `per` results. Sums are divided. */
export function reduceRows(
  chunk: i32, op: i32, x: usize, y: usize, outer: i32, n: i32, parts: i32, length: i32, per: i32, divisor: f32,
): void {
  if (op == SUM) rows(SUM, chunk, x, y, outer, n, parts, length, per, divisor);
  else if (op == MAX) rows(MAX, chunk, x, y, outer, n, parts, length, per, divisor);
  else if (op == MIN) rows(MIN, chunk, x, y, outer, n, parts, length, per, divisor);
  else if (op == SUM_I) rows(SUM_I, chunk, x, y, outer, n, parts, length, per, divisor);
  else if (op == MAX_I) rows(MAX_I, chunk, x, y, outer, n, parts, length, per, divisor);
  else rows(MIN_I, chunk, x, y, outer, n, parts, length, per, divisor);
}

/** y[c] = x[r][c] reduced over r, `step` bytes from row to row; narrow columns stay in registers. */
// @ts-ignore: decorator
@inline
function narrow(op: i32, x: usize, y: usize, n: i32, width: i32, step: usize, divisor: f32): void {
  let c = 0;
  // 32 channels are two cache lines of a row: read one after the other, not one in every row first.
  for (; c + 32 <= width; c += 32) {
    const total = scratch();
    for (let i: usize = 0; i < 128; i += 16) v128.store(total + i, neutral(op));
    let p = x + (<usize>c << 2);
    for (let r0 = 0; r0 < n; r0 += BLOCK) {
      let a = neutral(op), b = a, e = a, d = a, f = a, g = a, h = a, k = a;
      for (let r = min(BLOCK, n - r0); r > 0; r--) {
        a = join(op, a, v128.load(p));
        b = join(op, b, v128.load(p, 16));
        e = join(op, e, v128.load(p, 32));
        d = join(op, d, v128.load(p, 48));
        f = join(op, f, v128.load(p, 64));
        g = join(op, g, v128.load(p, 80));
        h = join(op, h, v128.load(p, 96));
        k = join(op, k, v128.load(p, 112));
        p += step;
      }
      v128.store(total, join(op, v128.load(total), a));
      v128.store(total, join(op, v128.load(total, 16), b), 16);
      v128.store(total, join(op, v128.load(total, 32), e), 32);
      v128.store(total, join(op, v128.load(total, 48), d), 48);
      v128.store(total, join(op, v128.load(total, 64), f), 64);
      v128.store(total, join(op, v128.load(total, 80), g), 80);
      v128.store(total, join(op, v128.load(total, 96), h), 96);
      v128.store(total, join(op, v128.load(total, 112), k), 112);
    }
    const o = y + (<usize>c << 2);
    for (let i: usize = 0; i < 128; i += 16) v128.store(o + i, finish(op, v128.load(total + i), divisor));
  }
  for (; c + 16 <= width; c += 16) {
    const o = y + (<usize>c << 2);
    let A = neutral(op), B = A, C = A, D = A;
    let p = x + (<usize>c << 2);
    for (let r0 = 0; r0 < n; r0 += BLOCK) {
      let a = neutral(op), b = a, e = a, d = a;
      for (let r = min(BLOCK, n - r0); r > 0; r--) {
        a = join(op, a, v128.load(p));
        b = join(op, b, v128.load(p, 16));
        e = join(op, e, v128.load(p, 32));
        d = join(op, d, v128.load(p, 48));
        p += step;
      }
      A = join(op, A, a); B = join(op, B, b); C = join(op, C, e); D = join(op, D, d);
    }
    v128.store(o, finish(op, A, divisor));
    v128.store(o, finish(op, B, divisor), 16);
    v128.store(o, finish(op, C, divisor), 32);
    v128.store(o, finish(op, D, divisor), 48);
  }
  for (; c < width; c += 4) {
    let A = neutral(op);
    let p = x + (<usize>c << 2);
    for (let r0 = 0; r0 < n; r0 += BLOCK) {
      let a = neutral(op), b = a, e = a, d = a;
      let r = min(BLOCK, n - r0);
      for (; r >= 4; r -= 4) {
        a = join(op, a, v128.load(p));
        b = join(op, b, v128.load(p + step));
        e = join(op, e, v128.load(p + step * 2));
        d = join(op, d, v128.load(p + step * 3));
        p += step * 4;
      }
      for (; r > 0; r--) { a = join(op, a, v128.load(p)); p += step; }
      A = join(op, A, join(op, join(op, a, b), join(op, e, d)));
    }
    storeLanes(y + (<usize>c << 2), finish(op, A, divisor), width - c);
  }
}

// @ts-ignore: decorator
@inline
function finish(op: i32, v: v128, divisor: f32): v128 {
  return op == SUM && divisor != 1 ? f32x4.div(v, f32x4.splat(divisor)) : v;
}

/** The same for wide rows, which are read from left to right: strips of far-apart rows would miss every cache. */
// @ts-ignore: decorator
@inline
function wide(op: i32, x: usize, y: usize, n: i32, width: i32, step: usize, divisor: f32): void {
  const whole = (<usize>width << 2) & ~15;
  const rest = width & 3;
  const total = scratch(), sums = total + (<usize>WIDTH << 2);
  const end = (<usize>width << 2) + 15 & ~15;
  for (let i: usize = 0; i < end; i += 16) v128.store(total + i, neutral(op));
  for (let r0 = 0; r0 < n; r0 += BLOCK) {
    for (let i: usize = 0; i < end; i += 16) v128.store(sums + i, neutral(op));
    let r = min(BLOCK, n - r0);
    for (; r >= 4; r -= 4) {
      const x1 = x + step, x2 = x1 + step, x3 = x2 + step;
      for (let i: usize = 0; i < end; i += 16) {
        const v = join(op, join(op, v128.load(x + i), v128.load(x1 + i)), join(op, v128.load(x2 + i), v128.load(x3 + i)));
        v128.store(sums + i, join(op, v128.load(sums + i), v));
      }
      x += step * 4;
    }
    for (; r > 0; r--) {
      for (let i: usize = 0; i < end; i += 16) v128.store(sums + i, join(op, v128.load(sums + i), v128.load(x + i)));
      x += step;
    }
    for (let i: usize = 0; i < end; i += 16) v128.store(total + i, join(op, v128.load(total + i), v128.load(sums + i)));
  }
  for (let i: usize = 0; i < whole; i += 16) v128.store(y + i, finish(op, v128.load(total + i), divisor));
  if (rest) storeLanes(y + whole, finish(op, v128.load(total + whole), divisor), rest);
}

// @ts-ignore: decorator
@inline
function columns(
  op: i32, chunk: i32, x: usize, y: usize, outer: i32, n: i32, inner: i32, parts: i32, length: i32, per: i32, divisor: f32,
): void {
  const blocks = (inner + WIDTH - 1) / WIDTH;
  const last = min(outer * parts * blocks, (chunk + 1) * per);
  const step = <usize>inner << 2;
  for (let unit = chunk * per; unit < last; unit++) {
    const c = unit % blocks * WIDTH, result = unit / blocks;
    const o = result % outer, first = result / outer * length;
    const from = x + <usize>(o * n + first) * step + (<usize>c << 2);
    const to = y + <usize>result * step + (<usize>c << 2);
    const width = min(WIDTH, inner - c), count = min(length, n - first);
    if (inner <= 64 || count < 8) narrow(op, from, to, count, width, step, divisor);
    else wide(op, from, to, count, width, step, divisor);
  }
}

/** y[part][o][i] = x[o][part of n][i] reduced; a chunk is `per` units of up to 1024 columns of one result. */
export function reduceColumns(
  chunk: i32, op: i32, x: usize, y: usize, outer: i32, n: i32, inner: i32, parts: i32, length: i32, per: i32, divisor: f32,
): void {
  if (op == SUM) columns(SUM, chunk, x, y, outer, n, inner, parts, length, per, divisor);
  else if (op == MAX) columns(MAX, chunk, x, y, outer, n, inner, parts, length, per, divisor);
  else if (op == MIN) columns(MIN, chunk, x, y, outer, n, inner, parts, length, per, divisor);
  else if (op == SUM_I) columns(SUM_I, chunk, x, y, outer, n, inner, parts, length, per, divisor);
  else if (op == MAX_I) columns(MAX_I, chunk, x, y, outer, n, inner, parts, length, per, divisor);
  else columns(MIN_I, chunk, x, y, outer, n, inner, parts, length, per, divisor);
}

/** Bytes of 0 and 1: the largest (any) or the smallest (all) of each [outer][n][inner]; a chunk is `per` of outer. */
export function reduceBytes(chunk: i32, all: i32, x: usize, y: usize, outer: i32, n: i32, inner: i32, per: i32): void {
  const last = min(outer, (chunk + 1) * per);
  for (let o = chunk * per; o < last; o++) {
    const from = x + <usize>(o * n) * <usize>inner;
    for (let c = 0; c < inner; c++) {
      let p = from + <usize>c;
      let result = all;
      for (let r = 0; r < n; r++) {
        result = all ? result & i32(load<u8>(p) != 0) : result | i32(load<u8>(p) != 0);
        if (result != all) break;
        p += <usize>inner;
      }
      store<u8>(y + <usize>(o * inner + c), <u8>result);
    }
  }
}

/** Products, in double precision as the CPU backend's; a chunk is `per` results. */
export function prod(chunk: i32, x: usize, y: usize, results: i32, n: i32, inner: i32, per: i32): void {
  const last = min(results, (chunk + 1) * per);
  for (let i = chunk * per; i < last; i++) {
    let p = x + (<usize>(i / inner * n * inner + i % inner) << 2);
    let product: f64 = 1;
    for (let r = 0; r < n; r++) { product *= <f64>load<f32>(p); p += <usize>inner << 2; }
    store<f32>(y + (<usize>i << 2), <f32>product);
  }
}
