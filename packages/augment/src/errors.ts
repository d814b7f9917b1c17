/** Why an augmentation refused. Branch on this, never on `instanceof`: two copies of a package may meet. */
export type AugmentErrorCode =
  | 'INVALID_OPTION'
  | 'INVALID_CLIP'
  | 'INVALID_MATRIX'
  | 'INVALID_BATCH'
  | 'EMPTY_CLIP'
  | 'EMPTY_MATRIX'
  | 'EMPTY_BATCH'
  | 'CLIP_TOO_SHORT'
  | 'SILENT_SOUND'
  | 'NON_FINITE_SAMPLES'
  | 'INVALID_DRAWN'
  | 'INVALID_JSON'
  | 'UNKNOWN_AUGMENTATION';

/** The one error class of `@ser/augment`; `code` is stable, the message names augmentation, parameter, received and expected. */
export class AugmentError extends Error {
  override readonly name = 'AugmentError';
  readonly code: AugmentErrorCode;

  constructor(code: AugmentErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
