/** What went wrong: an argument out of its range, or a state string that no generator wrote. */
export type RandomErrorCode = 'INVALID_ARGUMENT' | 'INVALID_STATE';

/** The one error of `@ser/random`. Branch on `code`, never on `instanceof`: two copies of a package may meet. */
export class RandomError extends Error {
  override readonly name = 'RandomError';
  constructor(
    readonly code: RandomErrorCode,
    message: string,
  ) {
    super(message);
  }
}
