/** Which cell of a cross-validation: all that its result depends on. Plain JSON. */
export interface CellId {
  /** The caller's own key: model, features, epochs. */
  readonly key: string;
  /** Index of the fold. */
  readonly fold: number;
  readonly seed: number | string;
  /** SHA-256 of the fold's row indices, the labels of all rows and the classes' names. */
  readonly data: string;
}

/** What a cell's model said about the test rows, in their order. Plain JSON. */
export interface CellPredictions {
  /** Class index of each test row. */
  readonly predicted: readonly number[];
  /** Row-major, test rows * classes values; absent when the caller gave none. */
  readonly probabilities?: readonly number[];
}

/** Where finished cells are kept. */
export interface CellStore {
  /**
   * A finished cell; undefined when it was never saved. Rejects with `BAD_CHECKPOINT` when it was saved but is damaged:
   * the cell is then computed again.
   */
  load(id: CellId): Promise<CellPredictions | undefined>;
  /** Keeps a cell; the promise resolves when it can no longer be lost. Rejects with `CHECKPOINT_NOT_WRITTEN`. */
  save(id: CellId, predictions: CellPredictions): Promise<void>;
}
