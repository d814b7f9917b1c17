/** What went wrong: an option out of its range, or matrices whose sizes do not fit. */
export type MfccErrorCode = 'INVALID_OPTION' | 'SHAPE_MISMATCH';

/** The one error of `@ser/mfcc`. Branch on `code`, never on `instanceof`: two copies of a package may meet. */
export class MfccError extends Error {
  override readonly name = 'MfccError';
  constructor(
    readonly code: MfccErrorCode,
    message: string,
  ) {
    super(message);
  }
}
