/** What went wrong, stable across versions: branch on this, never on the class. */
export type ModelsErrorCode =
  | 'INVALID_OPTION'
  | 'INPUT_TOO_SMALL'
  | 'UNSUPPORTED_MODEL'
  | 'UNSUPPORTED_LAYER'
  | 'BAD_WEIGHTS'
  | 'WEIGHTS_MISMATCH'
  | 'MODEL_FILE_MISSING'
  | 'BAD_MODEL_FILE';

/** The only error type this package throws. */
export class ModelsError extends Error {
  readonly code: ModelsErrorCode;

  constructor(code: ModelsErrorCode, message: string) {
    super(message);
    this.name = 'ModelsError';
    this.code = code;
  }
}
