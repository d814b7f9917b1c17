import { join, SUM, SUM_I } from './joinLanes';
import { storeLanes } from './lanes';

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
