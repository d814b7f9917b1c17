import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, type ModelFitArgs, sequential } from '@tensorflow/tfjs-layers';
import {
  asTfjsCallback,
  type BatchLog,
  type Callback,
  csvLogger,
  type EpochLog,
  earlyStopping,
  jsonlLogger,
  learningRateScheduler,
  modelCheckpoint,
  progress,
  reduceLROnPlateau,
  type TrainContext,
} from '../../src';
import { tensorBoard } from '../../src/node';
import { readEvents } from '../support/readEvents';

/** Three epochs of four batches of three rows, the last of one. */
const rows = 10;
let x: tf.Tensor;
let y: tf.Tensor;
beforeAll(() => {
  x = tf.tensor2d(
    Float32Array.from({ length: rows * 2 }, (_, i) => Math.sin(i * 2.3)),
    [rows, 2],
  );
  y = tf.tensor2d(
    Float32Array.from({ length: rows * 2 }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0)),
    [rows, 2],
  );
});
afterAll(() => tf.dispose([x, y]));

function compiled(optimizer: tf.Optimizer = tf.train.adam(0.05), metrics: string[] = ['accuracy']): LayersModel {
  const model = sequential();
  model.add(layers.dense({ units: 4, activation: 'tanh', inputShape: [2], kernelInitializer: 'ones' }));
  model.add(layers.dense({ units: 2, activation: 'softmax', kernelInitializer: 'zeros' }));
  model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics });
  return model;
}

async function train(model: LayersModel, callbacks: Callback[], args: ModelFitArgs = {}) {
  const { history } = await model.fit(x, y, {
    epochs: 3,
    batchSize: 3,
    shuffle: false,
    verbose: 0,
    validationData: [x, y],
    ...args,
    callbacks: callbacks.map((callback) => asTfjsCallback(callback)),
  });
  return history as Record<string, number[]>;
}

const weightsOf = (model: LayersModel) => model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));

