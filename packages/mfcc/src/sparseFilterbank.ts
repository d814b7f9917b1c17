import type { Matrix } from '@ser/dsp';

/** A filterbank without its zeros: band b weights the bins from start[b] on by the weights up to ends[b], where the next begin. */
export interface SparseFilterbank {
  readonly bins: number;
  readonly bands: number;
  readonly start: Int32Array;
  readonly ends: Int32Array;
  readonly weights: Float32Array;
}

export function createSparseFilterbank({ data, rows, cols }: Matrix): SparseFilterbank {
  const start = new Int32Array(rows);
  const ends = new Int32Array(rows);
  const weights: number[] = [];
  for (let band = 0; band < rows; band++) {
    const row = data.subarray(band * cols, (band + 1) * cols);
    let first = 0;
    while (first < cols && row[first] === 0) first++;
    let end = cols;
    while (end > first && row[end - 1] === 0) end--;
    start[band] = first;
    weights.push(...row.subarray(first, end));
    ends[band] = weights.length;
  }
  return { bins: cols, bands: rows, start, ends, weights: Float32Array.from(weights) };
}

/** Sums the bins of `rows` frames into bands, written from output[at] on. */
export type BandSums = (power: Float32Array, rows: number, output: Float32Array, at: number) => void;

/** `BandSums` on any engine. */
export function applyFilterbank(
  { bins, bands, start, ends, weights }: SparseFilterbank,
  power: Float32Array,
  rows: number,
  output: Float32Array,
  at: number,
): void {
  for (let row = 0; row < rows; row++) {
    let w = 0;
    for (let band = 0; band < bands; band++) {
      // Two sums, as one would wait for each addition to end.
      let even = 0;
      let odd = 0;
      let bin = row * bins + start[band]!;
      const end = ends[band]!;
      for (; w + 1 < end; w += 2, bin += 2) {
        even += weights[w]! * power[bin]!;
        odd += weights[w + 1]! * power[bin + 1]!;
      }
      if (w < end) even += weights[w++]! * power[bin]!;
      output[at++] = even + odd;
    }
  }
}
