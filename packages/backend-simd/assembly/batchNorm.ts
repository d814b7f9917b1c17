import { storeLanes } from './lanes';

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
