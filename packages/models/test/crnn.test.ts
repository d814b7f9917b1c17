import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type CrnnOptions, crnn } from '../src';
import { expectSameOnBothBackends } from './support/expectSameOnBothBackends';

const tiny = {
  inputShape: [null, 6, 1],
  filters: [3, 4],
  units: 5,
  attentionUnits: 3,
  classes: 3,
  dropout: 0,
} as const;
const valuesOf = (options: CrnnOptions) =>
  crnn(options)
    .getWeights()
    .map((w) => Array.from(w.dataSync()));

beforeEach(() => tf.setBackend('cpu'));

describe('crnn', () => {
  it.each<[CrnnOptions, number, number]>([
    [{}, 189_100, 188_938],
    [{ cell: 'gru' }, 148_012, 147_850],
    [{ pooling: 'attention' }, 188_076, 187_914],
    [{ inputShape: [224, 20, 1] }, 107_180, 107_018],
  ])('has exactly the stated number of parameters: %j', (options, parameters, training) => {
    const model = crnn(options);
    expect(model.countParams()).toBe(parameters);
    expect(model.trainableWeights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0)).toBe(
      training,
    );
    model.dispose();
  });

  it('takes any number of frames, one included', () => {
    const model = crnn(tiny);
    for (const frames of [1, 7, 40]) {
      const y = model.predict(tf.ones([2, frames, 6, 1])) as tf.Tensor;
      expect(y.shape).toEqual([2, 3]);
      expectAllClose(tf.sum(y, 1).dataSync(), [1, 1], { atol: 1e-6, why: 'probabilities' });
    }
    expect(model.layers.slice(-2).map(({ name }) => name)).toEqual(['logits', 'probabilities']);
  });

  it.each(['lstm', 'gru'] as const)("draws both directions of the %s anew, by Keras' rules", (cell) => {
    const [kernel, recurrent, bias, backKernel, backRecurrent] = crnn({ ...tiny, cell, seed: 3 })
      .getLayer('recurrent')
      .getWeights()
      .map((w) => w.dataSync() as Float32Array) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const gates = cell === 'lstm' ? 4 : 3;
    const limit = Math.sqrt(6 / (8 + gates * 5));
    for (const values of [kernel, backKernel]) {
      const largest = Math.max(...values.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(limit);
      expect(largest).toBeGreaterThan(limit * 0.9);
    }
    for (const values of [recurrent, backRecurrent]) {
      const rows = Array.from({ length: 5 }, (_, row) => values.subarray(row * gates * 5, (row + 1) * gates * 5));
      const products = rows.flatMap((a) => rows.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)));
      const identity = products.map((_, i) => (i % 6 === 0 ? 1 : 0));
      expectAllClose(products, identity, { atol: 1e-6, why: 'orthonormal rows' });
    }
    expect(Array.from(kernel)).not.toEqual(Array.from(backKernel));
    expect(Array.from(recurrent)).not.toEqual(Array.from(backRecurrent));
    const forgetOnes =
      cell === 'lstm' ? [...Array(5).fill(0), ...Array(5).fill(1), ...Array(10).fill(0)] : Array(15).fill(0);
    expect(Array.from(bias)).toEqual(forgetOnes);
  });

  it('gives the same initial values for the same seed and others for another', () => {
    expect(valuesOf({ ...tiny, seed: 3 })).toEqual(valuesOf({ ...tiny, seed: 3 }));
    expect(valuesOf({ ...tiny, seed: 3 })).not.toEqual(valuesOf({ ...tiny, seed: 4 }));
  });

  it.each<CrnnOptions>([{}, { cell: 'gru' }, { pooling: 'attention' }])(
    'gives the same outputs and gradients on @ser/backend-simd: %j',
    async (options) => {
      await expectSameOnBothBackends(() => crnn({ ...tiny, ...options, seed: 2 }), [4, 13, 6, 1]);
    },
  );

  it('runs its recurrent layer and its convolutions on fused kernels where there are some', async () => {
    await useSimdBackend();
    const model = crnn(tiny);
    const { kernelNames } = await tf.profile(() => model.apply(tf.ones([2, 9, 6, 1])) as tf.Tensor);
    expect(kernelNames).toEqual(expect.arrayContaining(['FusedConvBiasRelu', 'FusedReluMaxPool', 'FusedLstm']));
  });

  it('opens with plain loadLayersModel after it was saved', async () => {
    const model = crnn(tiny);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await loadLayersModel(tf.io.fromMemory(saved!));
    for (const frames of [5, 12]) {
      const x = tf.tensor(
        Float32Array.from({ length: 2 * frames * 6 }, (_, i) => Math.sin(i)),
        [2, frames, 6, 1],
      );
      expectAllClose((loaded.predict(x) as tf.Tensor).dataSync(), (model.predict(x) as tf.Tensor).dataSync(), {
        atol: 1e-6,
        why: 'same weights, composed operations',
      });
    }
  });

  it.each<CrnnOptions>([
    { filters: [] },
    { filters: [2.5] },
    { cell: 'rnn' as 'lstm' },
    { pooling: 'mean' as 'attention' },
    { units: 0 },
    { attentionUnits: 0 },
    { classes: 0 },
    { dropout: -0.1 },
    { inputShape: [null, 0, 1] },
  ])('refuses %j', (options) => {
    expect(() => crnn(options)).toThrow(expect.objectContaining({ name: 'ModelsError', code: 'INVALID_OPTION' }));
  });
});
