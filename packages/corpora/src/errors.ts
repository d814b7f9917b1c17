/**
 * What went wrong, for callers to branch on (never on `instanceof`: two copies of a package may meet).
 *
 * - `INVALID_ARGUMENT`: an argument or option is not accepted
 * - `INVALID_NAME`: a file name is not RAVDESS' `MM-CC-EE-II-SS-RR-AA`
 * - `UNREADABLE`: the folder or table cannot be read, or this is not Node
 * - `NO_CLIPS`: the folder or table was read and holds no clip
 * - `BAD_TABLE`: a table is no CSV, or lacks a column
 * - `BAD_ROW`: rows of a table cannot be used; the message names their lines
 * - `NOT_ARCHIVE`: a file that should be a zip is something else
 * - `DAMAGED_ARCHIVE`: a zip is cut off, or its content does not match its own checksums and sizes
 * - `UNSAFE_ARCHIVE`: a zip holds what no corpus needs: paths out of its folder, links, two entries of one name, a flood of bytes
 * - `EXISTS`: the folder to be made is there already and holds something
 * - `NO_SPACE`: the disk is full or will be
 * - `NOT_WRITTEN`: the system refuses to write for another reason; its error is the `cause`
 * - `NO_CONSENT`: a corpus is to be fetched without consent to its licence
 * - `NOT_FETCHED`: a server gave no file, or not the one expected, also after several tries
 * - `WRONG_CHECKSUM`: a file was fetched whole and is not the publisher's
 * - `ABORTED`: the caller's `AbortSignal` fired; `cause` is its reason
 */
export type CorpusErrorCode =
  | 'INVALID_ARGUMENT'
  | 'INVALID_NAME'
  | 'UNREADABLE'
  | 'NO_CLIPS'
  | 'BAD_TABLE'
  | 'BAD_ROW'
  | 'NOT_ARCHIVE'
  | 'DAMAGED_ARCHIVE'
  | 'UNSAFE_ARCHIVE'
  | 'EXISTS'
  | 'NO_SPACE'
  | 'NOT_WRITTEN'
  | 'NO_CONSENT'
  | 'NOT_FETCHED'
  | 'WRONG_CHECKSUM'
  | 'ABORTED';

/** The one error class of this package. */
export class CorpusError extends Error {
  override readonly name = 'CorpusError';
  readonly code: CorpusErrorCode;

  constructor(code: CorpusErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
