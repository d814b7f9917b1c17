import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { cnn2d, lstm, replaceHead, resnet2d } from '../src';

const values = (model: LayersModel) => model.getWeights().map((w) => Array.from(w.dataSync()));
const predict = (model: LayersModel, shape: number[]) =>
  tf.tidy(() => Array.from((model.predict(tf.ones(shape)) as tf.Tensor).dataSync()));

const builders: [string, () => LayersModel, number[]][] = [
  ['cnn2d', () => cnn2d({ filters: [2], inputShape: [8, 8, 1], seed: 1 }), [2, 8, 8, 1]],
  ['lstm', () => lstm({ units: [3], inputShape: [6, 1], seed: 1 }), [2, 6, 1]],
  ['resnet2d', () => resnet2d({ filters: [2, 3], inputShape: [null, 8, 1], seed: 1 }), [2, 9, 8, 1]],
  [
    'dense softmax',
    () =>
      sequential({
        layers: [layers.dense({ units: 3, inputShape: [4] }), layers.dense({ units: 2, activation: 'softmax' })],
      }),
    [2, 4],
  ],
];

describe('replaceHead', () => {
  it.each(builders)('gives a %s as many outputs as asked, on the same body', (_name, build, shape) => {
    const model = build();
    const before = predict(model, shape);
    const other = replaceHead(model, { classes: 5, seed: 2 });
    expect(other.outputs[0]!.shape).toEqual([null, 5]);
    expect(other.layers.slice(-2).map(({ name }) => name)).toEqual(['logits', 'probabilities']);
    const bodies = [model, other].map((m) => m.layers.filter((l) => l.getClassName() !== 'InputLayer').slice(0, -2));
    for (const layer of bodies[1]!) expect(model.layers).toContain(layer);
    expect(predict(model, shape)).toEqual(before);
    const y = predict(other, shape);
    expect(y).toHaveLength(10);
    expect(y.slice(0, 5).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  });

  it('draws the head from the seed', () => {
    const model = cnn2d({ filters: [2], inputShape: [8, 8, 1] });
    const head = (seed: number) => values(replaceHead(model, { classes: 3, seed })).slice(-2);
    expect(head(1)).toEqual(head(1));
    expect(head(1)).not.toEqual(head(2));
  });

  it('can be done again', () => {
    const twice = replaceHead(replaceHead(resnet2d({ filters: [2] }), { classes: 3 }), { classes: 4 });
    expect(predict(twice, [1, 9, 64, 1])).toHaveLength(4);
    expect(twice.layers.filter(({ name }) => name === 'logits')).toHaveLength(1);
  });

  it.each([
    ['INVALID_OPTION', () => replaceHead(cnn2d({ filters: [2], inputShape: [8, 8, 1] }), { classes: 0 })],
    [
      'UNSUPPORTED_MODEL',
      () => replaceHead(sequential({ layers: [layers.reLU({ inputShape: [2] })] }), { classes: 2 }),
    ],
    [
      'UNSUPPORTED_MODEL',
      () =>
        replaceHead(sequential({ layers: [layers.conv1d({ filters: 1, kernelSize: 1, inputShape: [2, 1] })] }), {
          classes: 2,
        }),
    ],
  ])('throws %s', (code, act) => {
    expect(act).toThrow(expect.objectContaining({ name: 'ModelsError', code }));
  });
});
