/** What went wrong; branch on this, never on the class (two copies of a package may meet). */
export type BackendErrorCode =
  | 'OUT_OF_MEMORY'
  | 'NO_WEBASSEMBLY'
  | 'COMPILE_FAILED'
  | 'INVALID_OPTION'
  | 'ALREADY_CONFIGURED'
  | 'INVALID_INPUT'
  | 'WORKER_LOST'
  | 'KERNEL_FAILED';

/** The one error class of this package. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
