/**
 * What went wrong, for callers to branch on (never on `instanceof`: two copies of a package may meet).
 *
 * - `INVALID_ARGUMENT`: an argument or option is not accepted
 * - `INVALID_NAME`: a file name is not RAVDESS' `MM-CC-EE-II-SS-RR-AA`
 * - `UNREADABLE`: the folder or table cannot be read, or this is not Node
 * - `NO_CLIPS`: the folder or table was read and holds no clip
 * - `BAD_TABLE`: a table is no CSV, or lacks a column
 * - `BAD_ROW`: rows of a table cannot be used; the message names their lines
 */
export type CorpusErrorCode = 'INVALID_ARGUMENT' | 'INVALID_NAME' | 'UNREADABLE' | 'NO_CLIPS' | 'BAD_TABLE' | 'BAD_ROW';

/** The one error class of this package. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError';
  readonly code: CorpusErrorCode;

  constructor(code: CorpusErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
