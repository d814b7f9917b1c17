/** Why a feature function refused its input. Branch on this, never on `instanceof`: two copies of a package may meet. */
export type FeatureErrorCode =
  | 'INVALID_OPTION'
  | 'INVALID_CLIP'
  | 'EMPTY_CLIP'
  | 'NON_FINITE_SAMPLES'
  | 'SHAPE_MISMATCH'
  | 'NOT_FITTED'
  | 'UNKNOWN_LABEL'
  | 'INVALID_JSON';

/** The one error class of `@ser/features`; `code` is stable, the message names function, parameter, received and expected. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError';
  readonly code: FeatureErrorCode;

  constructor(code: FeatureErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
