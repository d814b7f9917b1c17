import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import {
  type Callback,
  csvLogger,
  type EpochLog,
  earlyStopping,
  modelCheckpoint,
  progress,
  reduceLROnPlateau,
  reportStages,
  type TrainContext,
} from '../src';

interface Golden {
  readonly histories: Record<'loss' | 'accuracy' | 'val_loss' | 'val_accuracy', number[]>[];
  readonly runs: {
    kind: string;
    options: Record<string, string | number | boolean>;
    history: number;
    steps: [boolean, number, boolean][];
  }[];
}
const golden: Golden = JSON.parse(readFileSync(join(__dirname, 'golden', 'callbacks.json'), 'utf8'));

const camel = (name: string) =>
  name === 'min_lr' ? 'minLR' : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Keras' options in our names. */
function translate(options: Record<string, string | number | boolean>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [camel(name), name === 'monitor' ? camel(String(value)) : value]),
  );
}

function smallModel(): LayersModel {
  const model = sequential();
  model.add(layers.dense({ units: 2, inputShape: [2], kernelInitializer: 'ones' }));
  return model;
}

function contextOf(model: LayersModel): TrainContext {
  return { model, initialEpoch: 0, epochs: 40, batches: 1, learningRate: 1e-3, stopTraining: false };
}

function logOf(history: Golden['histories'][number], epoch: number): EpochLog {
  return {
    epoch,
    loss: history.loss[epoch]!,
    accuracy: history.accuracy[epoch]!,
    valLoss: history.val_loss[epoch]!,
    valAccuracy: history.val_accuracy[epoch]!,
    learningRate: 1e-3,
    seconds: 0,
  };
}

describe('callbacks decide as Keras does, epoch by epoch', () => {
  const model = smallModel();
  it.each(
    golden.runs.map((run) => [`${run.kind} ${JSON.stringify(run.options)} on history ${run.history}`, run] as const),
  )('%s', async (_name, { kind, options, history, steps }) => {
    let saved = false;
    const ours = translate(options);
    const save = () => {
      saved = true;
    };
    const callback: Callback =
      kind === 'EarlyStopping'
        ? earlyStopping(ours)
        : kind === 'ReduceLROnPlateau'
          ? reduceLROnPlateau(ours)
          : modelCheckpoint({ ...ours, save });
    const context = contextOf(model);
    const decisions: [boolean, number, boolean][] = [];
    await callback.onTrainBegin?.(context);
    for (let epoch = 0; epoch < 40 && !context.stopTraining; epoch++) {
      saved = false;
      await callback.onEpochEnd?.(epoch, logOf(golden.histories[history]!, epoch), context);
      decisions.push([context.stopTraining, context.learningRate, saved]);
    }
    expect(decisions.map(([stopped, , wrote]) => [stopped, wrote])).toEqual(
      steps.map(([stopped, , wrote]) => [stopped, wrote]),
    );
    decisions.forEach(([, rate], epoch) => {
      // Keras keeps its rate in float32.
      expect(Math.abs(rate / steps[epoch]![1] - 1)).toBeLessThan(1e-6);
    });
  });

  it('sees every kind of decision in these histories', () => {
    const did = (kind: string, what: (steps: [boolean, number, boolean][]) => boolean) =>
      golden.runs.some((run) => run.kind === kind && what(run.steps));
    expect(did('EarlyStopping', (steps) => steps.length < 40)).toBe(true);
    expect(did('ReduceLROnPlateau', (steps) => steps.at(-1)![1] < 1e-3)).toBe(true);
    expect(did('ModelCheckpoint', (steps) => steps.some(([, , saved]) => !saved))).toBe(true);
  });
});

describe('earlyStopping', () => {
  it('gives the best epoch back when asked to, and keeps no tensor', async () => {
    const model = smallModel();
    const set = (value: number) =>
      tf.tidy(() => model.setWeights(model.getWeights().map((w) => tf.fill(w.shape, value))));
    const before = tf.memory().numTensors;
    const callback = earlyStopping({ monitor: 'loss', patience: 2, restoreBestWeights: true });
    const context = contextOf(model);
    const losses = [3, 1, 2, 2];
    await callback.onTrainBegin?.(context);
    for (const [epoch, loss] of losses.entries()) {
      set(epoch);
      await callback.onEpochEnd?.(epoch, { epoch, loss, accuracy: 0, learningRate: 1, seconds: 0 }, context);
    }
    expect(context.stopTraining).toBe(true);
    await callback.onTrainEnd?.(context);
    expect(Array.from(model.getWeights()[0]!.dataSync())).toEqual([1, 1, 1, 1]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses to watch a figure that the training does not have', async () => {
    const context = contextOf(smallModel());
    const log: EpochLog = { epoch: 0, loss: 1, accuracy: 0, learningRate: 1, seconds: 0 };
    for (const callback of [earlyStopping(), reduceLROnPlateau()]) {
      expect(() => callback.onEpochEnd?.(0, log, context)).toThrow(/valLoss is not among/);
    }
  });
});

describe('options', () => {
  it.each([
    () => earlyStopping({ patience: -1 }),
    () => earlyStopping({ mode: 'up' as 'max' }),
    () => reduceLROnPlateau({ factor: 1 }),
    () => reduceLROnPlateau({ minLR: Number.NaN }),
    () => reduceLROnPlateau({ minDelta: Number.NaN }),
  ])('refuses %s', (make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('csvLogger and progress', () => {
  it('write a header and a line an epoch', async () => {
    const lines: string[] = [];
    const text: string[] = [];
    const csv = csvLogger({ write: (line) => void lines.push(line) });
    const bar = progress({ write: (line) => void text.push(line) });
    const context = contextOf(smallModel());
    bar.onTrainBegin?.(context);
    for (const callback of [csv, bar]) {
      await callback.onEpochEnd?.(0, { epoch: 0, loss: 1.5, accuracy: 0.25, learningRate: 0.001, seconds: 2 }, context);
    }
    expect(lines).toEqual([
      'epoch,accuracy,learningRate,loss,seconds,valAccuracy,valLoss\n',
      '0,0.25,0.001,1.5,2,NA,NA\n',
    ]);
    expect(text[0]).toMatch(/^epoch 1\/40: loss 1.5000, accuracy 0.2500, 2.0 s, \d+ s left$/);
  });
});

describe('reportStages', () => {
  it('has the four stages of the report, fresh at each call, with checkpoints only on request', () => {
    expect(reportStages().map(({ epochs, callbacks }) => [epochs, callbacks?.length])).toEqual([
      [60, 1],
      [60, 2],
      [60, 2],
      [60, 2],
    ]);
    expect(reportStages({ epochs: 5, save: () => {} }).map(({ callbacks }) => callbacks?.length)).toEqual([2, 3, 3, 3]);
  });
});
