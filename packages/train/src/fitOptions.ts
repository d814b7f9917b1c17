import type { Adam, AdamOptions } from './adam';
import type { RowSource } from './batches/rows';
import type { BatchAugmentation } from './batches/trainBatch';
import type { Callback } from './callback';
import { checkBatchSize } from './checkBatchSize';
import type { CheckpointStore, TrainCheckpoint } from './checkpoints/trainCheckpoint';
import { TrainError } from './errors';
import type { Samples } from './samples';
import type { Schedule } from './schedules/schedule';
import type { LeakAudit } from './splits/auditLeaks';
import type { WeightAveraging } from './weightAveraging';

/** Options of {@link fit}. */
export interface FitOptions {
  /** Train up to this epoch (exclusive); with `initialEpoch` 0, the number of epochs. */
  readonly epochs: number;
  /** Rows a step; the last batch of an epoch may be smaller. Default 64, or all rows where there are fewer. */
  readonly batchSize?: number;
  /** Seed of shuffling, dropout and augmentation. Default 0. */
  readonly seed?: number | string;
  /** Measured after every epoch. */
  readonly validation?: Samples | RowSource;
  /** A rate, or a {@link Schedule} of each step's. Default 1e-3, or what the optimizer has. */
  readonly learningRate?: number | Schedule;
  /** A factor of each class' losses, as Keras' `class_weight`. Default: 1 for all. */
  readonly classWeights?: readonly number[];
  /** Changes each batch before its step: {@link mixBatches}, or the caller's own. */
  readonly augment?: BatchAugmentation;
  /** Validation, callbacks and the finished model see this average of the weights: {@link ema} or {@link swa}. */
  readonly weightAveraging?: WeightAveraging;
  /** Called in this order. */
  readonly callbacks?: readonly Callback[];
  /** Index of the first epoch, when a training goes on: order and dropout of an epoch depend on its index. Default 0. */
  readonly initialEpoch?: number;
  /**
   * Options of a new Adam, disposed at the end; or an Adam with moments and rate from an earlier call, which stays the
   * caller's to dispose. Default: Keras' Adam.
   */
  readonly optimizer?: Adam | AdamOptions;
  /** Gets a checkpoint after each epoch. */
  readonly checkpoints?: CheckpointStore;
  /** Goes on from this checkpoint, or from the newest of a store; from the start where the store is empty. */
  readonly resumeFrom?: CheckpointStore | TrainCheckpoint;
  /** What `auditLeaks` found about training and validation: its verdict is printed and stays in the history. */
  readonly leaks?: LeakAudit;
  /** Gets what `fit` has to say. Default `console.log`. */
  readonly print?: (line: string) => void;
  /** Stops between two batches; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Throws unless the options fit each other and the data. */
export function checkFitOptions(options: FitOptions, train: Samples | RowSource): void {
  const { epochs, initialEpoch = 0, batchSize, classWeights, validation } = options;
  const refuse = (what: string, expected: string): never => {
    throw new TrainError('INVALID_OPTION', `fit: ${what}; expected ${expected}`);
  };
  if (!Number.isInteger(epochs) || epochs < 1) refuse(`epochs=${String(epochs)}`, 'a whole number of at least 1');
  if (!Number.isInteger(initialEpoch) || initialEpoch < 0) {
    refuse(`initialEpoch=${String(initialEpoch)}`, 'a whole number of at least 0');
  }
  if (batchSize !== undefined) checkBatchSize('fit', batchSize);
  if (classWeights && (classWeights.length !== train.classes || !classWeights.every((w) => w >= 0 && w < Infinity))) {
    refuse(`classWeights=[${classWeights.join(', ')}]`, `${train.classes} finite numbers from 0 on`);
  }
  if (validation && validation.classes !== train.classes) {
    refuse(`validation.classes=${validation.classes}`, `${train.classes}, as in train`);
  }
}

/** Throws when the rows cannot teach what is asked: one class only, labels that are only validated, too few for a batch. */
export function checkLabelsTrained({ batchSize, validation }: FitOptions, train: Samples | RowSource): void {
  if (batchSize !== undefined && batchSize > train.y.length) {
    throw new TrainError(
      'INVALID_OPTION',
      `fit: batchSize=${batchSize} is larger than the ${train.y.length} training rows; expected at most as many, or leave it out`,
    );
  }
  const trained = new Set(train.y);
  if (trained.size < 2) {
    throw new TrainError(
      'SINGLE_CLASS',
      `fit: all ${train.y.length} training rows have label ${train.y[0]}; expected at least two classes`,
    );
  }
  const missing = [...new Set(validation?.y)].filter((label) => !trained.has(label)).sort((a, b) => a - b);
  if (missing.length > 0) {
    throw new TrainError(
      'LABEL_NOT_TRAINED',
      `fit: validation has label ${missing.join(', ')}, which no training row has; expected a split in which every class trains (stratifiedSplit)`,
    );
  }
}
