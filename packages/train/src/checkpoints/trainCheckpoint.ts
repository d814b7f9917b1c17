import type { CallbackState, EpochLog } from '../callback';
import type { ModelWeights } from '../weights';

/** What a checkpoint must agree with before a training goes on from it; plain JSON. */
export interface TrainIdentity {
  readonly seed: number | string;
  readonly batchSize: number;
  /** Number of training rows. */
  readonly rows: number;
  /** Batches of an epoch. */
  readonly batches: number;
}

/** Adam as plain data. */
export interface OptimizerState {
  readonly step: number;
  readonly learningRate: number;
  /** First and second moment of each trainable variable, in the model's order. */
  readonly moments: readonly { readonly m: Float32Array; readonly v: Float32Array }[];
}

/** Averaged weights as plain data. */
export interface AveragingState {
  /** How many updates the average holds. */
  readonly count: number;
  readonly values: readonly Float32Array[];
}

/**
 * All that a training needs to go on as if it had never ended, taken after an epoch. Order of rows, dropout masks and
 * augmentation are drawn anew from seed, epoch and batch, so the seed is all the state that randomness has.
 */
export interface TrainCheckpoint {
  readonly identity: TrainIdentity;
  /** Index of the epoch that comes next. */
  readonly nextEpoch: number;
  /** Whether a callback asked the training to end. */
  readonly stopTraining: boolean;
  readonly weights: ModelWeights;
  readonly optimizer: OptimizerState;
  readonly averaging?: AveragingState;
  /** One entry a callback, in order; null for those without state. */
  readonly callbacks: readonly (({ readonly name: string } & CallbackState) | null)[];
  readonly epochs: readonly EpochLog[];
  /** Set by `stages`: index of the running stage, and the first epoch of each one begun. */
  readonly stage?: { readonly index: number; readonly starts: readonly number[] };
}

/** Where checkpoints are kept. */
export interface CheckpointStore {
  /**
   * Writes one; the promise resolves when it can no longer be lost. Rejects with `CHECKPOINT_NOT_WRITTEN`, or with
   * `BAD_CHECKPOINT` where it holds what no training can go on from; older ones stay.
   */
  save(checkpoint: TrainCheckpoint): Promise<void>;
  /** The newest one that is whole, undefined when none was ever saved. Rejects with `BAD_CHECKPOINT` when all are damaged. */
  load(): Promise<TrainCheckpoint | undefined>;
}
