import '@tensorflow/tfjs-backend-cpu';
import {
  type EpochLog,
  earlyStopping,
  learningRateScheduler,
  modelCheckpoint,
  reduceLROnPlateau,
  reportStages,
} from '../../src';
import { contextOf, countingModel, epochOfWeights, setWeightsTo } from '../support/callbackReplay';

const save = () => {};
const log: EpochLog = { epoch: 0, loss: 1, accuracy: 0, learningRate: 1, seconds: 0 };

describe('options', () => {
  it.each([
    () => earlyStopping({ patience: -1 }),
    () => earlyStopping({ patience: 1.5 }),
    () => earlyStopping({ mode: 'up' as 'max' }),
    () => earlyStopping({ monitor: 'val_loss' as 'valLoss' }),
    () => earlyStopping({ baseline: Number.NaN }),
    () => earlyStopping({ startFromEpoch: -1 }),
    () => earlyStopping({ minDelta: Number.POSITIVE_INFINITY }),
    () => reduceLROnPlateau({ factor: 1 }),
    () => reduceLROnPlateau({ factor: 0 }),
    () => reduceLROnPlateau({ cooldown: -1 }),
    () => reduceLROnPlateau({ minLR: Number.NaN }),
    () => reduceLROnPlateau({ minDelta: Number.NaN }),
    () => modelCheckpoint({ save, initialValueThreshold: Number.NaN }),
    () => modelCheckpoint({ save, saveFreq: 0 }),
    () => modelCheckpoint({ save, saveFreq: 2.5 }),
    () => modelCheckpoint({ save, saveFreq: 'batch' as 'epoch' }),
    () => modelCheckpoint({ save, saveFreq: 2, saveBestOnly: true }),
    () => modelCheckpoint({ save, saveFreq: 2, saveBestOnly: true, monitor: 'valUar' }),
  ])('refuses %s', (make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('says which figures there are when one is asked for by its name in Keras', () => {
    expect(() => earlyStopping({ monitor: 'val_uar' as 'valUar' })).toThrow(
      'earlyStopping: monitor=val_uar; expected one of loss, accuracy, valLoss, valAccuracy, valUar',
    );
  });

  it('takes less as better for losses, more for accuracies and UAR, when mode is auto', async () => {
    for (const [monitor, first, second] of [
      ['loss', 2, 1],
      ['valLoss', 2, 1],
      ['accuracy', 0.1, 0.2],
      ['valAccuracy', 0.1, 0.2],
      ['valUar', 0.1, 0.2],
    ] as const) {
      const saved: number[] = [];
      const callback = modelCheckpoint({
        monitor,
        saveBestOnly: true,
        save: (_weights, { epoch }) => void saved.push(epoch),
      });
      const context = contextOf(countingModel());
      for (const [epoch, value] of [first, second, first].entries()) {
        await callback.onEpochEnd?.(epoch, { ...log, epoch, [monitor]: value }, context);
      }
      expect([monitor, saved]).toEqual([monitor, [0, 1]]);
    }
  });

  it('refuses to watch a figure that the training does not have', async () => {
    const context = contextOf(countingModel());
    for (const callback of [earlyStopping(), reduceLROnPlateau(), modelCheckpoint({ save, saveBestOnly: true })]) {
      await expect(async () => callback.onEpochEnd?.(0, log, context)).rejects.toMatchObject({
        code: 'MISSING_METRIC',
        message: expect.stringContaining('monitor=valLoss is not among'),
      });
    }
  });
});

describe('modelCheckpoint', () => {
  it('monitors the running means of batches', async () => {
    const saved: [number, number][] = [];
    const callback = modelCheckpoint({
      saveFreq: 2,
      saveBestOnly: true,
      monitor: 'accuracy',
      save: (weights, { batch, loss }) => {
        expect(weights.specs).toHaveLength(1);
        saved.push([batch, loss]);
      },
    });
    const context = contextOf(countingModel());
    for (const [batch, accuracy] of [0.9, 0.2, 0.9, 0.1, 0.9, 0.3].entries()) {
      await callback.onBatchEnd?.(batch, { epoch: 0, batches: 6, loss: batch / 10, accuracy }, context);
    }
    expect(saved).toEqual([
      [1, 0.1],
      [5, 0.5],
    ]);
  });
});

describe('earlyStopping', () => {
  it('starts afresh with each training', async () => {
    const model = countingModel();
    const callback = earlyStopping({ monitor: 'loss', patience: 2, restoreBestWeights: true });
    for (const losses of [
      [3, 1, 2, 2],
      [9, 8, 9, 9],
    ]) {
      const context = contextOf(model);
      await callback.onTrainBegin?.(context);
      for (const [epoch, loss] of losses.entries()) {
        expect(context.stopTraining).toBe(false);
        setWeightsTo(model, epoch);
        await callback.onEpochEnd?.(epoch, { ...log, epoch, loss }, context);
      }
      expect(context.stopTraining).toBe(true);
      await callback.onTrainEnd?.(context);
      expect(epochOfWeights(model)).toBe(1);
    }
  });
});

describe('reduceLROnPlateau', () => {
  it('takes a rate that float32 cannot tell from the floor as the floor, as Keras does', async () => {
    const context = contextOf(countingModel());
    const callback = reduceLROnPlateau({ monitor: 'loss', patience: 0, cooldown: 3, minLR: 1e-3 - 1e-12 });
    for (const epoch of [0, 1, 2]) await callback.onEpochEnd?.(epoch, { ...log, epoch }, context);
    expect(context.learningRate).toBe(1e-3);
    expect(await callback.saveState?.()).toMatchObject({ json: { cooling: 0, wait: 2 } });
  });
});
describe('learningRateScheduler', () => {
  it.each([Number.NaN, -1e-3, Number.POSITIVE_INFINITY, undefined as unknown as number])(
    'refuses a schedule that gives %s',
    async (rate) => {
      const context = contextOf(countingModel());
      const callback = learningRateScheduler(() => rate);
      await expect(async () => callback.onEpochBegin?.(3, context)).rejects.toMatchObject({
        code: 'INVALID_OPTION',
        message: expect.stringContaining('epoch 3'),
      });
      expect(context.learningRate).toBe(1e-3);
    },
  );
});

describe('reportStages', () => {
  it('has the four stages of the report, fresh at each call, with checkpoints only on request', () => {
    const names = (stages: ReturnType<typeof reportStages>) =>
      stages.map(({ epochs, callbacks }) => [epochs, ...(callbacks ?? []).map(({ name }) => name)]);
    const later = ['earlyStopping', 'reduceLROnPlateau'];
    expect(names(reportStages())).toEqual([
      [60, 'reduceLROnPlateau'],
      [60, ...later],
      [60, ...later],
      [60, ...later],
    ]);
    const checked = ['earlyStopping', 'modelCheckpoint', 'reduceLROnPlateau'];
    expect(names(reportStages({ epochs: 5, save }))).toEqual([
      [5, 'modelCheckpoint', 'reduceLROnPlateau'],
      [5, ...checked],
      [5, ...checked],
      [5, ...checked],
    ]);
  });
});
