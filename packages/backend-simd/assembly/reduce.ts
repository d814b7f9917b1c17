// Reductions of [outer][n][inner]. n may be cut into parts whose results are reduced once more: the parts depend on the
// shape alone, so any number of threads gives the same bits. Float sums of 256 values or rows are added up, so that long
// ones keep their precision.
import { exp4 } from './math';
import { storeLanes } from './lanes';
import { scratch } from './scratch';

// Operations: sum, max, min of float32, then of int32.
const SUM = 0, MAX = 1, MIN = 2, SUM_I = 3, MAX_I = 4, MIN_I = 5;
/** Rows, and floats of a row, that are added up before they meet the rest. */
const BLOCK = 256;
/** Columns of a unit of work; `src/kernels/reduce.ts` counts with the same number. */
const WIDTH = 1024;

// @ts-ignore: decorator
@inline
function join(op: i32, a: v128, b: v128): v128 {
  if (op == SUM) return f32x4.add(a, b);
  if (op == MAX) return f32x4.max(a, b);
  if (op == MIN) return f32x4.min(a, b);
  if (op == SUM_I) return i32x4.add(a, b);
  return op == MAX_I ? i32x4.max_s(a, b) : i32x4.min_s(a, b);
}

/** What changes nothing when joined with a value. */
// @ts-ignore: decorator
@inline
function neutral(op: i32): v128 {
  if (op == MAX) return f32x4.splat(-Infinity);
  if (op == MIN) return f32x4.splat(Infinity);
  if (op == MAX_I) return i32x4.splat(i32.MIN_VALUE);
  if (op == MIN_I) return i32x4.splat(i32.MAX_VALUE);
  return i32x4.splat(0);
}

