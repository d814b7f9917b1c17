import type { Matrix } from '@ser/dsp';
import {
  createLayout,
  f32x4,
  f64x2,
  i32,
  lazyScratch,
  type Scratch,
  type Variable,
  wasmFunction,
  whileTrue,
} from '@ser/wasm';
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

/** Four sums, as one would wait for each addition to end. */
function foldPlainly(
  { data, rows, cols }: Matrix,
  { bands, from, start, end, at, weights }: SparseBank,
  chroma: Float32Array,
): void {
  for (let row = 0; row < rows; row++) {
    const first = row * cols;
    for (let band = 0; band < bands; band++) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let run = from[band]!; run < from[band + 1]!; run++) {
        const last = first + end[run]!;
        let bin = first + start[run]!;
        let w = at[run]!;
        for (; bin + 3 < last; bin += 4, w += 4) {
          s0 += data[bin]! * weights[w]!;
          s1 += data[bin + 1]! * weights[w + 1]!;
          s2 += data[bin + 2]! * weights[w + 2]!;
          s3 += data[bin + 3]! * weights[w + 3]!;
        }
        for (; bin < last; bin++, w++) s0 += data[bin]! * weights[w]!;
      }
      chroma[row * bands + band] = s0 + s1 + (s2 + s3);
    }
  }
}

/** Rows in the memory at a time: what they take stays in a processor's second cache. */
const BLOCK_ROWS = 16;
const RUN_BYTES = 12;

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
    // Each of a run's last three weights has a 0 beside it.
    weights: layout.float64(weights.length + 3 * runs),
    // The last bin is read together with what lies behind it.
    rows: layout.float32(BLOCK_ROWS * cols + 1),
    sums: layout.float32(BLOCK_ROWS * bands),
  };
  const memory = reserve(layout.bytes());
  new Int32Array(memory, places.bands, bands).set(from.subarray(1).map((run) => places.runs + RUN_BYTES * run));
  const table = new Int32Array(memory, places.runs, (RUN_BYTES / 4) * runs);
  const padded = new Float64Array(memory, places.weights, weights.length + 3 * runs).fill(0);
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const own = weights.subarray(at[run]!, at[run]! + end[run]! - start[run]!);
    const fours = own.length - (own.length % 4);
    padded.set(own.subarray(0, fours), count);
    count += fours;
    const endOfFours = places.weights + 8 * count;
    for (let i = fours; i < own.length; i++, count += 2) padded[count] = own[i]!;
    table.set([4 * start[run]!, endOfFours, places.weights + 8 * count], (RUN_BYTES / 4) * run);
  }
  const block = new Float32Array(memory, places.rows, BLOCK_ROWS * cols + 1);
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const rowsHere = Math.min(BLOCK_ROWS, rows - first);
    block.set(data.subarray(first * cols, (first + rowsHere) * cols));
    block[rowsHere * cols] = 0;
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
 * The bands of a row, the sums of `foldPlainly` in the lanes of two vectors. A band of the table is the end of its runs; a run is
 * the place of its first bin in a row, the end of its weights by fours, and the end of the others.
 */
const foldRow = wasmFunction('foldRow', ({ params, locals }) => {
  const [row, band, bandsEnd, run, weight, sum] = params(6);
  const [bin, end] = locals(2, 'i32');
  const [early, late] = locals(2, 'v128');
  const addTo = (sums: Variable, bins: number) =>
    sums.set(f64x2.add(sums.get, f64x2.mul(f64x2.load(weight.get, 8 * bins), f64x2.loadFloat32(bin.get, 4 * bins))));
  return whileTrue(i32.lt(band.get, bandsEnd.get), [
    ...early.set(f64x2.splat(0)),
    ...late.set(f64x2.splat(0)),
    ...whileTrue(i32.lt(run.get, i32.load(band.get)), [
      ...bin.set(i32.add(row.get, i32.load(run.get))),
      ...end.set(i32.load(run.get, 4)),
      ...whileTrue(i32.lt(weight.get, end.get), [
        ...addTo(early, 0),
        ...addTo(late, 2),
        ...advance(weight, 32),
        ...advance(bin, 16),
      ]),
      ...end.set(i32.load(run.get, 8)),
      ...whileTrue(i32.lt(weight.get, end.get), [...addTo(early, 0), ...advance(weight, 16), ...advance(bin, 4)]),
      ...advance(run, RUN_BYTES),
    ]),
    ...early.set(f64x2.add(f64x2.firstLanes(early.get, late.get), f64x2.secondLanes(early.get, late.get))),
    ...early.set(f64x2.add(early.get, f64x2.secondLanes(early.get, early.get))),
    ...f32x4.storeLane(sum.get, f32x4.demote(early.get), 0),
    ...advance(band, 4),
    ...advance(sum, 4),
  ]);
});

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [foldRow]);
