export type DatasetErrorCode =
  /** An option, a version or a clip window is not usable. */
  | 'BAD_OPTION'
  /** The manifest is empty, repeats an id or uses a label it does not list. */
  | 'BAD_MANIFEST'
  /** A module reference cannot be resolved, imported, or leads to something else than was asked for. */
  | 'BAD_REFERENCE'
  /** The caller's `AbortSignal` fired; `cause` is its reason. */
  | 'ABORTED'
  /** Worker threads cannot start at all. */
  | 'WORKERS_UNAVAILABLE'
  /** Every clip failed; the message quotes the first failure. */
  | 'NO_ROWS'
  /** A folder of clips cannot be listed. */
  | 'UNREADABLE_FOLDER'
  /** No file of a folder gives a clip; the message quotes the first failure. */
  | 'NO_CLIPS'
  /** A file's content is not what it was when the cache key was computed. */
  | 'CLIP_CHANGED'
  /** A feature set returned an array of another length than its shape. */
  | 'FEATURE_SHAPE'
  /** A feature set returned NaN or infinity, or a source that a scaler is fitted on holds one. */
  | 'FEATURE_NOT_FINITE'
  /** A cache file is damaged or cannot be written (reported as a process warning, never thrown to the caller). */
  | 'BAD_CACHE'
  /** The system cannot open or read a dataset file; its error is the `cause`. */
  | 'UNREADABLE_FILE'
  /** A file is not a dataset file of this version. */
  | 'FOREIGN_FILE'
  /** A dataset file is shorter than its header says. */
  | 'TRUNCATED_FILE'
  /** A dataset file is not what was written: a checksum is wrong. */
  | 'CORRUPT_FILE'
  /** The system cannot write a dataset file; its error is the `cause`. */
  | 'FILE_NOT_WRITTEN'
  /** A dataset file was used after `close`. */
  | 'FILE_CLOSED';

/** The one error of `@ser/dataset`. Branch on `code`, not on `instanceof`: two copies of a package may meet. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';

  constructor(
    readonly code: DatasetErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
