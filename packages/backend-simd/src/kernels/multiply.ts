import type { SimdBackend } from '../backend';

/** A row-major matrix in the memory: `step` floats from row to row. */
export interface MatrixAt {
  readonly address: number;
  readonly step: number;
}

type Allocate = (bytes: number) => number;

/** Packs B [k, n] (or its transpose, stored as [n, k]) into panels of eight columns. */
export function packMatrix(
  backend: SimdBackend,
  allocate: Allocate,
  b: MatrixAt,
  k: number,
  n: number,
  transposed: boolean,
): number {
  const packed = allocate(Math.ceil(n / 8) * 32 * k);
  if (transposed) backend.wasm.packColumns(packed, b.address, k, n, b.step);
  else backend.wasm.packRows(packed, b.address, k, n, b.step);
  return packed;
}

/** Table of the addresses of `count` rows. */
export function tableOfRows(backend: SimdBackend, allocate: Allocate, a: MatrixAt, count: number): number {
  const table = allocate(count * 4);
  backend.wasm.rowTable(table, a.address, a.step * 4, count);
  return table;
}

/** C[m, n] = A[m, k] packed + bias, with the flags of `epilogue.ts`. */
export function multiplyPacked(
  backend: SimdBackend,
  allocate: Allocate,
  rows: number,
  packed: number,
  c: MatrixAt,
  [m, k, n]: readonly [number, number, number],
  flags = 0,
  bias = 0,
): void {
  backend.wasm.gemmRows(rows, m, n, 0, 1, k, packed, c.address, c.step, bias, flags, allocate(192));
}

/** C[m, n] (+)= transpose of A[r, m] times B[r, n]. */
export function multiplyTransposed(
  backend: SimdBackend,
  allocate: Allocate,
  a: MatrixAt,
  b: MatrixAt,
  c: MatrixAt,
  [m, r, n]: readonly [number, number, number],
  flags = 0,
): void {
  const table = tableOfRows(backend, allocate, a, r);
  const starts = allocate(4);
  backend.heap.allInts()[starts >>> 2] = 0;
  const packed = allocate(256 * (n + 8) * 4);
  backend.wasm.gemmColumns(
    table,
    r,
    n,
    starts,
    1,
    m,
    b.address,
    b.step,
    packed,
    c.address,
    c.step,
    flags,
    allocate(192),
  );
}
