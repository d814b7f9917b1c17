import { MAX, MAX_I, MIN, MIN_I } from './joinLanes';
import { storeLanes } from './lanes';

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
