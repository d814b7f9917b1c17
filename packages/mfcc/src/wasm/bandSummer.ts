import { createLayout, createScratch, f64x2, i32, type Variable, wasmFunction, whileTrue } from '@ser/wasm';
import type { BandSums, SparseFilterbank } from '../sparseFilterbank';

const plus = (variable: Variable, bytes: number) => i32.add(variable.get, i32.const(bytes));

/**
 * The bands of two frames, one in each lane, so that the arithmetic is that of one frame. A band of the table is the place
 * of its first bin in a row and the end of its weights, which are even in number: the last may be a zero.
 */
const sumBands = wasmFunction('sumBands', ({ params, local }) => {
  const [first, second, band, bandsEnd, weight, to1, to2] = params(7);
  const [bin1, bin2, end] = [local('i32'), local('i32'), local('i32')];
  const [even, odd] = [local('v128'), local('v128')];
  const addTo = (sum: Variable, index: number) =>
    sum.set(
      f64x2.add(
        sum.get,
        f64x2.mul(f64x2.loadSplat(weight.get, 8 * index), f64x2.loadFloat32Pair(bin1.get, bin2.get, 4 * index)),
      ),
    );
  return whileTrue(i32.lt(band.get, bandsEnd.get), [
    ...end.set(i32.load(band.get)),
    ...bin1.set(i32.add(first.get, end.get)),
    ...bin2.set(i32.add(second.get, end.get)),
    ...end.set(i32.load(band.get, 4)),
    // Two sums, as one would wait for each addition to end.
    ...even.set(f64x2.splat(0)),
    ...odd.set(f64x2.splat(0)),
    ...whileTrue(i32.lt(weight.get, end.get), [
      ...addTo(even, 0),
      ...addTo(odd, 1),
      ...weight.set(plus(weight, 16)),
      ...bin1.set(plus(bin1, 8)),
      ...bin2.set(plus(bin2, 8)),
    ]),
    ...even.set(f64x2.add(even.get, odd.get)),
    ...f64x2.storeFloat32Apart(to1.get, to2.get, even.get),
    ...band.set(plus(band, 8)),
    ...to1.set(plus(to1, 4)),
    ...to2.set(plus(to2, 4)),
  ]);
});

/** Rows in the memory at a time. */
const BLOCK_ROWS = 16;

/** Undefined where there is no WebAssembly; else `BandSums` to the bits of `applyFilterbank`. */
export function createBandSummer(): ((bank: SparseFilterbank) => BandSums) | undefined {
  const scratch = createScratch([sumBands]);
  if (scratch === undefined) return undefined;
  const kernel = scratch.kernels.sumBands!;
  /** The filterbank whose tables lie in the memory. */
  let resident: SparseFilterbank | undefined;

  return (bank) => {
    const { bins, bands, start, ends, weights } = bank;
    const layout = createLayout();
    const table = layout.float32(2 * bands);
    const evenWeights = layout.float64(weights.length + bands);
    // A band with a zero for a last weight looks one bin beyond its row.
    const power = layout.float32(BLOCK_ROWS * bins + 1);
    const sums = layout.float32(BLOCK_ROWS * bands);

    function moveIn(memory: ArrayBuffer): void {
      const places = new Int32Array(memory, table, 2 * bands);
      const padded = new Float64Array(memory, evenWeights, weights.length + bands);
      let from = 0;
      let count = 0;
      for (let band = 0; band < bands; band++) {
        places[2 * band] = 4 * start[band]!;
        for (; from < ends[band]!; from++) padded[count++] = weights[from]!;
        if (count % 2 === 1) padded[count++] = 0;
        places[2 * band + 1] = evenWeights + 8 * count;
      }
      resident = bank;
    }

    return (source, rows, output, at) => {
      const memory = scratch.reserve(layout.bytes());
      if (resident !== bank) moveIn(memory);
      for (let row = 0; row < rows; row += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, rows - row);
        const block = new Float32Array(memory, power, count * bins + 1);
        block.set(source.subarray(row * bins, (row + count) * bins));
        block[count * bins] = 0;
        for (let first = 0; first < count; first += 2) {
          const second = Math.min(first + 1, count - 1);
          kernel(
            power + 4 * bins * first,
            power + 4 * bins * second,
            table,
            table + 8 * bands,
            evenWeights,
            sums + 4 * bands * first,
            sums + 4 * bands * second,
          );
        }
        output.set(new Float32Array(memory, sums, count * bands), at + row * bands);
      }
    };
  };
}
