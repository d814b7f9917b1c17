// Packing of the right-hand operand: panels of 8 columns, [panel][k][8], the last panel filled up with zeros.
// The left-hand operand has its own packing, packA.ts.

/** 4x4 transpose of rows r0..r3, as used by the transposed packing. */
// @ts-ignore: decorator
@inline
export function store4x4(dst: usize, step: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(dst, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(dst + step, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
  v128.store(dst + 2 * step, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
  v128.store(dst + 3 * step, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
}

/** dst[panel][k][8] from src[k][n] with row stride `ld` (floats). */
export function packRows(dst: usize, src: usize, k: i32, n: i32, ld: i32): void {
  const step = (<usize>ld) << 2;
  const full = n & ~7;
  for (let j = 0; j < full; j += 8) {
    let s = src + ((<usize>j) << 2);
    for (let i = 0; i < k; i++) {
      v128.store(dst, v128.load(s));
      v128.store(dst, v128.load(s, 16), 16);
      dst += 32;
      s += step;
    }
  }
  const rest = n - full;
  if (rest > 0) {
    let s = src + ((<usize>full) << 2);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < 8; j++) {
        store<f32>(dst + ((<usize>j) << 2), j < rest ? load<f32>(s + ((<usize>j) << 2)) : 0);
      }
      dst += 32;
      s += step;
    }
  }
}

/** dst[panel][k][8] from src[n][k] (transposed) with row stride `ld` (floats). */
export function packColumns(dst: usize, src: usize, k: i32, n: i32, ld: i32): void {
  const step = (<usize>ld) << 2;
  const k4 = k & ~3;
  for (let j = 0; j < n; j += 8) {
    const s = src + <usize>j * step;
    const columns = min(8, n - j);
    if (columns == 8) {
      const h = s + 4 * step;
      let d = dst;
      for (let i = 0; i < k4; i += 4) {
        const o = (<usize>i) << 2;
        store4x4(d, 32, v128.load(s + o), v128.load(s + step + o), v128.load(s + 2 * step + o), v128.load(s + 3 * step + o));
        store4x4(d + 16, 32, v128.load(h + o), v128.load(h + step + o), v128.load(h + 2 * step + o), v128.load(h + 3 * step + o));
        d += 128;
      }
      for (let i = k4; i < k; i++) {
        for (let c = 0; c < 8; c++) store<f32>(d + ((<usize>c) << 2), load<f32>(s + <usize>c * step + ((<usize>i) << 2)));
        d += 32;
      }
    } else {
      let d = dst;
      for (let i = 0; i < k; i++) {
        for (let c = 0; c < 8; c++) {
          store<f32>(d + ((<usize>c) << 2), c < columns ? load<f32>(s + <usize>c * step + ((<usize>i) << 2)) : 0);
        }
        d += 32;
      }
    }
    dst += (<usize>k) << 5;
  }
}

/** dst[n][k] = transpose of src[k][n]. */
export function transpose(dst: usize, src: usize, k: i32, n: i32): void {
  for (let j = 0; j < n; j++) {
    let s = src + ((<usize>j) << 2);
    for (let i = 0; i < k; i++) {
      store<f32>(dst, load<f32>(s));
      dst += 4;
      s += (<usize>n) << 2;
    }
  }
}
