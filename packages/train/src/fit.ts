import { seedDropout } from '@ser/models';
import { createRng, type Rng } from '@ser/random';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Adam } from './adam';
import { checkData, type RowSource, readRows } from './batches/rows';
import type { TrainBatch } from './batches/trainBatch';
import { createBreather } from './breather';
import type { BatchLog, EpochLog, TrainContext } from './callback';
import { checkIdentity, newestOf, restoreCallbacks, saveCallbacks } from './checkpoints/resume';
import { TrainError } from './errors';
import { evaluateLogits } from './evaluate';
import { checkFitOptions, checkLabelsTrained, type FitOptions } from './fitOptions';
import { logitsOf } from './logitsOf';
import type { Samples } from './samples';
import type { LeakAudit } from './splits/auditLeaks';
import { type TrainStep, trainStep } from './trainStep';
import { WeightAverager } from './weightAveraging';
import { exportWeights, importWeights, type ModelWeights } from './weights';

/** What a training gave. */
export interface History {
  readonly epochs: EpochLog[];
  /** Set by `stages`: index into `epochs` of each stage's first. */
  readonly stageStarts?: number[];
  /** The audit that was given; undefined says that nobody looked. */
  readonly leaks?: LeakAudit;
}

/**
 * Trains a classifier as Keras does: cross-entropy on the logits, Adam, loss and accuracy averaged over samples,
 * validation after each epoch; the same seed gives the same bits.
 *
 * Rows are shuffled anew each epoch and every `Dropout` layer draws a new mask each step, both from `seed` and the
 * epoch's index. Metrics of the training rows are those seen while training, before each update. The event loop gets a
 * turn every 100 ms. With `checkpoints` and `resumeFrom` a training that was killed ends with the same bits as one that
 * was not.
 *
 * @param model - one input, [batch, classes] output that ends in a softmax (or is linear: then its outputs are logits)
 * @param train - arrays, or a source that reads rows when they are needed
 * @returns one log an epoch; the model's weights are changed in place
 * @throws TrainError `INVALID_OPTION`, `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `NON_FINITE_INPUT`, `UNSUPPORTED_MODEL`,
 * `SINGLE_CLASS`, `LABEL_NOT_TRAINED`; `NAN_LOSS` with `position` as soon as a batch's loss is not finite, before that
 * batch changes any trainable weight; `CHECKPOINT_MISMATCH`, `BAD_CHECKPOINT`, `CHECKPOINT_NOT_WRITTEN`
 */
export async function fit(model: LayersModel, train: Samples | RowSource, options: FitOptions): Promise<History> {
  const { epochs, seed = 0, validation, callbacks = [], initialEpoch = 0, checkpoints, leaks, signal } = options;
  checkFitOptions(options, train);
  checkData('fit', 'train', train, model);
  if (validation) checkData('fit', 'validation', validation, model);
  checkLabelsTrained(options, train);
  const batchSize = options.batchSize ?? Math.min(64, train.y.length);
  const batches = Math.ceil(train.y.length / batchSize);
  const logits = logitsOf(model);
  if (leaks) (options.print ?? console.log)(`fit: ${leaks.message}`);

  const identity = { seed, batchSize, rows: train.y.length, batches };
  const resumed = await newestOf(options.resumeFrom);
  if (resumed) checkIdentity(resumed, identity, callbacks);

  const optimizer = optimizerOf(options);
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  if (variables.length === 0) {
    throw new TrainError(
      'UNSUPPORTED_MODEL',
      'fit: no weight of the model is trainable; unfreeze a layer (`freeze` of @ser/models)',
    );
  }
  const averager = options.weightAveraging && new WeightAverager(options.weightAveraging, variables);
  const rng = createRng(seed);
  const dropout = seedDropout(model, rng.fork('dropout'));
  const context = createContext(model, optimizer, { initialEpoch, epochs, batches }, options);
  const step: TrainStep = { model, logits, optimizer, variables, classWeights: options.classWeights };
  const breathe = createBreather();
  const run: Run = { train, options, step, averager, rng, setStep: dropout.setStep, batchSize, context, breathe };
  const history: History = { epochs: [], ...(leaks ? { leaks } : {}) };
  let firstEpoch = initialEpoch;
  try {
    if (resumed) {
      importWeights(model, resumed.weights);
      optimizer.restoreState(resumed.optimizer, variables);
      if (resumed.averaging) averager?.restoreState(resumed.averaging);
      history.epochs.push(...resumed.epochs);
      context.stopTraining = resumed.stopTraining;
      firstEpoch = resumed.nextEpoch;
    }
    for (const callback of callbacks) await callback.onTrainBegin?.(context);
    if (resumed) await restoreCallbacks(callbacks, resumed, context);
    for (let epoch = firstEpoch; epoch < epochs && !context.stopTraining; epoch++) {
      const started = performance.now();
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, context);
      const trained = await trainEpoch(run, epoch);
      signal?.throwIfAborted();
      averager?.afterEpoch(epoch);
      averager?.lend();
      const held = validation && (await evaluateLogits(model, logits, validation, batchSize, breathe));
      if (held && !Number.isFinite(held.loss)) throw notFinite('validation losses', epoch, batches);
      const log: EpochLog = {
        epoch,
        ...trained,
        ...(held ? { valLoss: held.loss, valAccuracy: held.accuracy, valUar: held.uar } : {}),
        learningRate: optimizer.learningRate,
        seconds: (performance.now() - started) / 1000,
      };
      history.epochs.push(log);
      for (const callback of callbacks) await callback.onEpochEnd?.(epoch, log, context);
      averager?.takeBack();
      if (checkpoints) {
        await checkpoints.save({
          identity,
          nextEpoch: epoch + 1,
          stopTraining: context.stopTraining,
          weights: await finiteWeights(model, epoch, batches),
          optimizer: await optimizer.saveState(),
          ...(averager ? { averaging: await averager.saveState() } : {}),
          callbacks: await saveCallbacks(callbacks),
          epochs: history.epochs,
        });
      }
      await breathe();
      signal?.throwIfAborted();
    }
    averager?.finish();
    for (const callback of callbacks) await callback.onTrainEnd?.(context);
  } finally {
    averager?.dispose();
    dropout.restore();
    if (optimizer !== options.optimizer) optimizer.dispose();
  }
  return history;
}

