/** What is wrong with what the user gave, or with what a run left behind. */
export type ReproduceErrorCode =
  /** More than one clip in twenty gave no features. */
  | 'TOO_MANY_FAILED'
  /** A TensorFlow.js backend that is not installed, or does not start. */
  | 'NO_BACKEND'
  /** What --augment names cannot be found, loaded or made, or breaks the contract of augmentations. */
  | 'BAD_AUGMENTATION'
  /** The disk is full. */
  | 'NO_SPACE'
  /** Nothing fits --only, --fold and --seed. */
  | 'NOTHING_ASKED'
  /** A file is no result of a training, is damaged, or is of another version. */
  | 'BAD_CELL'
  | 'NOTHING_TO_MERGE'
  /** Results that do not belong together. */
  | 'CANNOT_MERGE';

export class ReproduceError extends Error {
  override readonly name = 'ReproduceError';

  constructor(
    readonly code: ReproduceErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
