import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { type Callback, fit, reduceLROnPlateau, reportStages, type Samples, stages } from '../src';

const data: Samples = {
  x: Float32Array.from({ length: 40 }, (_, i) => Math.sin(i * 2.3)),
  shape: [2],
  y: Int32Array.from({ length: 20 }, (_, i) => i % 2),
  classes: 2,
};

function smallModel(): LayersModel {
  const model = sequential();
  model.add(layers.dense({ units: 4, activation: 'tanh', inputShape: [2] }));
  model.add(layers.dropout({ rate: 0.2 }));
  model.add(layers.dense({ units: 2, activation: 'softmax' }));
  tf.tidy(() => model.setWeights(model.getWeights().map((w) => tf.fill(w.shape, 0.1))));
  return model;
}
const weightsOf = (model: LayersModel) => model.getWeights().flatMap((w) => Array.from(w.dataSync()));

describe('stages', () => {
  it('goes on with weights, moments, step count and epoch: two stages equal one training', async () => {
    const whole = smallModel();
    await fit(whole, data, { epochs: 5, batchSize: 6 });
    const staged = smallModel();
    const history = await stages(staged, data, [{ epochs: 2 }, { epochs: 3 }], { batchSize: 6 });
    expect(weightsOf(staged)).toEqual(weightsOf(whole));
    expect(history.stageStarts).toEqual([0, 2]);
    expect(history.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4]);
  });

  it('carries the learning rate, and starts the next stage where one stopped early', async () => {
    const stop: Callback = {
      onEpochEnd: (epoch, _log, context) => {
        if (epoch === 1) context.stopTraining = true;
      },
    };
    const reduce = reduceLROnPlateau({ monitor: 'loss', patience: 0, minDelta: 100, factor: 0.5 });
    const plan = [{ epochs: 9, callbacks: [reduce, stop] }, { epochs: 2 }];
    const { epochs, stageStarts } = await stages(smallModel(), data, plan, { learningRate: 0.8 });
    expect(stageStarts).toEqual([0, 2]);
    // The first epoch always improves on nothing.
    expect(epochs.map(({ learningRate }) => learningRate)).toEqual([0.8, 0.8, 0.4, 0.4]);
  });

  it("runs the report's four stages without leaving a tensor, and saves each stage's best", async () => {
    const model = smallModel();
    const before = tf.memory().numTensors;
    const saved = new Set<number>();
    const plan = reportStages({ epochs: 2, save: (_weights, _log, stage) => void saved.add(stage) });
    const history = await stages(model, data, plan, { validation: data });
    expect(history.stageStarts).toEqual([0, 2, 4, 6]);
    expect([...saved]).toEqual([0, 1, 2, 3]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses an empty plan', async () => {
    await expect(stages(smallModel(), data, [])).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
