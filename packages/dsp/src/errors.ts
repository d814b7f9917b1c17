/** What went wrong: an option out of range, a signal too short, arrays that do not fit together, NaN or infinity. */
export type DspErrorCode = 'INVALID_OPTION' | 'INVALID_LENGTH' | 'SHAPE_MISMATCH' | 'NOT_FINITE';

/** The one error of `@ser/dsp`. Branch on `code`, never on `instanceof`: two copies of a package may meet. */
export class DspError extends Error {
  override readonly name = 'DspError';
  constructor(
    readonly code: DspErrorCode,
    message: string,
  ) {
    super(message);
  }
}
