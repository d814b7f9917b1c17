import { type DropoutStream, seedDropout } from '@ser/models';
import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Adam } from './adam';
import { createBreather } from './breather';
import type { BatchLog, Callback, EpochLog, TrainContext } from './callback';
import { checkBatchSize } from './checkBatchSize';
import { TrainError } from './errors';
import { evaluateLogits, readAndDispose, readPenalty } from './evaluate';
import { type Logits, logitsOf } from './logitsOf';
import { checkSamples, gatherRows, inputShapeOf, type Samples } from './samples';
import { scoreLogits, softmaxCrossEntropy } from './softmaxCrossEntropy';

/** Options of {@link fit}. */
export interface FitOptions {
  /** Train up to this epoch (exclusive); with `initialEpoch` 0, the number of epochs. */
  readonly epochs: number;
  /** Rows a step; the last batch of an epoch may be smaller. Default 64. */
  readonly batchSize?: number;
  /** Seed of shuffling and dropout. Default 0. */
  readonly seed?: number | string;
  /** Measured after every epoch. */
  readonly validation?: Samples;
  /** Default 1e-3, or what a given optimizer has. */
  readonly learningRate?: number;
  /** Called in this order. */
  readonly callbacks?: readonly Callback[];
  /** Index of the first epoch, when a training goes on: order and dropout of an epoch depend on its index. Default 0. */
  readonly initialEpoch?: number;
  /** Moments and rate carried over from an earlier call; stays the caller's to dispose. Default: a new Adam, disposed at the end. */
  readonly optimizer?: Adam;
  /** Stops between two batches; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What a training gave. */
export interface History {
  readonly epochs: EpochLog[];
  /** Set by `stages`: index into `epochs` of each stage's first. */
  readonly stageStarts?: number[];
}

/**
 * Trains a classifier as Keras does: cross-entropy on the logits, Adam, loss and accuracy averaged over samples,
 * validation after each epoch; the same seed gives the same bits.
 *
 * Rows are shuffled anew each epoch and every `Dropout` layer draws a new mask each step, both from `seed` and the
 * epoch's index. Metrics of the training rows are those seen while training, before each update. The event loop gets a
 * turn every 100 ms.
 *
 * @param model - one input, [batch, classes] output that ends in a softmax (or is linear: then its outputs are logits)
 * @returns one log an epoch; the model's weights are changed in place
 * @throws TrainError `INVALID_OPTION`, `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `NON_FINITE_INPUT`, `UNSUPPORTED_MODEL`;
 * `NAN_LOSS` with `position` as soon as a batch's loss is not finite, before that batch changes any weight
 */
export async function fit(model: LayersModel, train: Samples, options: FitOptions): Promise<History> {
  const { epochs, batchSize = 64, seed = 0, validation, callbacks = [], initialEpoch = 0, signal } = options;
  checkOptions(options);
  checkBatchSize('fit', batchSize);
  checkSamples('fit', 'train', train, model);
  if (validation) checkSamples('fit', 'validation', validation, model);
  const logits = logitsOf(model);
  const optimizer = options.optimizer ?? new Adam({ learningRate: options.learningRate });
  if (options.optimizer && options.learningRate !== undefined) optimizer.learningRate = options.learningRate;

  const rng = createRng(seed);
  const batches = Math.ceil(train.y.length / batchSize);
  const context = createContext(model, optimizer, { initialEpoch, epochs, batches });
  const dropout = seedDropout(model, rng.fork('dropout'));
  const run: Run = {
    model,
    train,
    logits,
    optimizer,
    dropout,
    batchSize,
    callbacks,
    context,
    signal,
    breathe: createBreather(),
  };
  const history: History = { epochs: [] };
  try {
    for (const callback of callbacks) await callback.onTrainBegin?.(context);
    for (let epoch = initialEpoch; epoch < epochs && !context.stopTraining; epoch++) {
      const started = performance.now();
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, context);
      const order = rng.fork('shuffle').fork(epoch).permutation(train.y.length);
      const trained = await trainEpoch(run, epoch, order);
      signal?.throwIfAborted();
      const held = validation && (await evaluateLogits(model, logits, validation, batchSize, run.breathe));
      const log: EpochLog = {
        epoch,
        ...trained,
        ...(held ? { valLoss: held.loss, valAccuracy: held.accuracy } : {}),
        learningRate: optimizer.learningRate,
        seconds: (performance.now() - started) / 1000,
      };
      history.epochs.push(log);
      for (const callback of callbacks) await callback.onEpochEnd?.(epoch, log, context);
      await run.breathe();
      signal?.throwIfAborted();
    }
    for (const callback of callbacks) await callback.onTrainEnd?.(context);
  } finally {
    dropout.restore();
    if (!options.optimizer) optimizer.dispose();
  }
  return history;
}

