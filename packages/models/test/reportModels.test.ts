import '@tensorflow/tfjs-backend-cpu';
import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { cnn2d, cnnLstm, lstm, orthogonalMatrix, reportModels } from '../src';

const tiny = { inputShape: [12, 1], units: [3, 3], denseUnits: 4, classes: 3 } as const;
const valuesOf = (model: ReturnType<typeof lstm>) => model.getWeights().map((w) => Array.from(w.dataSync()));

describe('reportModels', () => {
  it.each(Object.entries(reportModels))('%s has exactly the stated number of parameters', (_name, entry) => {
    const model = entry.build();
    expect(model.countParams()).toBe(entry.parameters);
    expect(model.inputs[0]!.shape).toEqual([null, ...entry.inputShape]);
    expect(model.outputs[0]!.shape).toEqual([null, entry.classes]);
    expect(model.layers.slice(-2).map(({ name }) => name)).toEqual(['logits', 'probabilities']);
    model.dispose();
  });

  it('has the counts that the report prints', () => {
    const { cnn1, cnn2, cnn3, cnn4, lstm: recurrent, cnnLstm5 } = reportModels;
    expect([cnn1, cnn2, cnn3, cnn4, recurrent, cnnLstm5].map(({ parameters }) => parameters)).toEqual([
      134_088, 583_592, 258_024, 150_600, 202_503, 763_111,
    ]);
  });
});

describe('initial values', () => {
  it('are the same for the same seed and others for another', () => {
    expect(valuesOf(lstm({ ...tiny, seed: 3 }))).toEqual(valuesOf(lstm({ ...tiny, seed: 3 })));
    expect(valuesOf(lstm({ ...tiny, seed: 3 }))).not.toEqual(valuesOf(lstm({ ...tiny, seed: 4 })));
  });

  it("are Keras': Glorot-uniform kernels, orthogonal recurrent kernels, forget bias 1", () => {
    const model = lstm({ units: [8], inputShape: [12, 5], classes: 3 });
    const [kernel, recurrent, bias] = valuesOf(model) as [number[], number[], number[]];
    const limit = Math.sqrt(6 / (5 + 32));
    expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(Math.max(...kernel.map(Math.abs))).toBeGreaterThan(limit * 0.9);
    expect(bias).toEqual([...Array(8).fill(0), ...Array(8).fill(1), ...Array(16).fill(0)]);
    const identity = Array.from({ length: 64 }, (_, i) => (i % 9 === 0 ? 1 : 0));
    const product = identity.map((_, i) => {
      const [a, b] = [Math.floor(i / 8), i % 8];
      let sum = 0;
      for (let k = 0; k < 32; k++) sum += recurrent[a * 32 + k]! * recurrent[b * 32 + k]!;
      return sum;
    });
    expectAllClose(product, identity, { atol: 1e-6, why: 'rows are orthonormal, stored in float32' });
  });

  it('have orthonormal columns where there are more rows', () => {
    const q = orthogonalMatrix(9, 4, createRng(1));
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        let dot = 0;
        for (let row = 0; row < 9; row++) dot += q[row * 4 + a]! * q[row * 4 + b]!;
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 6);
      }
    }
  });
});

describe('layers', () => {
  it.each([
    [162, 1],
    [81, 2],
    [41, 2],
    [21, 2],
    [11, 2],
  ])("pool %i steps as Keras' MaxPooling1D(5, 2, same) does: %i padded on the left", (steps, left) => {
    // Below zero, so that padding by zeros would win.
    const x = Array.from({ length: steps }, (_, i) => -1 - ((i * 37) % 101));
    const expected = Array.from({ length: Math.ceil(steps / 2) }, (_, i) =>
      Math.max(...x.slice(Math.max(0, 2 * i - left), 2 * i - left + 5)),
    );
    const pool = cnnLstm({ blocks: 1, ...tiny }).getLayer('pool1');
    const actual = tf.tidy(() => (pool.apply(tf.tensor(x, [1, steps, 1])) as tf.Tensor).dataSync());
    expect(Array.from(actual)).toEqual(expected);
  });

  it('are saved as plain TensorFlow.js layers that load without this package', async () => {
    const model = lstm(tiny);
    const config = JSON.parse(model.toJSON(null, true) as string);
    const kinds = config.config.layers.map((layer: { class_name: string }) => layer.class_name);
    expect(kinds).toEqual(['LSTM', 'LSTM', 'Dense', 'Dropout', 'Dense', 'Activation']);
    const loaded = await models.modelFromJSON({ modelTopology: config });
    loaded.setWeights(model.getWeights());
    const x = tf.ones([2, 12, 1]);
    expectAllClose((loaded.predict(x) as tf.Tensor).dataSync(), (model.predict(x) as tf.Tensor).dataSync(), {
      atol: 1e-6,
      why: 'same weights, composed operations',
    });
  });
});

describe('bad options', () => {
  it.each([
    ['INVALID_OPTION', () => cnn2d({ filters: [] })],
    ['INVALID_OPTION', () => cnn2d({ filters: [1.5] })],
    ['INPUT_TOO_SMALL', () => cnn2d({ filters: [2, 2, 2], inputShape: [8, 7, 1] })],
    ['INVALID_OPTION', () => lstm({ units: [] })],
    ['INVALID_OPTION', () => lstm({ dropout: 1 })],
    ['INVALID_OPTION', () => lstm({ classes: 0 })],
    ['INVALID_OPTION', () => cnnLstm({ blocks: 6 })],
    ['INVALID_OPTION', () => cnnLstm({ blocks: 1, inputShape: [0, 1] })],
  ])('give a ModelsError with code %s', (code, make) => {
    expect(make).toThrow(expect.objectContaining({ name: 'ModelsError', code }));
  });
});
