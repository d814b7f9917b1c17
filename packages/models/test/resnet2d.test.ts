import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { model as makeModel, models } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type Resnet2dOptions, resnet2d } from '../src';
import { expectSameOnBothBackends } from './support/expectSameOnBothBackends';

const tiny = { inputShape: [null, 8, 1], filters: [3, 4], classes: 3, dropout: 0 } as const;
const valuesOf = (options: Resnet2dOptions) =>
  resnet2d(options)
    .getWeights()
    .map((w) => Array.from(w.dataSync()));

beforeEach(() => tf.setBackend('cpu'));

describe('resnet2d', () => {
  it.each<[Resnet2dOptions, number, number]>([
    [{}, 78_296, 77_624],
    [{ blocks: 2 }, 175_960, 174_840],
    [{ filters: [8], inputShape: [224, 20, 1] }, 1_392, 1_344],
  ])('has exactly the stated number of parameters: %j', (options, parameters, training) => {
    const model = resnet2d(options);
    expect(model.countParams()).toBe(parameters);
    expect(model.trainableWeights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0)).toBe(
      training,
    );
    model.dispose();
  });

  it('takes any number of frames, one included', () => {
    const model = resnet2d(tiny);
    for (const frames of [1, 7, 40]) {
      const y = model.predict(tf.ones([2, frames, 8, 1])) as tf.Tensor;
      expect(y.shape).toEqual([2, 3]);
      expectAllClose(tf.sum(y, 1).dataSync(), [1, 1], { atol: 1e-6, why: 'probabilities' });
    }
    expect(model.layers.slice(-2).map(({ name }) => name)).toEqual(['logits', 'probabilities']);
  });

  it('adds the skip connection: with kernels of zeros a block passes its input on', () => {
    const model = resnet2d({ ...tiny, filters: [3] });
    for (const name of ['stage1Block1Conv1', 'stage1Block1Conv2']) {
      const layer = model.getLayer(name);
      layer.setWeights(layer.getWeights().map(tf.zerosLike));
    }
    const x = tf.tensor(
      Float32Array.from({ length: 10 * 8 }, (_, i) => Math.sin(i)),
      [1, 10, 8, 1],
    );
    const [before, after] = ['stemRelu', 'stage1Block1Relu2'].map((name) => {
      const part = makeModel({ inputs: model.inputs, outputs: model.getLayer(name).output });
      return (part.predict(x) as tf.Tensor).dataSync() as Float32Array;
    });
    expect(Math.max(...before!)).toBeGreaterThan(0);
    expectAllClose(after!, before!, { atol: 1e-6, why: 'relu(0 + x) of a rectified x' });
  });

  it('gives the same initial values for the same seed and others for another', () => {
    expect(valuesOf({ ...tiny, seed: 3 })).toEqual(valuesOf({ ...tiny, seed: 3 }));
    expect(valuesOf({ ...tiny, seed: 3 })).not.toEqual(valuesOf({ ...tiny, seed: 4 }));
  });

  it('gives the same outputs and gradients on @ser/backend-simd', async () => {
    await expectSameOnBothBackends(() => resnet2d({ ...tiny, seed: 2 }), [4, 11, 8, 1]);
  });

  it('is saved as plain TensorFlow.js layers', async () => {
    const model = resnet2d(tiny);
    const loaded = await models.modelFromJSON({ modelTopology: JSON.parse(model.toJSON(null, true) as string) });
    loaded.setWeights(model.getWeights());
    const x = tf.ones([2, 9, 8, 1]);
    expect((loaded.predict(x) as tf.Tensor).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
  });

  it.each<Resnet2dOptions>([
    { filters: [] },
    { filters: [0] },
    { blocks: 0 },
    { dropout: 1 },
    { classes: 0 },
    { inputShape: [0, 8, 1] },
    { inputShape: [null, 8.5, 1] },
    { inputShape: [null, 8] as never },
  ])('refuses %j', (options) => {
    expect(() => resnet2d(options)).toThrow(expect.objectContaining({ name: 'ModelsError', code: 'INVALID_OPTION' }));
  });
});
