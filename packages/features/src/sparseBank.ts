import type { Matrix } from '@ser/dsp';

/**
 * A bank without the weights that move no float32: the sum of band b is over the runs from[b] to from[b + 1] - 1. Run r
 * weights the bins start[r] to end[r] - 1, by weights[at[r]] and what follows. Half of a chroma bank is left out so.
 */
export interface SparseBank {
  readonly bands: number;
  readonly from: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly at: Int32Array;
  readonly weights: Float32Array;
}

/** Share of the largest weight below which a weight is left out... */
const NEGLIGIBLE = 1e-9;
/** ... or of this many times its bin's own largest, for signals whose energy lies where all weights are small, such as DC. */
const WITHIN_BIN = 1e4;

export function sparseBank({ data, rows, cols }: Matrix): SparseBank {
  const largest = data.reduce((most, weight) => Math.max(most, weight), 0);
  const least = Float64Array.from({ length: cols }, (_, bin) => {
    let most = 0;
    for (let band = 0; band < rows; band++) most = Math.max(most, data[band * cols + bin]!);
    return NEGLIGIBLE * Math.min(largest, WITHIN_BIN * most);
  });
  const [from, start, end, at, weights]: [number[], number[], number[], number[], number[]] = [[0], [], [], [], []];
  for (let band = 0; band < rows; band++) {
    for (let bin = 0; bin < cols; bin++) {
      const weight = data[band * cols + bin]!;
      if (weight <= least[bin]!) continue;
      if (end.length === from.at(-1) || end.at(-1) !== bin) {
        start.push(bin);
        end.push(bin);
        at.push(weights.length);
      }
      end[end.length - 1] = bin + 1;
      weights.push(weight);
    }
    from.push(end.length);
  }
  return {
    bands: rows,
    from: Int32Array.from(from),
    start: Int32Array.from(start),
    end: Int32Array.from(end),
    at: Int32Array.from(at),
    weights: Float32Array.from(weights),
  };
}
