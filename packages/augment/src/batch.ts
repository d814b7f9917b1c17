/** Inputs of a network: rows of one shape, such as [frames, bins], one after another. */
export interface Batch {
  readonly data: Float32Array;
  /** How many inputs. */
  readonly rows: number;
  /** Shape of one. */
  readonly shape: readonly number[];
}
