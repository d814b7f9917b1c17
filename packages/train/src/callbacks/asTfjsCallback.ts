import type * as tf from '@tensorflow/tfjs-core';
import { Callback as TfjsCallback } from '@tensorflow/tfjs-layers';
import type { Callback, CallbackState, EpochLog, TrainContext } from '../callback';
import { TrainError } from '../errors';

/** Options of {@link asTfjsCallback}. */
export interface TfjsCallbackOptions {
  /**
   * What TensorFlow.js calls the accuracy among its figures, such as `head_acc` of a model with several outputs.
   * Default: whatever of `acc`, `categoricalAccuracy`, `sparseCategoricalAccuracy`, `binaryAccuracy` there is.
   */
  readonly accuracy?: string;
  /** What `saveState` gave: given back to the callback after its `onTrainBegin`, in the next training only. */
  readonly state?: CallbackState;
}

type TfjsLogs = Readonly<Record<string, number | tf.Scalar>>;

const accuracyNames = ['acc', 'categoricalAccuracy', 'sparseCategoricalAccuracy', 'binaryAccuracy'];

/**
 * Makes a callback work in TensorFlow.js' own `model.fit` and `fitDataset`, with the same decisions:
 * `restoreBestWeights` too, which TensorFlow.js' `earlyStopping` does not have. Give `fit` an array of these, without
 * plain objects among them.
 *
 * `loss`, `acc`, `val_loss`, `val_acc` become `loss`, `accuracy`, `valLoss`, `valAccuracy`; there is no `valUar`, since
 * TensorFlow.js averages metrics over batches. `learningRate` is read from and set on the model's optimizer (all of
 * `tf.train`), and `stopTraining` takes effect after the epoch. `batches` is infinite in `fitDataset` when the data set
 * does not know its size; `model` of a `tf.sequential` is the model inside it, with the same layers.
 *
 * @returns a callback of tfjs-layers
 * @throws TrainError, from the training: `MISSING_METRIC` when the model was compiled without accuracy,
 * `UNSUPPORTED_MODEL` when its optimizer has no learning rate
 * @example
 * model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
 * await model.fit(x, y, { epochs: 50, callbacks: [asTfjsCallback(earlyStopping({ monitor: 'loss', restoreBestWeights: true }))] });
 * @see https://github.com/tensorflow/tfjs/issues/8488
 */
export function asTfjsCallback(callback: Callback, options: TfjsCallbackOptions = {}): TfjsCallback {
  return new TfjsAdapter(callback, options);
}

class TfjsAdapter extends TfjsCallback {
  private readonly callback: Callback;
  private readonly accuracyName: string | undefined;
  private state: CallbackState | undefined;
  private accuracy = '';
  private context: TrainContext | undefined;
  /** The rate that the epoch's batches were trained with: another callback may change it before ours is called. */
  private rate = 0;
  private epoch = 0;
  private started = 0;
  private rows = 0;
  private lossSum = 0;
  private accuracySum = 0;

  constructor(callback: Callback, { accuracy, state }: TfjsCallbackOptions) {
    super();
    this.callback = callback;
    this.accuracyName = accuracy;
    this.state = state;
  }

  override async onTrainBegin(): Promise<void> {
    this.accuracy = this.findAccuracy();
    const context = createContext(this.model, this.params);
    this.context = context;
    await this.callback.onTrainBegin?.(context);
    if (this.state) await this.callback.restoreState?.(this.state, context);
    this.state = undefined;
  }

  override async onEpochBegin(epoch: number): Promise<void> {
    this.epoch = epoch;
    this.started = performance.now();
    this.rows = 0;
    this.lossSum = 0;
    this.accuracySum = 0;
    await this.callback.onEpochBegin?.(epoch, this.context!);
  }

  override async onBatchEnd(batch: number, logs: TfjsLogs = {}): Promise<void> {
    const context = this.context!;
    this.rate = context.learningRate;
    // Read only when someone asks: a read waits for the backend.
    if (!this.callback.onBatchEnd) return;
    const size = await read(logs.size!);
    this.rows += size;
    this.lossSum += (await read(logs.loss!)) * size;
    this.accuracySum += (await read(logs[this.accuracy]!)) * size;
    const means = { loss: this.lossSum / this.rows, accuracy: this.accuracySum / this.rows };
    await this.callback.onBatchEnd(batch, { epoch: this.epoch, batches: context.batches, ...means }, context);
  }

  override async onEpochEnd(epoch: number, logs: TfjsLogs = {}): Promise<void> {
    const context = this.context!;
    const validated = logs.val_loss !== undefined;
    const log: EpochLog = {
      epoch,
      loss: await read(logs.loss!),
      accuracy: await read(logs[this.accuracy]!),
      ...(validated && {
        valLoss: await read(logs.val_loss!),
        valAccuracy: await read(logs[`val_${this.accuracy}`]!),
      }),
      learningRate: this.rate,
      seconds: (performance.now() - this.started) / 1000,
    };
    context.stopTraining ||= this.model.stopTraining;
    await this.callback.onEpochEnd?.(epoch, log, context);
    this.model.stopTraining = context.stopTraining;
  }

  override async onTrainEnd(): Promise<void> {
    await this.callback.onTrainEnd?.(this.context!);
  }

  private findAccuracy(): string {
    const figures = this.params.metrics as string[];
    const names = this.accuracyName === undefined ? accuracyNames : [this.accuracyName];
    const found = names.find((name) => figures.includes(name));
    if (found !== undefined) return found;
    throw new TrainError(
      'MISSING_METRIC',
      `asTfjsCallback: ${names.join(', ')} not among this training's figures (${figures.join(', ')}); compile the model with metrics: ['accuracy'], or say the accuracy's name in options.accuracy`,
    );
  }
}

function createContext(model: TfjsCallback['model'], params: TfjsCallback['params']): TrainContext {
  const { epochs, initialEpoch, samples, batchSize, steps } = params as Record<string, number | null | undefined>;
  const optimizer = rateOf(model.optimizer);
  return {
    model,
    initialEpoch: initialEpoch ?? 0,
    epochs: epochs ?? 1,
    batches: samples && batchSize ? Math.ceil(samples / batchSize) : (steps ?? Number.POSITIVE_INFINITY),
    stopTraining: false,
    get learningRate() {
      return optimizer.learningRate;
    },
    set learningRate(rate) {
      // SGD and momentum keep a tensor of it.
      if (optimizer.setLearningRate) optimizer.setLearningRate(rate);
      else optimizer.learningRate = rate;
    },
  };
}

/** TensorFlow.js declares the rate protected, yet has no other way to change it. */
function rateOf(optimizer: tf.Optimizer): { learningRate: number; setLearningRate?(rate: number): void } {
  const open = optimizer as unknown as { learningRate: number; setLearningRate?(rate: number): void };
  if (typeof open.learningRate === 'number') return open;
  throw new TrainError(
    'UNSUPPORTED_MODEL',
    'asTfjsCallback: the optimizer that the model was compiled with has no learningRate; expected one of tf.train',
  );
}

/** The log stays the owner of its tensors. */
async function read(value: number | tf.Scalar): Promise<number> {
  return typeof value === 'number' ? value : (await value.data())[0]!;
}
