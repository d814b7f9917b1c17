/** What went wrong, stable across versions: branch on this, never on the class. */
export type TrainErrorCode =
  | 'INVALID_OPTION'
  | 'INVALID_SAMPLES'
  | 'LABEL_OUT_OF_RANGE'
  | 'NON_FINITE_INPUT'
  | 'UNSUPPORTED_MODEL'
  | 'NAN_LOSS'
  | 'MISSING_METRIC'
  | 'BAD_WEIGHTS'
  | 'WEIGHTS_MISMATCH'
  | 'INVALID_SPLIT'
  | 'SINGLE_CLASS'
  | 'LABEL_NOT_TRAINED'
  | 'BAD_CHECKPOINT'
  | 'CHECKPOINT_NOT_WRITTEN'
  | 'CHECKPOINT_MISMATCH';

/** Where in a training run an error happened; both count from 0. */
export interface TrainPosition {
  readonly epoch: number;
  readonly batch: number;
}

/** The only error type this package throws (an aborted `fit` rejects with the signal's own reason). */
export class TrainError extends Error {
  readonly code: TrainErrorCode;
  /** Set for `NAN_LOSS`. */
  readonly position?: TrainPosition;

  constructor(code: TrainErrorCode, message: string, position?: TrainPosition) {
    super(message);
    this.name = 'TrainError';
    this.code = code;
    if (position) this.position = position;
  }
}
