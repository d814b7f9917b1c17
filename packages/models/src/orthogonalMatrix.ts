import type { Rng } from '@ser/random';

/**
 * A matrix with orthonormal rows (or columns, whichever are fewer), uniformly distributed: Keras' `Orthogonal`.
 *
 * QR by Householder reflections in float64 of a normal matrix, then column signs from R's diagonal. Only + - * / and
 * the square root are used, so the same seed gives the same bits everywhere. TensorFlow.js' own initializer builds the
 * same distribution out of thousands of small tensor operations and takes 15 s for one 128 x 512 kernel on its CPU
 * backend; this takes a few tens of milliseconds.
 *
 * @param rows - number of rows
 * @param cols - number of columns
 * @param rng - where the normal numbers come from
 * @returns row-major, `rows * cols` values
 */
export function orthogonalMatrix(rows: number, cols: number, rng: Rng): Float32Array {
  const tall = Math.max(rows, cols);
  const narrow = Math.min(rows, cols);
  // Columns are stored one after another, so that both inner loops below run along memory.
  const a = new Float64Array(tall * narrow);
  for (let row = 0; row < tall; row++) {
    for (let col = 0; col < narrow; col++) a[col * tall + row] = rng.normal();
  }
  const signs = reduceToHouseholderVectors(a, tall, narrow);
  const q = accumulateQ(a, tall, narrow);

  const output = new Float32Array(rows * cols);
  const transposed = rows < cols;
  for (let col = 0; col < narrow; col++) {
    for (let row = 0; row < tall; row++) {
      const value = q[col * tall + row]! * signs[col]!;
      output[transposed ? col * cols + row : row * cols + col] = value;
    }
  }
  return output;
}

/** Leaves the k-th unit Householder vector in column k, rows k and below; returns the signs of R's diagonal. */
function reduceToHouseholderVectors(a: Float64Array, tall: number, narrow: number): Float64Array {
  const signs = new Float64Array(narrow);
  for (let k = 0; k < narrow; k++) {
    const head = k * tall;
    let norm = 0;
    for (let row = k; row < tall; row++) norm += a[head + row]! * a[head + row]!;
    norm = Math.sqrt(norm);
    // Reflect away from the nearer axis direction, so that nothing cancels.
    const alpha = a[head + k]! > 0 ? -norm : norm;
    signs[k] = alpha < 0 ? -1 : 1;
    a[head + k] = a[head + k]! - alpha;
    let length = 0;
    for (let row = k; row < tall; row++) length += a[head + row]! * a[head + row]!;
    length = Math.sqrt(length);
    for (let row = k; row < tall; row++) a[head + row] = a[head + row]! / length;
    for (let col = k + 1; col < narrow; col++) reflect(a, head, a, col * tall, k, tall);
  }
  return signs;
}

/** Applies the reflections to the first columns of the identity, last one first. */
function accumulateQ(vectors: Float64Array, tall: number, narrow: number): Float64Array {
  const q = new Float64Array(tall * narrow);
  for (let col = 0; col < narrow; col++) q[col * tall + col] = 1;
  for (let k = narrow - 1; k >= 0; k--) {
    for (let col = k; col < narrow; col++) reflect(vectors, k * tall, q, col * tall, k, tall);
  }
  return q;
}

/** column -= 2 v (v . column), over rows `from` to `to`. */
function reflect(v: Float64Array, vHead: number, a: Float64Array, aHead: number, from: number, to: number): void {
  let dot = 0;
  for (let row = from; row < to; row++) dot += v[vHead + row]! * a[aHead + row]!;
  dot *= 2;
  for (let row = from; row < to; row++) a[aHead + row] = a[aHead + row]! - dot * v[vHead + row]!;
}
