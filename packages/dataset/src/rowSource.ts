/**
 * Labelled rows that are read when they are needed: what `fit` of `@ser/train` takes in place of arrays. Labels are in
 * memory, values need not be.
 */
export interface RowSource {
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** One class index per row. */
  readonly y: Int32Array;
  /** Number of classes. */
  readonly classes: number;
  /** Row-major values of these rows, in this order; a row may occur more than once. */
  readRows(rows: Uint32Array): Promise<Float32Array>;
}