/** The weights of a checkpoint: what is not finite must not take the place of what was. */
async function finiteWeights(model: LayersModel, epoch: number, batches: number): Promise<ModelWeights> {
  const weights = await exportWeights(model);
  const view = new DataView(weights.data.buffer);
  for (let at = 0; at < weights.data.length; at += 4) {
    if (!Number.isFinite(view.getFloat32(at, true))) throw notFinite('weights', epoch, batches);
  }
  return weights;
}

function notFinite(what: string, epoch: number, batches: number): TrainError {
  return new TrainError(
    'NAN_LOSS',
    `fit: after epoch ${epoch} (from 0) the ${what} are not finite; checkpoints stay those of earlier epochs. Scale the inputs or lower the learning rate`,
    { epoch, batch: batches - 1 },
  );
}

interface Run {
  readonly train: Samples | RowSource;
  readonly options: FitOptions;
  readonly step: TrainStep;
  readonly averager: WeightAverager | undefined;
  readonly rng: Rng;
  readonly setStep: (step: number) => void;
  readonly batchSize: number;
  readonly context: TrainContext;
  readonly breathe: () => Promise<void>;
}

function optimizerOf({ optimizer, learningRate }: FitOptions): Adam {
  const rate = typeof learningRate === 'number' ? learningRate : undefined;
  if (!(optimizer instanceof Adam))
    return new Adam({ ...optimizer, ...(rate === undefined ? {} : { learningRate: rate }) });
  if (rate !== undefined) optimizer.learningRate = rate;
  return optimizer;
}

function createContext(
  model: LayersModel,
  optimizer: Adam,
  counts: { initialEpoch: number; epochs: number; batches: number },
  { learningRate }: FitOptions,
): TrainContext {
  return {
    model,
    ...counts,
    stopTraining: false,
    get learningRate() {
      return optimizer.learningRate;
    },
    set learningRate(rate) {
      if (typeof learningRate === 'function') {
        throw new TrainError(
          'INVALID_OPTION',
          `fit: a callback sets the learning rate to ${rate}, which the schedule given as learningRate already decides; expected one of the two`,
        );
      }
      optimizer.learningRate = rate;
    },
  };
}

async function trainEpoch(run: Run, epoch: number): Promise<{ loss: number; accuracy: number }> {
  const { train, options, step, averager, rng, batchSize, context, breathe } = run;
  const { callbacks = [], signal, learningRate } = options;
  const rows = train.y.length;
  const order = rng.fork('shuffle').fork(epoch).permutation(rows);
  const rowsOf = (batch: number) => order.slice(batch * batchSize, (batch + 1) * batchSize);
  let lossSum = 0;
  let correct = 0;
  let next = readRows('fit', 'train', train, rowsOf(0));
  try {
    for (let batch = 0; batch < context.batches; batch++) {
      signal?.throwIfAborted();
      const x = await next;
      // Read while this batch is trained.
      if (batch + 1 < context.batches) next = readRows('fit', 'train', train, rowsOf(batch + 1));
      const index = epoch * context.batches + batch;
      if (typeof learningRate === 'function') {
        step.optimizer.learningRate = learningRate(index, context.epochs * context.batches);
      }
      run.setStep(index);
      const prepared = await prepareBatch(run, { x, rows: rowsOf(batch) }, { epoch, batch });
      const score = await trainStep(step, prepared, { epoch, batch });
      averager?.afterStep(epoch);
      lossSum += score.loss;
      correct += score.correct;
      const seen = Math.min(rows, (batch + 1) * batchSize);
      const log: BatchLog = { epoch, batches: context.batches, loss: lossSum / seen, accuracy: correct / seen };
      for (const callback of callbacks) await callback.onBatchEnd?.(batch, log, context);
      await breathe();
    }
  } finally {
    // Where the loop ended early, a batch that nobody will await may still fail.
    next.catch(() => undefined);
  }
  return { loss: lossSum / rows, accuracy: correct / rows };
}

async function prepareBatch(
  { train, options: { augment }, rng }: Run,
  { x, rows }: { x: Float32Array; rows: Uint32Array },
  { epoch, batch }: { epoch: number; batch: number },
): Promise<TrainBatch> {
  const labels = Int32Array.from(rows, (row) => train.y[row]!);
  const plain: TrainBatch = { x, shape: train.shape, labels, classes: train.classes, rows };
  if (!augment) return plain;
  const changed = await augment(plain, rng.fork('augment').fork(epoch).fork(batch));
  const labelCount = changed.labels instanceof Float32Array ? rows.length * train.classes : rows.length;
  if (changed.x.length !== x.length || changed.labels.length !== labelCount) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `fit: augment gave ${changed.x.length} values and ${changed.labels.length} labels in epoch ${epoch}, batch ${batch}; expected ${x.length} and ${labelCount}`,
    );
  }
  return changed;
}
