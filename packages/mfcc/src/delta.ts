import type { Matrix } from '@ser/dsp';
import { requireFinite, requireInteger, requireMatrix, requireOption, requirePositive } from './checks';
import { MfccError } from './errors';
import { type Extension, extendedIndex } from './extendedIndex';
import { savgolWeights } from './savgolWeights';

/** Options of `delta`; names and defaults are librosa 0.11's, and those that it passes on to scipy's filter. */
export interface DeltaOptions {
  /** Frames over which the derivative is estimated, odd, at least 3. Default 9. */
  readonly width?: number;
  /** Which derivative: 1 (default), 2, ... */
  readonly order?: number;
  /**
   * Before the first and after the last frame: 'interp' (default) evaluates the polynomial of the first and last `width`
   * frames; 'nearest' repeats the end frame, 'mirror' mirrors about it, 'constant' sets `cval`, 'wrap' goes round.
   */
  readonly mode?: DeltaMode;
  /** Degree of the fitted polynomial, below width. Default `order`. */
  readonly polyorder?: number;
  /** Value beyond the ends for 'constant'. Default 0. */
  readonly cval?: number;
  /** Spacing of the frames: the result is divided by delta^order. Default 1. */
  readonly delta?: number;
}

export type DeltaMode = 'interp' | 'nearest' | 'mirror' | 'constant' | 'wrap';

const EXTENSIONS: Record<Exclude<DeltaMode, 'interp'>, Extension> = {
  nearest: 'edge',
  mirror: 'reflect',
  constant: 'constant',
  wrap: 'wrap',
};

/**
 * Local estimate of the derivative of each column along the frames, by a Savitzky-Golay filter.
 *
 * @param matrix frames x coefficients; at least `width` frames for mode 'interp'
 * @returns the same shape, per frame; float32, sums are float64
 * @throws MfccError `INVALID_OPTION` naming the option, `INVALID_LENGTH` for fewer frames than `width` with 'interp',
 *   `SHAPE_MISMATCH`, `NOT_FINITE`
 * @example
 * const ramp = { data: Float32Array.from({ length: 20 }, (_, i) => 3 * i), rows: 20, cols: 1 };
 * const slopes = delta(ramp); // 3 everywhere
 * @see librosa 0.11 `feature.delta` (transposed), scipy.signal.savgol_filter: within 1e-5 of the largest value
 */
export function delta(matrix: Matrix, options: DeltaOptions = {}): Matrix {
  const { width = 9, order = 1, mode = 'interp', polyorder = order, cval = 0, delta: spacing = 1 } = options;
  requireMatrix('delta', 'matrix', matrix);
  requireFinite('delta', 'matrix.data', matrix.data);
  requireOption(width >= 3 && width % 2 === 1, 'delta', 'width', width, 'an odd whole number >= 3');
  requireInteger('delta', 'order', order, 1);
  requireInteger('delta', 'polyorder', polyorder, 0);
  requireOption(polyorder < width, 'delta', 'polyorder', polyorder, `less than width=${width}`);
  requireOption(
    mode === 'interp' || Object.hasOwn(EXTENSIONS, mode),
    'delta',
    'mode',
    mode,
    'interp, nearest, mirror, constant or wrap',
  );
  requireOption(Number.isFinite(cval), 'delta', 'cval', cval, 'a finite number');
  requirePositive('delta', 'delta', spacing);
  const { data, rows, cols } = matrix;
  if (mode === 'interp' && rows < width) {
    throw new MfccError(
      'INVALID_LENGTH',
      `delta: matrix has ${rows} frames; expected at least width=${width} for mode 'interp': take a smaller width or another mode`,
    );
  }

  const half = (width - 1) / 2;
  const weightsAt = (position: number) =>
    savgolWeights(width, polyorder, order, position).map((weight) => weight / spacing ** order);
  const middle = weightsAt(half);
  const output = new Float32Array(rows * cols);
  const sums = new Float64Array(cols);
  for (let row = 0; row < rows; row++) {
    // The window's first frame; at the ends 'interp' stops it and looks at another place of the polynomial.
    const start = mode === 'interp' ? Math.min(Math.max(row - half, 0), rows - width) : row - half;
    const weights = row - start === half ? middle : weightsAt(row - start);
    sums.fill(0);
    for (let i = 0; i < width; i++) {
      const source = mode === 'interp' ? start + i : extendedIndex(start + i, rows, EXTENSIONS[mode]);
      const weight = weights[i]!;
      if (source < 0) for (let col = 0; col < cols; col++) sums[col]! += weight * cval;
      else for (let col = 0; col < cols; col++) sums[col]! += weight * data[source * cols + col]!;
    }
    output.set(sums, row * cols);
  }
  return { data: output, rows, cols };
}
