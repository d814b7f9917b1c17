import type { Matrix } from '@ser/dsp';

/** Multiplies each row by the basis of n coefficients. Four sums, as one would wait for each addition to end. */
export function multiplyRows({ data, rows, cols }: Matrix, basis: Float64Array, n: number): Matrix {
  const output = new Float32Array(rows * n);
  for (let row = 0; row < rows; row++) {
    const last = (row + 1) * cols;
    for (let k = 0; k < n; k++) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let w = k * cols;
      let j = row * cols;
      for (; j + 3 < last; j += 4, w += 4) {
        s0 += basis[w]! * data[j]!;
        s1 += basis[w + 1]! * data[j + 1]!;
        s2 += basis[w + 2]! * data[j + 2]!;
        s3 += basis[w + 3]! * data[j + 3]!;
      }
      for (; j < last; j++, w++) s0 += basis[w]! * data[j]!;
      output[row * n + k] = s0 + s1 + (s2 + s3);
    }
  }
  return { data: output, rows, cols: n };
}
