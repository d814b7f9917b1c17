import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { CallbackList, type LayersModel, layers, sequential, Callback as TfjsCallback } from '@tensorflow/tfjs-layers';
import {
  asTfjsCallback,
  type Callback,
  type EpochLog,
  earlyStopping,
  fit,
  learningRateScheduler,
  modelCheckpoint,
  reduceLROnPlateau,
  type TrainContext,
} from '../../src';

/** Figures of one training by Keras' names; null for NaN. */
type RecordedHistory = Record<'loss' | 'accuracy' | 'val_loss' | 'val_accuracy' | 'val_uar', (number | null)[]>;

interface Golden {
  readonly histories: RecordedHistory[];
  readonly runs: { kind: string; options: Record<string, string | number | boolean>; did: RecordedRun[] }[];
}
/** Last epoch, stopped there, [epoch, rate] of each change, epochs saved, epoch that the weights are from at the end. */
type RecordedRun = [number, 0 | 1, [number, number][], number[], number];

/** What a callback did in one epoch: stopped the training, the rate after it, saved the weights. */
export type Decision = readonly [stopped: boolean, learningRate: number, saved: boolean];

/** One callback on one history: what Keras did, and how to do it here. */
export interface ReplayCase {
  readonly name: string;
  readonly kind: string;
  readonly monitor: string;
  readonly restores: boolean;
  readonly decisions: readonly Decision[];
  /** Epoch of the weights that the model has at the end. */
  readonly restored: number;
  readonly epochs: number;
  logOf(epoch: number): EpochLog;
  make(onSave: () => void): Callback;
}

/** What a replay gave. */
export interface Replay {
  readonly decisions: Decision[];
  readonly restored: number;
}

export const initialRate = 1e-3;
const golden: Golden = JSON.parse(readFileSync(join(__dirname, '..', 'golden', 'callbacks.json'), 'utf8'));

const schedules: Record<string, (epoch: number, rate: number) => number> = {
  'halve every fifth': (epoch, rate) => (epoch > 0 && epoch % 5 === 0 ? rate * 0.5 : rate),
  'fall by the epoch': (epoch) => 0.01 * 0.9 ** epoch,
  'rise then hold': (epoch, rate) => (epoch < 4 ? rate * 1.5 : rate),
};

const camel = (name: string) =>
  name === 'min_lr' ? 'minLR' : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function makeCallback(kind: string, options: Golden['runs'][number]['options'], onSave: () => void): Callback {
  const ours = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [camel(name), name === 'monitor' ? camel(String(value)) : value]),
  );
  if (kind === 'EarlyStopping') return earlyStopping(ours);
  if (kind === 'ReduceLROnPlateau') return reduceLROnPlateau(ours);
  if (kind === 'ModelCheckpoint') return modelCheckpoint({ ...ours, save: onSave });
  return learningRateScheduler(schedules[String(options.schedule)]!);
}

/** Every recorded run; `history` counts within a configuration. */
export const replayCases: (ReplayCase & { readonly history: number })[] = golden.runs.flatMap(
  ({ kind, options, did }) =>
    did.map(([last, stopped, changes, saved, restored], history) => ({
      name: `${kind} ${JSON.stringify(options)} on history ${history}`,
      history,
      kind,
      monitor: String(options.monitor ?? 'val_loss'),
      restores: options.restore_best_weights === true,
      decisions: Array.from({ length: last + 1 }, (_, epoch): Decision => {
        const rate = changes.findLast(([from]) => from <= epoch)?.[1] ?? initialRate;
        return [epoch === last && stopped === 1, rate, saved.includes(epoch)];
      }),
      restored,
      epochs: golden.histories[history]!.loss.length,
      logOf: (epoch) => readLog(golden.histories[history]!, epoch),
      make: (onSave) => makeCallback(kind, options, onSave),
    })),
);

function readLog(history: RecordedHistory, epoch: number): EpochLog {
  const read = (name: keyof RecordedHistory) => history[name][epoch] ?? Number.NaN;
  return {
    epoch,
    loss: read('loss'),
    accuracy: read('accuracy'),
    valLoss: read('val_loss'),
    valAccuracy: read('val_accuracy'),
    valUar: read('val_uar'),
    learningRate: initialRate,
    seconds: 0,
  };
}

/** Two weights, which stand for the epoch that they are from. */
export function countingModel(): LayersModel {
  const model = sequential();
  model.add(layers.dense({ units: 2, inputShape: [1], useBias: false, activation: 'softmax' }));
  return model;
}

export function setWeightsTo(model: LayersModel, epoch: number): void {
  tf.tidy(() => model.setWeights([tf.fill([1, 2], epoch)]));
}

export const epochOfWeights = (model: LayersModel): number => model.getWeights()[0]!.dataSync()[0]!;

