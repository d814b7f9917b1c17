// Data movement: one copy between two arrays with strides of their own serves transpose, slice, concatenate, pad, tile,
// reverse and split. `src/kernels/stridedCopy.ts` joins dimensions and picks the kind of inner loop.

// @ts-ignore: decorator
@inline
function copyRun(d: usize, s: usize, bytes: i32): void {
  // A call of memory.copy costs as much as some hundred bytes copied here.
  if (bytes >= 512) { memory.copy(d, s, <usize>bytes); return; }
  let i = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(d + <usize>i, v128.load(s + <usize>i));
  for (; i + 4 <= bytes; i += 4) store<u32>(d + <usize>i, load<u32>(s + <usize>i));
  for (; i < bytes; i++) store<u8>(d + <usize>i, load<u8>(s + <usize>i));
}

/** `rows` x `columns` words: those of a column are neighbours in `s`, those of a row in `d`. */
function transposeTile(d: usize, s: usize, rows: i32, columns: i32, dRow: i32, sColumn: i32): void {
  const d1 = <usize>dRow, s1 = <usize>sColumn;
  const rows4 = rows & ~3, columns4 = columns & ~3;
  for (let j = 0; j < columns4; j += 4) {
    let from = s + <usize>(j * sColumn), to = d + (<usize>j << 2);
    for (let i = 0; i < rows4; i += 4) {
      const a = v128.load(from), b = v128.load(from + s1), c = v128.load(from + s1 * 2), e = v128.load(from + s1 * 3);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<i32>(c, e, 0, 4, 1, 5);
      const AB = v128.shuffle<i32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<i32>(c, e, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i32>(ab, cd, 0, 1, 4, 5));
      v128.store(to + d1, v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
      v128.store(to + d1 * 2, v128.shuffle<i32>(AB, CD, 0, 1, 4, 5));
      v128.store(to + d1 * 3, v128.shuffle<i32>(AB, CD, 2, 3, 6, 7));
      from += 16;
      to += d1 * 4;
    }
    for (let i = rows4; i < rows; i++) {
      for (let k: usize = 0; k < 4; k++) store<u32>(to + (k << 2), load<u32>(from + k * s1));
      from += 4;
      to += d1;
    }
  }
  for (let j = columns4; j < columns; j++) {
    let from = s + <usize>(j * sColumn), to = d + (<usize>j << 2);
    for (let i = 0; i < rows; i++) { store<u32>(to, load<u32>(from)); from += 4; to += d1; }
  }
}

/**
 * Copies items [n0][n1][n2][n3][n4][n5] from `src` to `dst`, strides in bytes. Kinds: 0 runs (n5 counts bytes that are
 * neighbours on both sides), 1 transposed words (d5 and s4 are 4), 2 words, 3 bytes. The two inner dimensions are cut
 * into tiles of t4 x t5; a chunk is `per` tiles.
 */
export function stridedCopy(
  chunk: i32, dst: usize, src: usize, kind: i32, tiles: i32, per: i32, tiles4: i32, tiles5: i32, t4: i32, t5: i32,
  n1: i32, n2: i32, n3: i32, n4: i32, n5: i32, d0: i32, d1: i32, d2: i32, d3: i32, d4: i32, d5: i32,
  s0: i32, s1: i32, s2: i32, s3: i32, s4: i32, s5: i32,
): void {
  const last = min(tiles, (chunk + 1) * per);
  for (let tile = chunk * per; tile < last; tile++) {
    let rest = tile;
    const j0 = rest % tiles5 * t5;
    rest /= tiles5;
    const i0 = rest % tiles4 * t4;
    rest /= tiles4;
    let d = dst + <usize>(i0 * d4) + <usize>(j0 * d5);
    let s = src + <usize>(i0 * s4) + <usize>(j0 * s5);
    if (rest != 0) {
      d += <usize>(rest % n3 * d3);
      s += <usize>(rest % n3 * s3);
      rest /= n3;
      d += <usize>(rest % n2 * d2);
      s += <usize>(rest % n2 * s2);
      rest /= n2;
      d += <usize>(rest % n1 * d1) + <usize>(rest / n1 * d0);
      s += <usize>(rest % n1 * s1) + <usize>(rest / n1 * s0);
    }
    const rows = min(t4, n4 - i0), columns = min(t5, n5 - j0);
    if (kind == 0) {
      for (let i = 0; i < rows; i++) { copyRun(d, s, columns); d += <usize>d4; s += <usize>s4; }
    } else if (kind == 1) {
      transposeTile(d, s, rows, columns, d4, s5);
    } else {
      for (let i = 0; i < rows; i++) {
        let to = d, from = s;
        if (kind == 2) for (let j = 0; j < columns; j++) { store<u32>(to, load<u32>(from)); to += <usize>d5; from += <usize>s5; }
        else for (let j = 0; j < columns; j++) { store<u8>(to, load<u8>(from)); to += <usize>d5; from += <usize>s5; }
        d += <usize>d4;
        s += <usize>s4;
      }
    }
  }
}

/** Fills `bytes` bytes with a pattern of four; a chunk is `per` bytes, a multiple of 16. */
export function fillPattern(chunk: i32, dst: usize, bytes: i32, per: i32, pattern: i32): void {
  const from = chunk * per;
  const end = min(bytes, from + per);
  const v = i32x4.splat(pattern);
  let i = from;
  for (; i + 16 <= end; i += 16) v128.store(dst + <usize>i, v);
  for (; i < end; i++) store<u8>(dst + <usize>i, <u8>(pattern >>> ((i & 3) << 3)));
}

/** dst[b][o][i] = src[b][o][indices[b][i]], slices of `bytes` bytes; a chunk is `per` slices. */
export function gather(
  chunk: i32, dst: usize, src: usize, indices: usize, slices: i32, per: i32, outer: i32, count: i32, dim: i32, bytes: i32,
): void {
  const last = min(slices, (chunk + 1) * per);
  for (let r = chunk * per; r < last; r++) {
    const bo = r / count;
    const index = load<i32>(indices + (<usize>(bo / outer * count + r % count) << 2));
    copyRun(dst + <usize>r * <usize>bytes, src + <usize>(bo * dim + index) * <usize>bytes, bytes);
  }
}

/** Writes `on` at its index into each row of `depth` items that hold `off` already; `item` is 4 or 1 bytes. */
export function oneHot(dst: usize, indices: usize, rows: i32, depth: i32, on: i32, item: i32): void {
  for (let r = 0; r < rows; r++) {
    const index = load<i32>(indices + (<usize>r << 2));
    if (index < 0 || index >= depth) continue;
    const at = dst + <usize>(r * depth + index) * <usize>item;
    if (item == 4) store<i32>(at, on);
    else store<u8>(at, <u8>on);
  }
}