/** The four lanes joined, in lane 0. */
// @ts-ignore: decorator
@inline
function across(op: i32, v: v128): v128 {
  v = join(op, v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return join(op, v, v128.shuffle<i32>(v, v, 1, 0, 3, 2));
}

/** Lanes below `count` of v, the neutral value above. */
// @ts-ignore: decorator
@inline
function firstLanes(op: i32, v: v128, count: i32): v128 {
  return v128.bitselect(v, neutral(op), i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}

// @ts-ignore: decorator
@inline
function block(op: i32, x: usize, n: i32): v128 {
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

// @ts-ignore: decorator
@inline
function beats(op: i32, a: v128, b: v128): v128 {
  if (op == MAX) return f32x4.gt(a, b);
  if (op == MIN) return f32x4.lt(a, b);
  return op == MAX_I ? i32x4.gt_s(a, b) : i32x4.lt_s(a, b);
}

// @ts-ignore: decorator
@inline
function firstRow(op: i32, x: usize, y: usize, n: i32): void {
  // Every lane starts at the first value, so a NaN there wins, as on the CPU backend, and no other does.
  let best = v128.load32_splat(x);
  let at = i32x4.splat(0), index = i32x4(0, 1, 2, 3);
  for (let i = 0; i < n; i += 4) {
    let v = v128.load(x);
    if (i + 4 > n) v = v128.bitselect(v, best, i32x4.lt_s(index, i32x4.splat(n)));
    const better = beats(op, v, best);
    best = v128.bitselect(v, best, better);
    at = v128.bitselect(index, at, better);
    index = i32x4.add(index, i32x4.splat(4));
    x += 16;
  }
  for (let half = 0; half < 2; half++) {
    const v = half ? v128.shuffle<i32>(best, best, 1, 0, 3, 2) : v128.shuffle<i32>(best, best, 2, 3, 0, 1);
    const i = half ? v128.shuffle<i32>(at, at, 1, 0, 3, 2) : v128.shuffle<i32>(at, at, 2, 3, 0, 1);
    const same = op == MAX || op == MIN ? f32x4.eq(v, best) : i32x4.eq(v, best);
    const better = v128.or(beats(op, v, best), v128.and(same, i32x4.lt_s(i, at)));
    best = v128.bitselect(v, best, better);
    at = v128.bitselect(i, at, better);
  }
  v128.store32_lane(y, at, 0);
}

// @ts-ignore: decorator
@inline
function firstColumns(op: i32, x: usize, y: usize, n: i32, inner: i32): void {
  for (let c = 0; c < inner; c += 4) {
    let p = x + (<usize>c << 2);
    let best = v128.load(p), at = i32x4.splat(0);
    for (let r = 1; r < n; r++) {
      p += <usize>inner << 2;
      const v = v128.load(p);
      const better = beats(op, v, best);
      best = v128.bitselect(v, best, better);
      at = v128.bitselect(i32x4.splat(r), at, better);
    }
    storeLanes(y + (<usize>c << 2), at, inner - c);
  }
}

// @ts-ignore: decorator
@inline
function firsts(op: i32, chunk: i32, x: usize, y: usize, outer: i32, n: i32, inner: i32, per: i32): void {
  const last = min(outer, (chunk + 1) * per);
  for (let o = chunk * per; o < last; o++) {
    const from = x + (<usize>(o * n * inner) << 2), to = y + (<usize>(o * inner) << 2);
    if (inner == 1) firstRow(op, from, to, n);
    else firstColumns(op, from, to, n, inner);
  }
}

/** Index of the first largest or smallest value of [outer][n][inner]; a chunk is `per` of outer. */
export function argReduce(chunk: i32, op: i32, x: usize, y: usize, outer: i32, n: i32, inner: i32, per: i32): void {
  if (op == MAX) firsts(MAX, chunk, x, y, outer, n, inner, per);
  else if (op == MIN) firsts(MIN, chunk, x, y, outer, n, inner, per);
  else if (op == MAX_I) firsts(MAX_I, chunk, x, y, outer, n, inner, per);
  else firsts(MIN_I, chunk, x, y, outer, n, inner, per);
}

/** exp(x - most), 0 where that is no normal number: -Infinity masks a class. */
// @ts-ignore: decorator
@inline
function shiftedExp(x: v128, most: v128): v128 {
  const v = f32x4.sub(x, most);
  return v128.andnot(exp4(v), f32x4.lt(v, f32x4.splat(-87)));
}

/** Softmax of rows of n, or its logarithm; a chunk is `per` rows. */
export function softmax(chunk: i32, x: usize, y: usize, count: i32, n: i32, per: i32, logarithm: i32): void {
  const last = min(count, (chunk + 1) * per);
  for (let r = chunk * per; r < last; r++) {
    const from = x + (<usize>(r * n) << 2), to = y + (<usize>(r * n) << 2);
    const greatest = block(MAX, from, n);
    const most = v128.shuffle<i32>(greatest, greatest, 0, 0, 0, 0);
    let sum: f64 = 0;
    for (let i0 = 0; i0 < n; i0 += BLOCK) {
      let sums = f32x4.splat(0);
      const end = min(n, i0 + BLOCK);
      for (let i = i0; i < end; i += 4) {
        const o = <usize>i << 2;
        const e = firstLanes(SUM, shiftedExp(v128.load(from + o), most), end - i);
        if (!logarithm) storeLanes(to + o, e, end - i);
        sums = f32x4.add(sums, e);
      }
      sum += <f64>f32x4.extract_lane(across(SUM, sums), 0);
    }
    const divisor = f32x4.splat(<f32>sum), log = f32x4.splat(<f32>Math.log(sum));
    for (let i = 0; i < n; i += 4) {
      const o = <usize>i << 2;
      const v = logarithm
        ? f32x4.sub(f32x4.sub(v128.load(from + o), most), log)
        : f32x4.div(v128.load(to + o), divisor);
      storeLanes(to + o, v, n - i);
    }
  }
}

// @ts-ignore: decorator
@inline
function scan(op: i32, x: usize, y: usize, n: i32, inner: i32, exclusive: i32, backwards: i32): void {
  const width = <usize>inner << 2;
  const step = backwards ? <usize>0 - width : width;
  const first = backwards ? <usize>(n - 1) * width : 0;
  for (let c = 0; c < inner; c += 4) {
    let sum = i32x4.splat(0);
    let o = first + (<usize>c << 2);
    for (let r = 0; r < n; r++) {
      const next = join(op, sum, v128.load(x + o));
      storeLanes(y + o, exclusive ? sum : next, inner - c);
      sum = next;
      o += step;
    }
  }
}

/** Running sums along n of [outer][n][inner], float32 or int32; a chunk is `per` of outer. */
export function cumsum(
  chunk: i32, op: i32, x: usize, y: usize, outer: i32, n: i32, inner: i32, per: i32, exclusive: i32, backwards: i32,
): void {
  const last = min(outer, (chunk + 1) * per);
  for (let o = chunk * per; o < last; o++) {
    const at = <usize>(o * n * inner) << 2;
    if (op == SUM) scan(SUM, x + at, y + at, n, inner, exclusive, backwards);
    else scan(SUM_I, x + at, y + at, n, inner, exclusive, backwards);
  }
}

/** scale / sqrt(variance + epsilon) of each channel; `scale` 0 (no address) is 1. */
export function batchNormFactors(y: usize, variance: usize, scale: usize, c: i32, epsilon: f32): void {
  for (let i = 0; i < c; i += 4) {
    const o = <usize>i << 2;
    const root = f32x4.sqrt(f32x4.add(v128.load(variance + o), f32x4.splat(epsilon)));
    v128.store(y + o, f32x4.div(scale ? v128.load(scale + o) : f32x4.splat(1), root));
  }
}

/** y[r][c] = (x[r][c] - mean[c]) * factor[c] + offset[c]; `offset` 0 (no address) is 0; a chunk is `per` rows. */
export function batchNorm(
  chunk: i32, x: usize, y: usize, mean: usize, factor: usize, offset: usize, count: i32, c: i32, per: i32,
): void {
  const first = chunk * per, last = min(count, first + per);
  let at = (<usize>first * <usize>c) << 2;
  for (let r = first; r < last; r++) {
    for (let i = 0; i < c; i += 4) {
      const o = <usize>i << 2;
      let v = f32x4.mul(f32x4.sub(v128.load(x + at + o), v128.load(mean + o)), v128.load(factor + o));
      if (offset) v = f32x4.add(v, v128.load(offset + o));
      storeLanes(y + at + o, v, c - i);
    }
    at += <usize>c << 2;
  }
}
