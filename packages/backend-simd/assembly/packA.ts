// Packing of the left-hand operand: panels of 5 rows, [panel][k][5], so that the micro-kernel reads it in one stream.

/**
 * One panel from five row addresses: `segments` stretches of `run` floats, with `jumps[s]` bytes between the end of
 * stretch s and the start of the next. Returns where the next panel goes.
 */
export function packFiveRows(
  dst: usize, a0: usize, a1: usize, a2: usize, a3: usize, a4: usize, jumps: usize, segments: i32, run: i32,
): usize {
  const quads = run >> 2, rest = run & 3;
  while (segments > 0) {
    for (let i = quads; i > 0; i--) {
      const r0 = v128.load(a0), r1 = v128.load(a1), r2 = v128.load(a2), r3 = v128.load(a3), r4 = v128.load(a4);
      const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(dst, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
      v128.store32_lane(dst, r4, 0, 16);
      v128.store(dst, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7), 20);
      v128.store32_lane(dst, r4, 1, 36);
      v128.store(dst, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5), 40);
      v128.store32_lane(dst, r4, 2, 56);
      v128.store(dst, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7), 60);
      v128.store32_lane(dst, r4, 3, 76);
      a0 += 16; a1 += 16; a2 += 16; a3 += 16; a4 += 16;
      dst += 80;
    }
    for (let i = rest; i > 0; i--) {
      store<f32>(dst, load<f32>(a0)); store<f32>(dst, load<f32>(a1), 4); store<f32>(dst, load<f32>(a2), 8);
      store<f32>(dst, load<f32>(a3), 12); store<f32>(dst, load<f32>(a4), 16);
      a0 += 4; a1 += 4; a2 += 4; a3 += 4; a4 += 4;
      dst += 20;
    }
    segments--;
    if (segments > 0) {
      const jump = <usize>load<i32>(jumps);
      jumps += 4;
      a0 += jump; a1 += jump; a2 += jump; a3 += jump; a4 += jump;
    }
  }
  return dst;
}

/** One panel of the transposed operand: five neighbouring floats at `offset` bytes after each of `r` addresses. */
export function packFiveColumns(dst: usize, table: usize, offset: usize, r: i32): void {
  for (let i = 0; i < r; i++) {
    const a = <usize>load<u32>(table) + offset;
    v128.store(dst, v128.load(a));
    store<f32>(dst, load<f32>(a, 16), 16);
    table += 4;
    dst += 20;
  }
}

/** The same with an own offset for each of the five, read from `offsets`. */
export function packFiveOffsets(dst: usize, table: usize, offsets: usize, r: i32): void {
  const o0 = <usize>load<i32>(offsets), o1 = <usize>load<i32>(offsets, 4), o2 = <usize>load<i32>(offsets, 8);
  const o3 = <usize>load<i32>(offsets, 12), o4 = <usize>load<i32>(offsets, 16);
  for (let i = 0; i < r; i++) {
    const a = <usize>load<u32>(table);
    store<f32>(dst, load<f32>(a + o0)); store<f32>(dst, load<f32>(a + o1), 4); store<f32>(dst, load<f32>(a + o2), 8);
    store<f32>(dst, load<f32>(a + o3), 12); store<f32>(dst, load<f32>(a + o4), 16);
    table += 4;
    dst += 20;
  }
}