export function contextOf(model: LayersModel): TrainContext {
  return { model, initialEpoch: 0, epochs: 40, batches: 1, learningRate: initialRate, stopTraining: false };
}

/** Replays in a bare loop. */
export async function replayBare(model: LayersModel, given: ReplayCase): Promise<Replay> {
  let saved = false;
  const callback = given.make(() => {
    saved = true;
  });
  const context = contextOf(model);
  const decisions: Decision[] = [];
  await callback.onTrainBegin?.(context);
  for (let epoch = 0; epoch < given.epochs && !context.stopTraining; epoch++) {
    saved = false;
    await callback.onEpochBegin?.(epoch, context);
    setWeightsTo(model, epoch);
    await callback.onEpochEnd?.(epoch, given.logOf(epoch), context);
    decisions.push([context.stopTraining, context.learningRate, saved]);
  }
  await callback.onTrainEnd?.(context);
  return { decisions, restored: epochOfWeights(model) };
}

/** Replays in our `fit`, whose figures and weights are replaced just before the callback sees them. */
export async function replayInFit(model: LayersModel, given: ReplayCase): Promise<Replay> {
  let saved = false;
  const callback = given.make(() => {
    saved = true;
  });
  const decisions: Decision[] = [];
  const replaced: Callback = {
    ...callback,
    async onEpochEnd(epoch, _log, context) {
      saved = false;
      setWeightsTo(model, epoch);
      await callback.onEpochEnd?.(epoch, given.logOf(epoch), context);
      decisions.push([context.stopTraining, context.learningRate, saved]);
    },
  };
  const train = { x: Float32Array.of(1, -1), shape: [1], y: Int32Array.of(0, 1), classes: 2 };
  await fit(model, train, { epochs: given.epochs, learningRate: initialRate, callbacks: [replaced] });
  return { decisions, restored: epochOfWeights(model) };
}

/** Replays through TensorFlow.js' list of callbacks, called as its `fit` calls it; the quick way to see many runs. */
export async function replayInTfjsList(model: LayersModel, given: ReplayCase): Promise<Replay> {
  let saved = false;
  const callback = asTfjsCallback(given.make(() => (saved = true)));
  model.compile({ optimizer: tf.train.adam(initialRate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const list = new CallbackList([callback]);
  const metrics = ['loss', 'acc', 'val_loss', 'val_acc'];
  list.setParams({ epochs: given.epochs, initialEpoch: 0, samples: 1, batchSize: 1, metrics });
  list.setModel(model);
  await list.onTrainBegin();
  model.stopTraining = false;
  const decisions: Decision[] = [];
  for (let epoch = 0; epoch < given.epochs && !model.stopTraining; epoch++) {
    saved = false;
    await list.onEpochBegin(epoch);
    await list.onBatchEnd(0, { batch: 0, size: 1, loss: 0, acc: 0 });
    setWeightsTo(model, epoch);
    const { loss, accuracy, valLoss, valAccuracy } = given.logOf(epoch);
    await list.onEpochEnd(epoch, { loss, acc: accuracy, val_loss: valLoss!, val_acc: valAccuracy! });
    decisions.push([model.stopTraining, rateOf(model), saved]);
  }
  await list.onTrainEnd();
  return { decisions, restored: epochOfWeights(model) };
}

/** Replays in TensorFlow.js' own `model.fit`, whose figures and weights a callback of its own replaces. */
export async function replayInTfjsFit(model: LayersModel, given: ReplayCase): Promise<Replay> {
  let saved = false;
  const decisions: Decision[] = [];
  const callback = asTfjsCallback(given.make(() => (saved = true)));
  model.compile({ optimizer: tf.train.adam(initialRate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  class Before extends TfjsCallback {
    override async onEpochEnd(epoch: number, logs: Record<string, number | tf.Scalar>) {
      saved = false;
      setWeightsTo(this.model, epoch);
      tf.dispose(Object.values(logs) as tf.Tensor[]);
      const { loss, accuracy, valLoss, valAccuracy } = given.logOf(epoch);
      Object.assign(logs, { loss, acc: accuracy, val_loss: valLoss, val_acc: valAccuracy });
    }
  }
  class After extends TfjsCallback {
    override async onEpochEnd() {
      decisions.push([this.model.stopTraining, rateOf(model), saved]);
    }
  }
  const x = tf.tensor2d([[1]]);
  const y = tf.tensor2d([[1, 0]]);
  const callbacks = [new Before(), callback, new After()];
  await model.fit(x, y, { epochs: given.epochs, batchSize: 1, verbose: 0, validationData: [x, y], callbacks });
  tf.dispose([x, y]);
  return { decisions, restored: epochOfWeights(model) };
}

function rateOf(model: LayersModel): number {
  return (model.optimizer as unknown as { learningRate: number }).learningRate;
}
