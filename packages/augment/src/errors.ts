/** Why an augmentation refused. Branch on this, never on `instanceof`: two copies of a package may meet. */
export type AugmentErrorCode =
  | 'invalid-option'
  | 'invalid-clip'
  | 'empty-clip'
  | 'clip-too-short'
  | 'non-finite-samples'
  | 'invalid-drawn'
  | 'unknown-augmentation';

/** The one error class of `@ser/augment`; `code` is stable, the message names augmentation, parameter, received and expected. */
export class AugmentError extends Error {
  override readonly name = 'AugmentError';
  readonly code: AugmentErrorCode;

  constructor(code: AugmentErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
