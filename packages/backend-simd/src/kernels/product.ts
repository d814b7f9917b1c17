import type { SimdBackend } from '../backend';
import { ACCUMULATE } from './epilogue';

export type Allocate = (bytes: number) => number;

/** A row-major matrix in the memory: `step` floats from row to row. */
export interface MatrixAt {
  readonly address: number;
  readonly step: number;
}

/**
 * Where the rows of a left-hand operand begin: row i at base + (i % w) pixelStep + (i / w % h) rowStep + (i / (w h))
 * imageStep bytes. A matrix is one line of rows; a convolution has a row for each output pixel.
 */
export interface RowsAt {
  readonly base: number;
  readonly w: number;
  readonly h: number;
  readonly pixelStep: number;
  readonly rowStep: number;
  readonly imageStep: number;
}

/** How k runs from the start of a row: `segments` stretches of `run` floats; `jumps` is the address of the gaps' bytes. */
export interface Stretches {
  readonly jumps: number;
  readonly segments: number;
  readonly run: number;
}

/** Multiplications below which waking other threads costs more than it saves. */
const WORTH_THREADS = 200_000;
/** Rows of a panel of A. */
const PANEL = 4;
const M_BLOCK = 64;
/** Chunks that keep all threads busy; more blocks of columns than they take would pack the same rows again and again. */
const CHUNKS = 32;
/** Fewest columns of a chunk. */
const N_BLOCK = 128;
const PANELS = 128;
/** As many rows of a matrix's gradient share one packing of B. */
const COLUMN_ROWS = 200;
const COLUMN_ROWS_UNSPLIT = 48;
const PART_FLOATS = 4096;

export function rowsOf({ address, step }: MatrixAt, count: number): RowsAt {
  return { base: address, w: Math.max(1, count), h: 1, pixelStep: step * 4, rowStep: 0, imageStep: 0 };
}

export function oneStretch(k: number): Stretches {
  return { jumps: 0, segments: 1, run: k };
}

/** Packs B [k, n] (or its transpose, stored as [n, k]) into panels of eight columns. */
export function packRight(
  backend: SimdBackend,
  allocate: Allocate,
  b: MatrixAt,
  k: number,
  n: number,
  transposed: boolean,
): number {
  const packed = allocate(Math.ceil(n / 8) * 32 * k);
  const chunks = Math.ceil(n / PANELS);
  const args = [packed, b.address, k, n, b.step, transposed ? 1 : 0] as const;
  if (k * n < WORTH_THREADS) backend.serial('packPanels', chunks, ...args);
  else backend.parallel('packPanels', chunks, ...args);
  return packed;
}

/** C[m, n] = A packed B + bias, with the flags of `epilogue.ts`. */
export function multiply(
  backend: SimdBackend,
  a: RowsAt,
  { jumps, segments, run }: Stretches,
  packed: number,
  c: MatrixAt,
  [m, n]: readonly [number, number],
  flags = 0,
  bias = 0,
): void {
  const mBlocks = Math.ceil(m / M_BLOCK);
  const wanted = Math.max(1, Math.min(Math.ceil(n / N_BLOCK), Math.ceil(CHUNKS / mBlocks)));
  const nBlock = Math.max(1, Math.ceil(n / 8 / wanted)) * 8;
  const nBlocks = Math.ceil(n / nBlock);
  const { base, w, h, pixelStep, rowStep, imageStep } = a;
  const args = [
    nBlocks,
    nBlock,
    base,
    w,
    h,
    pixelStep,
    rowStep,
    imageStep,
    m,
    n,
    jumps,
    segments,
    run,
    packed,
    c.address,
    c.step,
    bias,
    flags,
  ] as const;
  if (m * n * segments * run < WORTH_THREADS) backend.serial('multiplyRows', mBlocks * nBlocks, ...args);
  else backend.parallel('multiplyRows', mBlocks * nBlocks, ...args);
}

/** Writes 32-bit integers into scratch memory. */
export function integers(backend: SimdBackend, allocate: Allocate, values: ArrayLike<number>): number {
  const address = allocate(Math.max(1, values.length) * 4);
  backend.heap.allInts().set(values, address >>> 2);
  return address;
}

/**
 * C[m, n] (+)= transpose of A[r, m] times B[r, n], C's rows lying `n` floats apart. `offsets[i]`: bytes from the start of
 * a row of A to its float i; without it the rows are contiguous. Long reductions are cut into parts that depend on their
 * length alone and summed in order.
 */
export function multiplyTransposed(
  backend: SimdBackend,
  allocate: Allocate,
  a: RowsAt,
  b: MatrixAt,
  c: number,
  [m, r, n]: readonly [number, number, number],
  flags = 0,
  offsets: Int32Array = contiguous(m),
): void {
  const parts = r >= 2048 ? Math.min(8, Math.ceil(r / 1024)) : 1;
  const rPart = Math.max(1, Math.ceil(r / parts / 256) * 256);
  const mBlock = parts === 1 ? COLUMN_ROWS_UNSPLIT : COLUMN_ROWS;
  const mBlocks = Math.ceil(m / mBlock);
  const used = Math.max(1, Math.ceil(r / rPart));
  const partStep = Math.ceil((m * n) / 16) * 64;
  const to = used === 1 ? c : allocate(used * partStep);
  const padded = new Int32Array(m + PANEL).fill(offsets[m - 1] ?? 0);
  padded.set(offsets);
  const offsetsAt = integers(backend, allocate, padded);
  const { base, w, h, pixelStep, rowStep, imageStep } = a;
  const args = [
    mBlocks,
    mBlock,
    rPart,
    partStep,
    base,
    w,
    h,
    pixelStep,
    rowStep,
    imageStep,
    m,
    n,
    r,
    offsetsAt,
    b.address,
    b.step,
    to,
    n,
    used === 1 ? flags & ACCUMULATE : 0,
  ] as const;
  if (m * n * r < WORTH_THREADS) backend.serial('multiplyColumns', mBlocks * used, ...args);
  else backend.parallel('multiplyColumns', mBlocks * used, ...args);
  if (used > 1) {
    const chunks = Math.ceil((m * n) / PART_FLOATS);
    backend.parallel('sumParts', chunks, to, partStep, used, c, m * n, flags & ACCUMULATE);
  }
}

function contiguous(m: number): Int32Array {
  return Int32Array.from({ length: m }, (_, i) => i * 4);
}