interface Run {
  readonly model: LayersModel;
  readonly train: Samples;
  readonly logits: Logits;
  readonly optimizer: Adam;
  readonly dropout: DropoutStream;
  readonly batchSize: number;
  readonly callbacks: readonly Callback[];
  readonly context: TrainContext;
  readonly signal: AbortSignal | undefined;
  readonly breathe: () => Promise<void>;
}

function checkOptions({ epochs, initialEpoch = 0 }: FitOptions): void {
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new TrainError('INVALID_OPTION', `fit: epochs=${String(epochs)}; expected a whole number of at least 1`);
  }
  if (!Number.isInteger(initialEpoch) || initialEpoch < 0) {
    throw new TrainError(
      'INVALID_OPTION',
      `fit: initialEpoch=${String(initialEpoch)}; expected a whole number of at least 0`,
    );
  }
}

function createContext(
  model: LayersModel,
  optimizer: Adam,
  counts: { initialEpoch: number; epochs: number; batches: number },
): TrainContext {
  return {
    model,
    ...counts,
    stopTraining: false,
    get learningRate() {
      return optimizer.learningRate;
    },
    set learningRate(rate) {
      optimizer.learningRate = rate;
    },
  };
}

async function trainEpoch(run: Run, epoch: number, order: Uint32Array): Promise<{ loss: number; accuracy: number }> {
  const { train, batchSize, context, callbacks, signal } = run;
  const rows = order.length;
  let lossSum = 0;
  let correct = 0;
  for (let batch = 0; batch < context.batches; batch++) {
    signal?.throwIfAborted();
    const from = batch * batchSize;
    const to = Math.min(rows, from + batchSize);
    const labels = Int32Array.from(order.subarray(from, to), (row) => train.y[row]!);
    run.dropout.setStep(epoch * context.batches + batch);
    const step = await trainBatch(run, gatherRows(train, order, from, to), labels, { epoch, batch });
    lossSum += step.loss;
    correct += step.correct;
    const log: BatchLog = { epoch, batches: context.batches, loss: lossSum / to, accuracy: correct / to };
    for (const callback of callbacks) await callback.onBatchEnd?.(batch, log, context);
    await run.breathe();
  }
  return { loss: lossSum / rows, accuracy: correct / rows };
}

/** One step; returns sums over the batch's rows, as they were before the update. */
async function trainBatch(
  { model, train, logits, optimizer }: Run,
  x: Float32Array,
  labels: Int32Array,
  position: { epoch: number; batch: number },
): Promise<{ loss: number; correct: number }> {
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { output, gradients } = forwardBackward(model, logits, variables, train, x, labels);
  try {
    const score = scoreLogits(await readAndDispose(output), labels, train.classes);
    const loss = score.loss + (await readPenalty(model)) * labels.length;
    if (!Number.isFinite(loss)) {
      throw new TrainError(
        'NAN_LOSS',
        `fit: the loss of epoch ${position.epoch}, batch ${position.batch} (both from 0) is ${loss}; the weights are those before this batch. Scale the inputs or lower the learning rate (${optimizer.learningRate})`,
        position,
      );
    }
    optimizer.apply(variables, gradients);
    return { loss, correct: score.correct };
  } finally {
    tf.dispose(gradients.filter((gradient) => gradient !== undefined));
  }
}

function forwardBackward(
  model: LayersModel,
  logits: Logits,
  variables: tf.Variable[],
  train: Samples,
  x: Float32Array,
  labels: Int32Array,
): { output: tf.Tensor; gradients: (tf.Tensor | undefined)[] } {
  const input = tf.tensor(x, [labels.length, ...inputShapeOf('fit', model, train.shape)]);
  let output: tf.Tensor | undefined;
  const gradients = tf.tidy(() => {
    const { grads } = tf.variableGrads(() => {
      // Kept: the forward pass' intermediates are freed before the caller has read it.
      output = tf.keep(logits.apply(input, true));
      const penalties = model.calculateLosses();
      return penalties.reduce<tf.Scalar>((sum, penalty) => tf.add(sum, penalty), softmaxCrossEntropy(output, labels));
    }, variables);
    return variables.map((variable) => grads[variable.name]);
  });
  input.dispose();
  return { output: output!, gradients };
}
