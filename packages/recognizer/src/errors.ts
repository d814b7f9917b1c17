/** What went wrong, stable across versions: branch on this, never on the class. */
export type RecognizerErrorCode =
  /** An option or a part of a bundle to be saved is not usable. */
  | 'INVALID_OPTION'
  /** The clip or block is not mono audio at a usable rate. */
  | 'INVALID_CLIP'
  /** A sample is NaN or infinite. */
  | 'NON_FINITE_SAMPLES'
  /** Less audio than the bundle's shortest clip. */
  | 'CLIP_TOO_SHORT'
  /** TensorFlow.js has no backend to compute with. */
  | 'NO_BACKEND'
  /** The file or URL cannot be read; `cause` says why. */
  | 'UNREADABLE'
  /** The file or folder cannot be written; `cause` says why. */
  | 'NOT_WRITTEN'
  /** More bytes, values or arithmetic than allowed. */
  | 'TOO_LARGE'
  /** A bundle made by a later version of this package. */
  | 'UNSUPPORTED_VERSION'
  /** Not a bundle, or one that contradicts itself. */
  | 'BAD_BUNDLE'
  /** The weights are not those that were saved. */
  | 'CHECKSUM_MISMATCH'
  /** The model names a class that is not on the list of known layers. */
  | 'UNKNOWN_LAYER'
  /** The model does not end in class probabilities or scores of the labels. */
  | 'UNSUPPORTED_MODEL'
  /** No feature set of that name was given. */
  | 'UNKNOWN_FEATURE_SET'
  /** The feature set of that name has another version than the bundle was trained with. */
  | 'FEATURE_SET_VERSION'
  /** The feature set failed on the clip; `cause` is its error. */
  | 'FEATURES_FAILED'
  /** The network gave NaN or infinity. */
  | 'NON_FINITE_OUTPUT'
  /** Used after `dispose`. */
  | 'DISPOSED'
  /** A block after `end`. */
  | 'STREAM_ENDED';

/** The one error of `@ser/recognizer`. Branch on `code`, not on `instanceof`: two copies of a package may meet. */
export class RecognizerError extends Error {
  override readonly name = 'RecognizerError';

  constructor(
    readonly code: RecognizerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
