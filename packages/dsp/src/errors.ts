/** What went wrong: an option out of its range, a signal too short, or arrays whose sizes do not fit together. */
export type DspErrorCode = 'INVALID_OPTION' | 'INVALID_LENGTH' | 'SHAPE_MISMATCH';

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
