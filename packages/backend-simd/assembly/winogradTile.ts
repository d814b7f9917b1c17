import { madd } from './madd';

// The micro-kernel of a filter's transformed gradient (tile.ts says why its loop is not unrolled).

// @ts-ignore: decorator
@inline
function storeRow(c: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/** `tile` of tile.ts summed over `blocks` blocks of k, which lie `aStep` and `bStep` bytes apart. */
export function tileOfBlocks(
  a: usize, b: usize, blocks: i32, k: i32, aStep: usize, bStep: usize, c: usize, ldc: usize, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  const length = (<usize>k) << 5;
  const aJump = aStep - <usize>k * 16;
  const bJump = bStep - length;
  for (; blocks > 0; blocks--) {
    const end = b + length;
    while (b != end) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let s: v128;
      s = v128.load32_splat(a);
      c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
      s = v128.load32_splat(a, 4);
      c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
      s = v128.load32_splat(a, 8);
      c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
      s = v128.load32_splat(a, 12);
      c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
      a += 16;
      b += 32;
    }
    a += aJump;
    b += bJump;
  }
  storeRow(c, c00, c01, accumulate);
  storeRow(c + ldc, c10, c11, accumulate);
  storeRow(c + 2 * ldc, c20, c21, accumulate);
  storeRow(c + 3 * ldc, c30, c31, accumulate);
}

/** In place: every 64 bytes from `at` to `end`, four channels of each of four tiles, become four tiles of each channel. */
export function transposeFours(at: usize, end: usize): void {
  while (at != end) {
    const r0 = v128.load(at), r1 = v128.load(at, 16), r2 = v128.load(at, 32), r3 = v128.load(at, 48);
    const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(at, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
    v128.store(at, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7), 16);
    v128.store(at, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5), 32);
    v128.store(at, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7), 48);
    at += 64;
  }
}
