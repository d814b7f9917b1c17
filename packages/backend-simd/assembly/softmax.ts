import { across, BLOCK, block, firstLanes, MAX, SUM } from './joinLanes';
import { storeLanes } from './lanes';
import { exp4 } from './math';

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
