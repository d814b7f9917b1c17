import { packColumns, packRows } from './pack';
import { packFourColumns, packFourOffsets, packFourRows } from './packA';
import { scratch } from './scratch';
import { ACCUMULATE, edgeTile, PANEL, tile } from './tile';

// Products over packed operands. Rows of the left-hand operand are found by a rule instead of a table: row i begins at
// base + (i % w) pixelStep + (i / w % h) rowStep + (i / (w h)) imageStep bytes. A matrix has w = its rows; a convolution
// over a padded image has one row for each output pixel.

/** Longest stretch of k handled between two visits of C: panels of A and B (12 x 512 x 4 bytes) stay in the L1 cache. */
const K_BLOCK: i32 = 512;
/** Rows of a chunk: 64 x 512 packed floats stay in the L2 cache. */
const M_BLOCK: i32 = 64;
/** Reduction length of one visit of C in `multiplyColumns`. */
const R_BLOCK: i32 = 256;
/** Columns of B packed at a time in `multiplyColumns`. */
const R_COLUMNS: i32 = 256;

/** Addresses of rows `first` to `first + count - 1`. */
function fillTable(
  table: usize, first: i32, count: i32, base: usize, w: i32, h: i32, pixelStep: i32, rowStep: i32, imageStep: i32,
): void {
  let x = first % w;
  const line = first / w;
  let y = line % h;
  let b = line / h;
  let p = base + <usize>b * <usize>imageStep + <usize>y * <usize>rowStep + <usize>x * <usize>pixelStep;
  for (let i = 0; i < count; i++) {
    store<u32>(table, <u32>p);
    table += 4;
    p += <usize>pixelStep;
    if (++x == w) {
      x = 0;
      if (++y == h) {
        y = 0;
        b++;
      }
      p = base + <usize>b * <usize>imageStep + <usize>y * <usize>rowStep;
    }
  }
}

/** One stretch of k, already chosen, of a chunk's rows against panels of B. */
function multiplyBlock(
  table: usize, rows: i32, n: i32, offset: usize, jumps: usize, segments: i32, run: i32,
  b: usize, panelStep: usize, c: usize, ldc: usize, bias: usize, flags: i32, packed: usize, edge: usize,
): void {
  const k = segments * run;
  const aPanel = <usize>k * (4 * PANEL);
  let dst = packed;
  for (let i = 0; i < rows; i += PANEL) {
    const t = table + ((<usize>i) << 2);
    const valid = rows - i;
    // Rows beyond the last are the last one again; their results are not kept.
    const a0 = <usize>load<u32>(t);
    const a1 = <usize>load<u32>(t + (valid > 1 ? 4 : 0));
    const a2 = <usize>load<u32>(t + (valid > 2 ? 8 : 0));
    const a3 = <usize>load<u32>(t + (valid > 3 ? 12 : 0));
    dst = packFourRows(dst, a0 + offset, a1 + offset, a2 + offset, a3 + offset, jumps, segments, run);
  }
  for (let j = 0; j < n; j += 8) {
    const columns = min(8, n - j);
    const cj = c + ((<usize>j) << 2);
    const biasJ = bias + ((<usize>j) << 2);
    let a = packed;
    for (let i = 0; i < rows; i += PANEL) {
      const ci = cj + <usize>i * ldc;
      const valid = min(PANEL, rows - i);
      if (valid == PANEL && columns == 8) tile(a, b, k, ci, ldc, biasJ, flags);
      else edgeTile(a, b, k, ci, ldc, biasJ, flags, valid, columns, edge);
      a += aPanel;
    }
    b += panelStep;
  }
}

/**
 * C[m][n] = act(A B + bias). From the start of each row of A, k runs through `segments` stretches of `run` floats with
 * `jumps[s]` bytes between them, so that a convolution reads its padded image in place. `b` is packed by `packRows` or
 * `packColumns` with k = segments * run. A chunk is 64 rows times `nBlock` columns, a multiple of 8.
 */
export function multiplyRows(
  chunk: i32, nBlocks: i32, nBlock: i32, base: usize, w: i32, h: i32, pixelStep: i32, rowStep: i32, imageStep: i32,
  m: i32, n: i32, jumps: usize, segments: i32, run: i32, b: usize, c: usize, ldc: i32, bias: usize, flags: i32,
): void {
  const j0 = (chunk % nBlocks) * nBlock;
  const i0 = (chunk / nBlocks) * M_BLOCK;
  const columns = min(nBlock, n - j0);
  const rows = min(M_BLOCK, m - i0);
  const k = segments * run;
  const panelStep = (<usize>k) << 5;
  const step = (<usize>ldc) << 2;
  const edge = scratch();
  const table = edge + 128;
  const packed = table + (<usize>M_BLOCK << 2) + 64;
  fillTable(table, i0, rows, base, w, h, pixelStep, rowStep, imageStep);
  c += <usize>i0 * step + ((<usize>j0) << 2);
  b += <usize>(j0 >> 3) * panelStep;
  bias += (<usize>j0) << 2;
  const last = flags & ~ACCUMULATE;
  let accumulate = flags & ACCUMULATE;
  let offset: usize = 0;
  if (run <= K_BLOCK) {
    // Whole stretches, as many as fit, in blocks of like length.
    const fitting = max(1, K_BLOCK / max(1, run));
    const blocks = (segments + fitting - 1) / fitting;
    const perBlock = (segments + blocks - 1) / blocks;
    let s = 0;
    do {
      const count = min(perBlock, segments - s);
      const more = s + count < segments;
      multiplyBlock(table, rows, columns, offset, jumps + ((<usize>s) << 2), count, run,
        b + ((<usize>(s * run)) << 5), panelStep, c, step, bias, accumulate | (more ? 0 : last), packed, edge);
      accumulate = ACCUMULATE;
      for (let e = 0; e < count && s + e + 1 < segments; e++) {
        offset += (<usize>run << 2) + <usize>load<i32>(jumps + ((<usize>(s + e)) << 2));
      }
      s += count;
    } while (s < segments);
  } else {
    // Parts of stretches, of equal length where possible.
    const parts = (run + K_BLOCK - 1) / K_BLOCK;
    const part = (((run + parts - 1) / parts) + 3) & ~3;
    for (let s = 0; s < segments; s++) {
      for (let r = 0; r < run; r += part) {
        const length = min(part, run - r);
        const more = s + 1 < segments || r + length < run;
        multiplyBlock(table, rows, columns, offset + ((<usize>r) << 2), jumps, 1, length,
          b + ((<usize>(s * run + r)) << 5), panelStep, c, step, bias, accumulate | (more ? 0 : last), packed, edge);
        accumulate = ACCUMULATE;
      }
      if (s + 1 < segments) offset += (<usize>run << 2) + <usize>load<i32>(jumps + ((<usize>s) << 2));
    }
  }
}

