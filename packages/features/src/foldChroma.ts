import type { Matrix } from '@ser/dsp';
import { createLayout, f32x4, i32, lazyScratch, type Scratch, type Variable, wasmFunction, whileTrue } from '@ser/wasm';
import type { SparseBank } from './sparseBank';

/**
 * S (frames x bins) times the transposed bank: frames x bands.
 *
 * @param scratch null: without WebAssembly, the same bits
 */
export function foldChroma(S: Matrix, bank: SparseBank, scratch: Scratch | null = sharedScratch()): Matrix {
  const chroma = { data: new Float32Array(S.rows * bank.bands), rows: S.rows, cols: bank.bands };
  if (scratch) foldVectors(S, bank, chroma.data, scratch);
  else foldPlainly(S, bank, chroma.data);
  return chroma;
}

/** Sums side by side, as one would wait for each addition to end: two vectors of float32. */
const LANES = 8;

function foldPlainly(
  { data, rows, cols }: Matrix,
  { bands, from, start, end, at, weights }: SparseBank,
  chroma: Float32Array,
): void {
  const { fround } = Math;
  const sums = new Float32Array(LANES);
  for (let row = 0; row < rows; row++) {
    for (let band = 0; band < bands; band++) {
      sums.fill(0);
      for (let run = from[band]!; run < from[band + 1]!; run++) {
        const first = row * cols + start[run]!;
        for (let i = 0; i < end[run]! - start[run]!; i++) {
          sums[i % LANES]! += fround(weights[at[run]! + i]! * data[first + i]!);
        }
      }
      for (let lane = 0; lane < LANES / 2; lane++) sums[lane]! += sums[lane + LANES / 2]!;
      chroma[row * bands + band] = fround(sums[0]! + sums[2]!) + fround(sums[1]! + sums[3]!);
    }
  }
}

/** Rows in the memory at a time: what they take stays in a processor's second cache. */
const BLOCK_ROWS = 16;
const RUN_BYTES = 8;

function foldVectors(
  { data, rows, cols }: Matrix,
  { bands, from, start, end, at, weights }: SparseBank,
  chroma: Float32Array,
  { kernels, reserve }: Scratch,
): void {
  const runs = end.length;
  const layout = createLayout();
  const places = {
    bands: layout.float32(bands),
    runs: layout.float32((RUN_BYTES / 4) * runs),
    // Each run is filled up by weights of 0.
    weights: layout.float32(weights.length + (LANES - 1) * runs),
    // Which the bins behind the last one have.
    rows: layout.float32(BLOCK_ROWS * cols + LANES),
    sums: layout.float32(BLOCK_ROWS * bands),
  };
  const memory = reserve(layout.bytes());
  new Int32Array(memory, places.bands, bands).set(from.subarray(1).map((run) => places.runs + RUN_BYTES * run));
  const table = new Int32Array(memory, places.runs, (RUN_BYTES / 4) * runs);
  const padded = new Float32Array(memory, places.weights, weights.length + (LANES - 1) * runs).fill(0);
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const length = end[run]! - start[run]!;
    padded.set(weights.subarray(at[run]!, at[run]! + length), count);
    count += LANES * Math.ceil(length / LANES);
    table.set([4 * start[run]!, places.weights + 4 * count], (RUN_BYTES / 4) * run);
  }
  const block = new Float32Array(memory, places.rows, BLOCK_ROWS * cols + LANES);
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const rowsHere = Math.min(BLOCK_ROWS, rows - first);
    block.set(data.subarray(first * cols, (first + rowsHere) * cols));
    block.fill(0, rowsHere * cols, rowsHere * cols + LANES);
    for (let row = 0; row < rowsHere; row++) {
      kernels.foldRow!(
        places.rows + 4 * cols * row,
        places.bands,
        places.bands + 4 * bands,
        places.runs,
        places.weights,
        places.sums + 4 * bands * row,
      );
    }
    chroma.set(new Float32Array(memory, places.sums, bands * rowsHere), first * bands);
  }
}

const advance = (variable: Variable, bytes: number) => variable.set(i32.add(variable.get, i32.const(bytes)));

/**
 * The bands of a row, with the sums of `foldPlainly`. A band of the table is the end of its runs; a run is the place of its first bin in a
 * row and the end of its weights.
 */
const foldRow = () =>
  wasmFunction('foldRow', ({ params, locals }) => {
    const [row, band, bandsEnd, run, weight, sum] = params(6);
    const [bin, end] = locals(2, 'i32');
    const [early, late] = locals(2, 'v128');
    const addTo = (sums: Variable, bytes: number) =>
      sums.set(f32x4.add(sums.get, f32x4.mul(f32x4.load(weight.get, bytes), f32x4.load(bin.get, bytes))));
    return whileTrue(i32.lt(band.get, bandsEnd.get), [
      ...early.set(f32x4.zero),
      ...late.set(f32x4.zero),
      ...whileTrue(i32.lt(run.get, i32.load(band.get)), [
        ...bin.set(i32.add(row.get, i32.load(run.get))),
        ...end.set(i32.load(run.get, 4)),
        ...whileTrue(i32.lt(weight.get, end.get), [
          ...addTo(early, 0),
          ...addTo(late, 16),
          ...advance(weight, 32),
          ...advance(bin, 32),
        ]),
        ...advance(run, RUN_BYTES),
      ]),
      ...early.set(f32x4.add(early.get, late.get)),
      ...early.set(f32x4.add(early.get, f32x4.swapHalves(early.get))),
      ...f32x4.storeLane(sum.get, f32x4.add(early.get, f32x4.swapPairs(early.get)), 0),
      ...advance(band, 4),
      ...advance(sum, 4),
    ]);
  });

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [foldRow()]);
