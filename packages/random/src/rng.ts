/**
 * A seeded stream of random numbers. Every draw advances the stream; `fork` and `state` do not.
 */
export interface Rng {
  /** A float64 in [low, high), a multiple of 2^-53 of the range. Default [0, 1). */
  uniform(low?: number, high?: number): number;
  /** Fills an array with what as many calls of `uniform(low, high)` would give, in a fraction of their time; returns it. */
  fillUniform(array: Float64Array, low?: number, high?: number): Float64Array;
  /** A normal deviate with the given mean and standard deviation (>= 0). Default 0 and 1. */
  normal(mean?: number, std?: number): number;
  /** Fills an array with what as many calls of `normal()` would give, in a fifth of their time; returns it. */
  fillNormal(array: Float64Array): Float64Array;
  /** A whole number from 0 to n - 1, each equally likely. 1 <= n <= 2^32. */
  integer(n: number): number;
  /** A new array with the same elements in random order (Fisher-Yates). */
  shuffle<T>(array: readonly T[]): T[];
  /** One element of a non-empty array. */
  choice<T>(array: readonly T[]): T;
  /** The numbers 0 to n - 1 in random order. */
  permutation(n: number): Uint32Array;
  /**
   * An independent stream named by `key`. It depends on this stream's seed and forks alone, never on what was drawn, so
   * the order of forking and drawing does not matter; the parent is not advanced.
   */
  fork(key: string | number): Rng;
  /** Where the stream stands, as JSON text for `restoreRng`. */
  state(): string;
}
