import { store4x4 } from './pack';

// Packing of the left-hand operand: panels of 4 rows, [panel][k][4], so that the micro-kernel reads it in one stream.

/**
 * One panel from four row addresses: `segments` stretches of `run` floats, with `jumps[s]` bytes between the end of
 * stretch s and the start of the next. Returns where the next panel goes.
 */
export function packFourRows(
  dst: usize, a0: usize, a1: usize, a2: usize, a3: usize, jumps: usize, segments: i32, run: i32,
): usize {
  const quads = run >> 2, rest = run & 3;
  while (segments > 0) {
    for (let i = quads; i > 0; i--) {
      store4x4(dst, 16, v128.load(a0), v128.load(a1), v128.load(a2), v128.load(a3));
      a0 += 16; a1 += 16; a2 += 16; a3 += 16;
      dst += 64;
    }
    for (let i = rest; i > 0; i--) {
      store<f32>(dst, load<f32>(a0)); store<f32>(dst, load<f32>(a1), 4);
      store<f32>(dst, load<f32>(a2), 8); store<f32>(dst, load<f32>(a3), 12);
      a0 += 4; a1 += 4; a2 += 4; a3 += 4;
      dst += 16;
    }
    segments--;
    if (segments > 0) {
      const jump = <usize>load<i32>(jumps);
      jumps += 4;
      a0 += jump; a1 += jump; a2 += jump; a3 += jump;
    }
  }
  return dst;
}

/** One panel of the transposed operand: four neighbouring floats at `offset` bytes after each of `r` addresses. */
export function packFourColumns(dst: usize, table: usize, offset: usize, r: i32): void {
  for (let i = 0; i < r; i++) {
    v128.store(dst, v128.load(<usize>load<u32>(table) + offset));
    table += 4;
    dst += 16;
  }
}

/** The same with an own offset for each of the four, read from `offsets`. */
export function packFourOffsets(dst: usize, table: usize, offsets: usize, r: i32): void {
  const o0 = <usize>load<i32>(offsets), o1 = <usize>load<i32>(offsets, 4);
  const o2 = <usize>load<i32>(offsets, 8), o3 = <usize>load<i32>(offsets, 12);
  for (let i = 0; i < r; i++) {
    const a = <usize>load<u32>(table);
    store<f32>(dst, load<f32>(a + o0)); store<f32>(dst, load<f32>(a + o1), 4);
    store<f32>(dst, load<f32>(a + o2), 8); store<f32>(dst, load<f32>(a + o3), 12);
    table += 4;
    dst += 16;
  }
}