/**
 * C[m][n] (+)= sum over r of A[r][.] B[r][.], A's rows found as above. Float i of A's row lies `offsets[i]` bytes after its
 * start (`offsets` has as many more entries than m as a panel has rows, repeating the last). B is row-major with row stride `ldb` floats.
 * A chunk is `mBlock` rows of C times `rPart` of the reduction; part p of the reduction writes to c + p partStep bytes.
 */
export function multiplyColumns(
  chunk: i32, mBlocks: i32, mBlock: i32, rPart: i32, partStep: usize,
  base: usize, w: i32, h: i32, pixelStep: i32, rowStep: i32, imageStep: i32,
  m: i32, n: i32, r: i32, offsets: usize, b: usize, ldb: i32, c: usize, ldc: i32, flags: i32,
): void {
  const part = chunk / mBlocks;
  const i0 = (chunk % mBlocks) * mBlock;
  const rows = min(mBlock, m - i0);
  const end = min(r, (part + 1) * rPart);
  const step = (<usize>ldc) << 2;
  const edge = scratch();
  const table = edge + 128;
  const packedA = table + (<usize>R_BLOCK << 2);
  const packedB = packedA + (<usize>R_BLOCK * (4 * PANEL)) + 64;
  c += <usize>part * partStep + <usize>i0 * step;
  for (let j0 = 0; j0 < n; j0 += R_COLUMNS) {
    const columns = min(R_COLUMNS, n - j0);
    const cj0 = c + ((<usize>j0) << 2);
    let accumulate = flags & ACCUMULATE;
    let at = part * rPart;
    do {
      const length = min(R_BLOCK, end - at);
      fillTable(table, at, length, base, w, h, pixelStep, rowStep, imageStep);
      packRows(packedB, b + ((<usize>at * <usize>ldb + <usize>j0) << 2), length, columns, ldb);
      for (let i = 0; i < rows; i += PANEL) {
        const o = offsets + ((<usize>(i0 + i)) << 2);
        const first = load<i32>(o);
        // All three: where the last offset is repeated, a gap of 12 bytes may look like neighbours.
        const even = load<i32>(o, 4) == first + 4 && load<i32>(o, 8) == first + 8 && load<i32>(o, 12) == first + 12;
        if (even) packFourColumns(packedA, table, <usize>first, length);
        else packFourOffsets(packedA, table, o, length);
        const valid = min(PANEL, rows - i);
        const ci = cj0 + <usize>i * step;
        let panel = packedB;
        for (let j = 0; j < columns; j += 8) {
          const wide = min(8, columns - j);
          const cj = ci + ((<usize>j) << 2);
          if (valid == PANEL && wide == 8) tile(packedA, panel, length, cj, step, 0, accumulate);
          else edgeTile(packedA, panel, length, cj, step, 0, accumulate, valid, wide, edge);
          panel += (<usize>length) << 5;
        }
      }
      accumulate = ACCUMULATE;
      at += length;
    } while (at < end);
  }
}

/** y[i] = sum over p, in order, of parts[p][i], plus y[i] when accumulating; a chunk is 4,096 floats. */
export function sumParts(chunk: i32, parts: usize, partStep: usize, count: i32, y: usize, n: i32, accumulate: i32): void {
  const from = chunk << 12;
  const to = min(n, from + 4096);
  let p = parts + ((<usize>from) << 2);
  y += (<usize>from) << 2;
  for (let i = from; i < to; i += 4) {
    let sum = v128.load(p);
    let q = p + partStep;
    for (let e = 1; e < count; e++) {
      sum = f32x4.add(sum, v128.load(q));
      q += partStep;
    }
    if (accumulate) sum = f32x4.add(sum, v128.load(y));
    v128.store(y, sum);
    p += 16;
    y += 16;
  }
}

/** `packRows` (or `packColumns` where `transposed`) of panels 16 chunk to 16 chunk + 15 of B. */
export function packPanels(chunk: i32, dst: usize, src: usize, k: i32, n: i32, ld: i32, transposed: i32): void {
  const j = chunk << 7;
  const columns = min(128, n - j);
  dst += (<usize>(j >> 3) * <usize>k) << 5;
  if (transposed) packColumns(dst, src + ((<usize>j * <usize>ld) << 2), k, columns, ld);
  else packRows(dst, src + ((<usize>j) << 2), k, columns, ld);
}
