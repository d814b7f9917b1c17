import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelWeights } from './weights';

/** What one epoch gave. Losses and accuracies are means over samples. */
export interface EpochLog {
  /** Counts from 0, as Keras' does. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  /** Unweighted average recall of the validation rows: the mean over the classes that have rows there. */
  readonly valUar?: number;
  /** The rate this epoch was trained with. */
  readonly learningRate: number;
  /** Wall time of training and validation. */
  readonly seconds: number;
}

/** What one batch gave; loss and accuracy are running means over the epoch so far, as Keras shows them. */
export interface BatchLog {
  readonly epoch: number;
  /** Batches in this epoch. */
  readonly batches: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** What a callback may see and change. */
export interface TrainContext {
  readonly model: LayersModel;
  /** First epoch of this run. */
  readonly initialEpoch: number;
  /** The run ends before this epoch. */
  readonly epochs: number;
  /** Batches in one epoch. */
  readonly batches: number;
  /** The optimizer's rate; what is set here holds from the next batch on. */
  learningRate: number;
  /** Set it to true to end training after the current epoch. */
  stopTraining: boolean;
}

/** What a callback must know to go on in a restarted training. */
export interface CallbackState {
  /** Plain JSON; numbers may not be NaN or infinite. */
  readonly json: unknown;
  /** Weights that it keeps, such as the best ones. */
  readonly weights?: ModelWeights;
}

/** Observes and steers `fit`. Every method may return a promise; it is awaited before training goes on. */
export interface Callback {
  /** Whose state a checkpoint holds; a training that is resumed must have the same callbacks in the same order. */
  readonly name?: string;
  onTrainBegin?(context: TrainContext): void | Promise<void>;
  onEpochBegin?(epoch: number, context: TrainContext): void | Promise<void>;
  onBatchEnd?(batch: number, log: BatchLog, context: TrainContext): void | Promise<void>;
  onEpochEnd?(epoch: number, log: EpochLog, context: TrainContext): void | Promise<void>;
  /** Not called when training ends by an error or by its signal. */
  onTrainEnd?(context: TrainContext): void | Promise<void>;
  /** Called after the callbacks of an epoch when the training writes checkpoints. */
  saveState?(): CallbackState | Promise<CallbackState>;
  /** Called after `onTrainBegin` when a training is resumed, with what `saveState` gave. */
  restoreState?(state: CallbackState, context: TrainContext): void | Promise<void>;
}
