/** Why a figure or page was refused. Callers branch on the code, never on `instanceof`. */
export type ReportErrorCode =
  | 'EMPTY'
  | 'NOT_FINITE'
  | 'NOT_A_COUNT'
  | 'NOT_SQUARE'
  | 'NOT_A_WAV'
  | 'SIZE_MISMATCH'
  | 'LABEL_MISMATCH'
  | 'DUPLICATE'
  | 'INVALID_OPTION'
  | 'NO_DOCUMENT';

/** The one error of `@ser/report`. The message says function, parameter, what came, what is accepted. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  readonly code: ReportErrorCode;

  constructor(code: ReportErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
