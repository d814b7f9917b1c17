import type { Biquad } from '../biquad';

/** The samples of a clip while they are worked on, in place. Every engine gives the same bits. */
export interface Workpiece {
  readonly length: number;
  /** They are these, good until the work is done. */
  readonly samples: Float32Array;
  /** Of the squares of some samples, in float64. */
  sumOfSquares(from?: number, to?: number): number;
  /** The lowest and the highest. */
  extremes(): [number, number];
  /** How many samples have each order (see order.ts), less its lowest bits; the sign is left out of `magnitudes`. */
  countOrders(magnitudes: boolean): Uint32Array;
  /** The whole orders of the `count` samples that are counted in one place. */
  ordersAt(place: number, count: number, magnitudes: boolean): Int32Array;
  /** Each sample times a factor. */
  scale(factor: number): void;
  /** Samples beyond the bounds become them. */
  clip(low: number, high: number): void;
  /** By straight lines to so many samples at even distances, and back. */
  thinTo(count: number): void;
  /** tanh(gain x), see tanh.ts. */
  tanh(gain: number): void;
  /** Adds a part of a sound, times a factor, from a sample on. */
  add(sound: Float32Array | Float64Array, factor: number, at?: number): void;
  /** Filters from rest, section after section, in float64 (`scipy.signal.sosfilt`). */
  filter(sections: readonly Biquad[]): void;
}