describe("asTfjsCallback in TensorFlow.js' model.fit", () => {
  it('gives the figures that its history has, running means of batches, and where in the training it is', async () => {
    const seen: EpochLog[] = [];
    const batches: [number, BatchLog][] = [];
    let context: TrainContext | undefined;
    const calls: string[] = [];
    const spy: Callback = {
      onTrainBegin: (given) => {
        context = given;
        calls.push('train');
      },
      onEpochBegin: (epoch) => void calls.push(`epoch ${epoch}`),
      onBatchEnd: (batch, log) => void batches.push([batch, log]),
      onEpochEnd: (_epoch, log) => void seen.push(log),
      onTrainEnd: () => void calls.push('end'),
    };
    const model = compiled();
    const history = await train(model, [spy], { initialEpoch: 1 });
    expect(calls).toEqual(['train', 'epoch 1', 'epoch 2', 'end']);
    expect(context).toMatchObject({ initialEpoch: 1, epochs: 3, batches: 4, learningRate: 0.05 });
    // Of a Sequential, it is the model inside.
    expect(context!.model.layers.at(-1)).toBe(model.layers.at(-1));
    expect(seen.map(({ epoch }) => epoch)).toEqual([1, 2]);
    for (const [index, log] of seen.entries()) {
      expect(log).toEqual({
        epoch: index + 1,
        loss: history.loss![index],
        accuracy: history.acc![index],
        valLoss: history.val_loss![index],
        valAccuracy: history.val_acc![index],
        learningRate: 0.05,
        seconds: expect.any(Number),
      });
      expect(log.seconds).toBeGreaterThan(0);
    }
    expect(batches.map(([batch, { epoch }]) => [epoch, batch])).toEqual(
      [1, 2].flatMap((epoch) => [0, 1, 2, 3].map((batch) => [epoch, batch])),
    );
    for (const [batch, log] of batches.filter(([index]) => index === 3)) {
      expect(log.batches).toBe(4);
      expect([batch, log.loss]).toEqual([3, expect.closeTo(seen[log.epoch - 1]!.loss, 5)]);
      expect(log.accuracy).toBeCloseTo(seen[log.epoch - 1]!.accuracy, 5);
    }
    // A running mean, not each batch's own.
    expect(new Set(batches.map(([, { loss }]) => loss)).size).toBeGreaterThan(4);
  });

  it('leaves no tensor', async () => {
    const model = compiled();
    const callbacks = () => [
      earlyStopping({ restoreBestWeights: true }),
      reduceLROnPlateau({ patience: 0 }),
      modelCheckpoint({ save: () => {}, saveFreq: 2 }),
      learningRateScheduler((_epoch, rate) => rate),
      jsonlLogger({ write: () => {}, batches: true }),
    ];
    // The first training makes the optimizer's moments.
    await train(model, callbacks());
    const before = tf.memory().numTensors;
    await train(model, callbacks());
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(Object.entries(optimizers()))('reads and sets the rate of %s', async (_name, make) => {
    const rates = [0.25, 0, 0.125];
    const read: number[] = [];
    const weights: number[][] = [];
    const logs: number[] = [];
    const spy: Callback = {
      onEpochBegin(epoch, context) {
        read.push(context.learningRate);
        context.learningRate = rates[epoch]!;
      },
      onEpochEnd(_epoch, log, { model }) {
        logs.push(log.learningRate);
        weights.push(weightsOf(model));
      },
    };
    await train(compiled(make()), [spy]);
    expect(read).toEqual([0.5, 0.25, 0]);
    expect(logs).toEqual(rates);
    // What was set is what trains: nothing moves at a rate of 0.
    expect(weights[1]).toEqual(weights[0]);
    expect(weights[2]).not.toEqual(weights[1]);
  });

  it('tells the rate that an epoch was trained with, whoever changes it before', async () => {
    const logs: number[] = [];
    const half: Callback = {
      onEpochEnd(_epoch, _log, context) {
        context.learningRate /= 2;
      },
    };
    await train(compiled(), [half, { onEpochEnd: (_epoch, log) => void logs.push(log.learningRate) }]);
    expect(logs).toEqual([0.05, 0.025, 0.0125]);
  });

  it('stops after the epoch, and says so to the callbacks after it', async () => {
    const batches: number[] = [];
    const heard: boolean[] = [];
    const stop: Callback = {
      onBatchEnd(batch, { epoch }, context) {
        batches.push(batch);
        if (epoch === 1) context.stopTraining = true;
      },
    };
    const listen: Callback = { onEpochEnd: (_epoch, _log, { stopTraining }) => void heard.push(stopTraining) };
    const model = compiled();
    const history = await train(model, [stop, listen]);
    expect(history.loss).toHaveLength(2);
    expect(batches).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(heard).toEqual([false, true]);
    // The next training is not stopped by the last one's wish.
    expect((await train(model, [listen])).loss).toHaveLength(3);
  });

  it('gives the best weights back, which its own earlyStopping refuses to do (tensorflow/tfjs#8488)', async () => {
    const model = compiled(tf.train.sgd(0.5));
    const kept: number[][] = [];
    const losses: number[] = [];
    const watch: Callback = {
      onEpochEnd(_epoch, log, context) {
        kept.push(weightsOf(context.model));
        losses.push(log.valLoss!);
        // From here on it climbs away from what it has learned.
        if (kept.length === 3) context.learningRate = -5;
      },
    };
    const stop = earlyStopping({ patience: 2, restoreBestWeights: true });
    const history = await train(model, [watch, stop], { epochs: 20 });
    const best = losses.indexOf(Math.min(...losses));
    expect(history.loss).toHaveLength(best + 3);
    expect(kept.at(-1)).not.toEqual(kept[best]);
    expect(weightsOf(model)).toEqual(kept[best]);
  });

  it('works with every other callback of ours', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ser-tfjs-'));
    try {
      const csv: string[] = [];
      const json: string[] = [];
      const text: string[] = [];
      const saved: number[] = [];
      const history = await train(compiled(), [
        learningRateScheduler((epoch) => 0.01 * (epoch + 1)),
        csvLogger({ write: (line) => void csv.push(line) }),
        jsonlLogger({ write: (line) => void json.push(line), batches: true }),
        progress({ write: (line) => void text.push(line) }),
        modelCheckpoint({ monitor: 'valAccuracy', save: (_weights, { epoch }) => void saved.push(epoch) }),
        reduceLROnPlateau({ monitor: 'accuracy', patience: 0 }),
        tensorBoard(folder, { updateFreq: 4, now: () => 1000 }),
      ]);
      expect(csv).toHaveLength(4);
      expect(csv[2]!.split(',').slice(0, 4)).toEqual(['1', String(history.acc![1]), '0.02', String(history.loss![1])]);
      expect(json).toHaveLength(15);
      expect(JSON.parse(json[14]!)).toMatchObject({ epoch: 2, valLoss: history.val_loss![2], learningRate: 0.03 });
      expect(text[0]).toMatch(/^epoch 1\/3: loss \d\.\d{4}, accuracy \d\.\d{4}, val loss .*, \d+ s left$/);
      expect(saved).toEqual([0, 1, 2]);
      const [file] = readdirSync(join(folder, 'train'));
      const events = readEvents(readFileSync(join(folder, 'train', file!)));
      expect(events.filter(({ tag }) => tag === 'epoch_loss').map(({ value }) => value)).toEqual(
        history.loss!.map(Math.fround),
      );
      expect(events.filter(({ tag }) => tag === 'batch_loss').map(({ step }) => step)).toEqual([4, 8, 12]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('works without validation', async () => {
    const logs: EpochLog[] = [];
    const watch: Callback = { onEpochEnd: (_epoch, log) => void logs.push(log) };
    await train(compiled(), [watch], { validationData: undefined });
    expect(Object.keys(logs[0]!)).toEqual(['epoch', 'loss', 'accuracy', 'learningRate', 'seconds']);
    await expect(train(compiled(), [earlyStopping()], { validationData: undefined })).rejects.toMatchObject({
      code: 'MISSING_METRIC',
    });
  });

  it('finds the accuracy by the names that TensorFlow.js gives it, or by the one it is told', async () => {
    const logs: EpochLog[] = [];
    const watch: Callback = { onEpochEnd: (_epoch, log) => void logs.push(log) };
    const history = await train(compiled(tf.train.adam(0.05), ['categoricalAccuracy']), [watch]);
    expect(logs.map(({ accuracy }) => accuracy)).toEqual(history.categoricalAccuracy);
    const named = asTfjsCallback(watch, { accuracy: 'mse' });
    const model = compiled(tf.train.adam(0.05), ['mse']);
    const { history: other } = await model.fit(x, y, { epochs: 1, verbose: 0, callbacks: [named] });
    expect(logs.at(-1)!.accuracy).toBe(other.mse![0]);
  });

  it('says how to compile a model that has no accuracy, before it trains', async () => {
    const model = compiled(tf.train.adam(0.05), []);
    const before = weightsOf(model);
    await expect(train(model, [{}])).rejects.toMatchObject({
      code: 'MISSING_METRIC',
      message: expect.stringContaining("compile the model with metrics: ['accuracy']"),
    });
    expect(weightsOf(model)).toEqual(before);
  });

  it('refuses an optimizer without a rate', async () => {
    const optimizer = tf.train.sgd(0.1);
    Object.assign(optimizer, { learningRate: undefined });
    await expect(train(compiled(optimizer), [{}])).rejects.toMatchObject({ code: 'UNSUPPORTED_MODEL' });
  });

  it('works in fitDataset, where the number of batches may be unknown', async () => {
    const seen: [number, number][] = [];
    const spy: Callback = {
      onEpochEnd: (epoch, _log, { batches }) => void seen.push([epoch, batches]),
      onBatchEnd: () => {},
    };
    const batch = () => ({ value: { xs: tf.clone(x), ys: tf.clone(y) }, done: false });
    const dataset = {
      size: Number.NaN,
      async iterator() {
        let left = 2;
        return { next: async () => (left-- > 0 ? batch() : { value: null, done: true }) };
      },
    };
    await compiled().fitDataset(dataset as never, { epochs: 2, verbose: 0, callbacks: [asTfjsCallback(spy)] });
    expect(seen).toEqual([
      [0, Number.POSITIVE_INFINITY],
      [1, Number.POSITIVE_INFINITY],
    ]);
  });
});

function optimizers(): Record<string, () => tf.Optimizer> {
  return {
    sgd: () => tf.train.sgd(0.5),
    momentum: () => tf.train.momentum(0.5, 0),
    adam: () => tf.train.adam(0.5),
    adamax: () => tf.train.adamax(0.5),
    rmsprop: () => tf.train.rmsprop(0.5),
    adagrad: () => tf.train.adagrad(0.5),
    adadelta: () => tf.train.adadelta(0.5),
  };
}
