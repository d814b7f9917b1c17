/** Why a feature function refused its input. Branch on this, never on `instanceof`: two copies of a package may meet. */
export type FeatureErrorCode =
  | 'invalid-option'
  | 'invalid-clip'
  | 'empty-clip'
  | 'non-finite-samples'
  | 'shape-mismatch'
  | 'not-fitted'
  | 'unknown-label'
  | 'invalid-json';

/** The one error class of `@ser/features`; `code` is stable, the message names function, parameter, received and expected. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError';
  readonly code: FeatureErrorCode;

  constructor(code: FeatureErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
