// Packing of the left-hand operand: panels of 6 rows, [panel][k][6], so that the micro-kernel reads it in one stream.

// @ts-ignore: decorator
@inline
function storeLow(dst: usize, four: v128, two: v128): void {
  v128.store(dst, four);
  v128.store64_lane(dst, two, 0, 16);
}

// @ts-ignore: decorator
@inline
function storeHigh(dst: usize, four: v128, two: v128): void {
  v128.store(dst, four);
  v128.store64_lane(dst, two, 1, 16);
}

/**
 * One panel from six row addresses: `segments` stretches of `run` floats, with `jumps[s]` bytes between the end of
 * stretch s and the start of the next. Returns where the next panel goes.
 */
export function packSixRows(
  dst: usize, a0: usize, a1: usize, a2: usize, a3: usize, a4: usize, a5: usize, jumps: usize, segments: i32, run: i32,
): usize {
  const quads = run >> 2, rest = run & 3;
  while (segments > 0) {
    for (let i = quads; i > 0; i--) {
      const r0 = v128.load(a0), r1 = v128.load(a1), r2 = v128.load(a2), r3 = v128.load(a3);
      const r4 = v128.load(a4), r5 = v128.load(a5);
      const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const p = v128.shuffle<f32>(r4, r5, 0, 4, 1, 5), q = v128.shuffle<f32>(r4, r5, 2, 6, 3, 7);
      storeLow(dst, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5), p);
      storeHigh(dst + 24, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7), p);
      storeLow(dst + 48, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5), q);
      storeHigh(dst + 72, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7), q);
      a0 += 16; a1 += 16; a2 += 16; a3 += 16; a4 += 16; a5 += 16;
      dst += 96;
    }
    for (let i = rest; i > 0; i--) {
      store<f32>(dst, load<f32>(a0)); store<f32>(dst, load<f32>(a1), 4); store<f32>(dst, load<f32>(a2), 8);
      store<f32>(dst, load<f32>(a3), 12); store<f32>(dst, load<f32>(a4), 16); store<f32>(dst, load<f32>(a5), 20);
      a0 += 4; a1 += 4; a2 += 4; a3 += 4; a4 += 4; a5 += 4;
      dst += 24;
    }
    segments--;
    if (segments > 0) {
      const jump = <usize>load<i32>(jumps);
      jumps += 4;
      a0 += jump; a1 += jump; a2 += jump; a3 += jump; a4 += jump; a5 += jump;
    }
  }
  return dst;
}

/** One panel of the transposed operand: six neighbouring floats at `offset` bytes after each of `r` addresses. */
export function packSixColumns(dst: usize, table: usize, offset: usize, r: i32): void {
  for (let i = 0; i < r; i++) {
    const a = <usize>load<u32>(table) + offset;
    storeLow(dst, v128.load(a), v128.load64_zero(a, 16));
    table += 4;
    dst += 24;
  }
}

/** The same with an own offset for each of the six, read from `offsets`. */
export function packSixOffsets(dst: usize, table: usize, offsets: usize, r: i32): void {
  const o0 = <usize>load<i32>(offsets), o1 = <usize>load<i32>(offsets, 4), o2 = <usize>load<i32>(offsets, 8);
  const o3 = <usize>load<i32>(offsets, 12), o4 = <usize>load<i32>(offsets, 16), o5 = <usize>load<i32>(offsets, 20);
  for (let i = 0; i < r; i++) {
    const a = <usize>load<u32>(table);
    store<f32>(dst, load<f32>(a + o0)); store<f32>(dst, load<f32>(a + o1), 4); store<f32>(dst, load<f32>(a + o2), 8);
    store<f32>(dst, load<f32>(a + o3), 12); store<f32>(dst, load<f32>(a + o4), 16); store<f32>(dst, load<f32>(a + o5), 20);
    table += 4;
    dst += 24;
  }
}
