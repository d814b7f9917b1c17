/** What went wrong, stable across versions: branch on this, never on the class. */
export type ModelsErrorCode = 'invalid-option' | 'input-too-small';

/** The only error type this package throws. */
export class ModelsError extends Error {
  readonly code: ModelsErrorCode;

  constructor(code: ModelsErrorCode, message: string) {
    super(message);
    this.name = 'ModelsError';
    this.code = code;
  }
}
