import type { Matrix } from '@ser/dsp';
import { createLayout, createScratch, f32x4, f64x2, i32, type Variable, wasmFunction, whileTrue } from '@ser/wasm';
import type { RowProduct } from '../cepstrum';

const plus = (variable: Variable, bytes: number) => i32.add(variable.get, i32.const(bytes));

/** Rows in the memory at a time. */
const BLOCK_ROWS = 32;

/** Coefficients at a time: two vectors of two. */
const GROUP = 4;

/**
 * A row of values times a basis: four coefficients at a time, of each the same four sums, of every fourth value,
 * as `multiplyRows` makes. The basis holds, group by group and value by value, the weights of the group's coefficients.
 */
const multiplyRow = wasmFunction('multiplyRow', ({ params, local, locals }) => {
  const [values, fourthsEnd, valuesEnd, basis, basisEnd, output] = params(6);
  const at = local('i32');
  const value = local('v128');
  const sums = locals(8, 'v128');
  const addTo = (index: number, weights: number) => {
    const sum = sums[index]!;
    return sum.set(f64x2.add(sum.get, f64x2.mul(f64x2.load(basis.get, weights), value.get)));
  };
  const takeValues = (count: number) => [
    ...Array.from({ length: count }, (_, i) => [
      ...value.set(f64x2.promote(f32x4.loadSplat(at.get, 4 * i))),
      ...addTo(2 * i, 32 * i),
      ...addTo(2 * i + 1, 32 * i + 16),
    ]).flat(),
    ...at.set(plus(at, 4 * count)),
    ...basis.set(plus(basis, 32 * count)),
  ];
  const total = (half: number) => {
    const [s0, s1, s2, s3] = [0, 2, 4, 6].map((i) => sums[i + half]!.get) as [number[], number[], number[], number[]];
    return f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  };
  return whileTrue(i32.lt(basis.get, basisEnd.get), [
    ...at.set(values.get),
    ...sums.flatMap((sum) => sum.set(f64x2.splat(0))),
    ...whileTrue(i32.lt(at.get, fourthsEnd.get), takeValues(4)),
    ...whileTrue(i32.lt(at.get, valuesEnd.get), takeValues(1)),
    ...f64x2.storeFloat32(output.get, total(0)),
    ...f64x2.storeFloat32(output.get, total(1), 8),
    ...output.set(plus(output, 4 * GROUP)),
  ]);
});

/** Undefined where there is no WebAssembly; else `RowProduct`s to the bits of `multiplyRows`. */
export function createRowMultiplier(): ((basis: Float64Array, n: number) => RowProduct) | undefined {
  const scratch = createScratch([multiplyRow]);
  if (scratch === undefined) return undefined;
  const kernel = scratch.kernels.multiplyRow!;
  /** The basis that lies in the memory. */
  let resident: Float64Array | undefined;

  return (basis, n) => {
    const size = basis.length / n;
    const groups = Math.ceil(n / GROUP);
    const rowBytes = 4 * groups * GROUP;
    const layout = createLayout();
    const table = layout.float64(groups * GROUP * size);
    const values = layout.float32(BLOCK_ROWS * size);
    const output = layout.float32(BLOCK_ROWS * groups * GROUP);
    const tableEnd = table + 8 * groups * GROUP * size;

    function moveIn(memory: ArrayBuffer): void {
      const grouped = new Float64Array(memory, table, groups * GROUP * size).fill(0);
      for (let k = 0; k < n; k++) {
        const first = Math.floor(k / GROUP) * GROUP * size + (k % GROUP);
        for (let j = 0; j < size; j++) grouped[first + j * GROUP] = basis[k * size + j]!;
      }
      resident = basis;
    }

    return ({ data, rows }: Matrix) => {
      const memory = scratch.reserve(layout.bytes());
      if (resident !== basis) moveIn(memory);
      const coefficients = new Float32Array(memory, output, BLOCK_ROWS * groups * GROUP);
      const product = new Float32Array(rows * n);
      for (let row = 0; row < rows; row += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, rows - row);
        new Float32Array(memory, values, count * size).set(data.subarray(row * size, (row + count) * size));
        for (let i = 0; i < count; i++) {
          const start = values + 4 * size * i;
          const fourthsEnd = start + 4 * (size - (size % 4));
          kernel(start, fourthsEnd, start + 4 * size, table, tableEnd, output + rowBytes * i);
        }
        // The last group's surplus coefficients are left out.
        for (let i = 0, from = 0; i < count; i++, from += groups * GROUP) {
          for (let k = 0; k < n; k++) product[(row + i) * n + k] = coefficients[from + k]!;
        }
      }
      return { data: product, rows, cols: n };
    };
  };
}
