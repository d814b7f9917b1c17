import type { Matrix } from '@ser/dsp';
import { requireInteger, requireMatrix, requireOption } from './checks';
import { type Extension, extendedIndex } from './extendedIndex';

/** Options of `stackMemory`; names and defaults are librosa 0.11's. */
export interface StackMemoryOptions {
  /** Copies side by side, at least 1. Default 2. */
  readonly nSteps?: number;
  /** Frames from one copy to the one before it, not 0; negative: from later frames. Default 1. */
  readonly delay?: number;
  /** What stands before the first (after the last) frame, as numpy.pad names it. Default 'constant'. */
  readonly mode?: Extension;
  /** The value of 'constant'. Default 0. */
  readonly constantValues?: number;
}

/**
 * Each frame with those before it: row i is [row i, row i - delay, ..., row i - (nSteps - 1) delay].
 *
 * @param matrix frames x coefficients, at least one frame
 * @returns frames x (nSteps coefficients)
 * @throws MfccError `INVALID_OPTION` naming the option, `SHAPE_MISMATCH` for a matrix without frames or that does not hold its
 *   numbers
 * @example
 * stackMemory({ data: new Float32Array([1, 2, 3]), rows: 3, cols: 1 }).data; // [1, 0, 2, 1, 3, 2]
 * @see librosa 0.11 `feature.stack_memory` (transposed), equal
 */
export function stackMemory(matrix: Matrix, options: StackMemoryOptions = {}): Matrix {
  const { nSteps = 2, delay = 1, mode = 'constant', constantValues = 0 } = options;
  requireMatrix('stackMemory', 'matrix', matrix);
  const { data, rows, cols } = matrix;
  requireInteger('stackMemory', 'matrix.rows', rows, 1);
  requireInteger('stackMemory', 'nSteps', nSteps, 1);
  requireOption(Number.isInteger(delay) && delay !== 0, 'stackMemory', 'delay', delay, 'a whole number other than 0');
  const modes = ['constant', 'edge', 'reflect', 'symmetric', 'wrap'];
  requireOption(modes.includes(mode), 'stackMemory', 'mode', mode, modes.join(', '));
  requireOption(Number.isFinite(constantValues), 'stackMemory', 'constantValues', constantValues, 'a finite number');
  const stacked = new Float32Array(rows * nSteps * cols).fill(constantValues);
  for (let row = 0; row < rows; row++) {
    for (let step = 0; step < nSteps; step++) {
      const source = extendedIndex(row - step * delay, rows, mode);
      if (source >= 0) stacked.set(data.subarray(source * cols, (source + 1) * cols), (row * nSteps + step) * cols);
    }
  }
  return { data: stacked, rows, cols: nSteps * cols };
}
