/** A transform of one length whose calls allocate nothing. Not re-entrant: it owns its work space. */
export interface RfftPlan {
  /** Number of samples. */
  readonly length: number;
  /** Number of bins: floor(length / 2) + 1. */
  readonly bins: number;
  /** Reads `length` samples, writes `bins` values to each of `re` and `im` (the input is kept). */
  forward(input: ArrayLike<number>, re: Float64Array | Float32Array, im: Float64Array | Float32Array): void;
  /** Reads `bins` values of each, writes `length` samples, scaled by 1 / length (the input is kept). */
  inverse(re: ArrayLike<number>, im: ArrayLike<number>, output: Float64Array | Float32Array): void;
}
