/**
 * What went wrong: an option out of its range, matrices whose sizes do not fit, a signal that is too short, NaN or infinity
 * (or, where a power is meant, a negative number).
 */
export type MfccErrorCode = 'INVALID_OPTION' | 'SHAPE_MISMATCH' | 'INVALID_LENGTH' | 'NOT_FINITE';

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
