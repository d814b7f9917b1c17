/** What went wrong, stable across versions: branch on this, never on the class. */
export type TrainErrorCode =
  | 'invalid-option'
  | 'invalid-samples'
  | 'label-out-of-range'
  | 'non-finite-input'
  | 'unsupported-model'
  | 'nan-loss'
  | 'missing-metric'
  | 'bad-weights'
  | 'weights-mismatch'
  | 'invalid-split';

/** Where in a training run an error happened; both count from 0. */
export interface TrainPosition {
  readonly epoch: number;
  readonly batch: number;
}

/** The only error type this package throws (an aborted `fit` rejects with the signal's own reason). */
export class TrainError extends Error {
  readonly code: TrainErrorCode;
  /** Set for `nan-loss`. */
  readonly position?: TrainPosition;

  constructor(code: TrainErrorCode, message: string, position?: TrainPosition) {
    super(message);
    this.name = 'TrainError';
    this.code = code;
    if (position) this.position = position;
  }
}
