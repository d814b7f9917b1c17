import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, models, sequential } from '@tensorflow/tfjs-layers';
import { cnn2d, crnn, freeze, resnet2d } from '../src';

const small = { inputShape: [null, 8, 1], filters: [3, 4], classes: 3, dropout: 0 } as const;
const training = (model: LayersModel) => model.trainableWeights.map(({ originalName }) => originalName);
const averages = (model: LayersModel) => model.nonTrainableWeights.map((w) => Array.from(w.read().dataSync()));
const x = () =>
  tf.tensor(
    Float32Array.from({ length: 4 * 9 * 8 }, (_, i) => 5 * Math.sin(i) + 2),
    [4, 9, 8, 1],
  );
const run = (model: LayersModel, mode: boolean) =>
  tf.tidy(() => Array.from((model.apply(x(), { training: mode }) as tf.Tensor).dataSync()));

describe('freeze', () => {
  it.each([
    ['cnn2d', () => cnn2d({ filters: [2], inputShape: [8, 8, 1] })],
    ['resnet2d', () => resnet2d(small)],
    ['crnn', () => crnn({ ...small, units: 2, attentionUnits: 2 })],
  ])('leaves nothing but the head of a %s to train when nothing is said', (_name, build) => {
    expect(training(freeze(build()))).toEqual(['logits/kernel', 'logits/bias']);
  });

  it('freezes up to a layer, or exactly the layers named, and thaws the others', () => {
    const model = cnn2d({ filters: [2, 3], inputShape: [8, 8, 1] });
    const names = (...layerNames: string[]) => layerNames.flatMap((name) => [`${name}/kernel`, `${name}/bias`]);
    expect(training(freeze(model, { upTo: 'conv1' }))).toEqual(names('conv2', 'dense', 'logits'));
    expect(training(freeze(model, { upTo: 'pool2' }))).toEqual(names('dense', 'logits'));
    expect(training(freeze(model, { layers: ['conv2', 'logits'] }))).toEqual(names('conv1', 'dense'));
    expect(training(freeze(model, { layers: [] }))).toEqual(names('conv1', 'conv2', 'dense', 'logits'));
  });

  it('freezes both directions of a bidirectional layer', () => {
    const model = crnn({ ...small, units: 2, attentionUnits: 2 });
    const all = training(model).length;
    expect(training(freeze(model, { layers: ['recurrent'] }))).toHaveLength(all - 6);
    expect(training(freeze(model, { layers: [] }))).toHaveLength(all);
  });

  it('keeps a frozen batch normalization still and in inference mode, until it is thawed', () => {
    const model = freeze(resnet2d(small));
    const before = averages(model);
    expect(run(model, true)).toEqual(run(model, false));
    expect(averages(model)).toEqual(before);
    freeze(model, { layers: [] });
    expect(run(model, true)).not.toEqual(run(model, false));
    expect(averages(model)).not.toEqual(before);
    // A second time: the layers were taken over once already.
    freeze(model);
    const moved = averages(model);
    expect(run(model, true)).toEqual(run(model, false));
    expect(averages(model)).toEqual(moved);
  });

  it('reaches into models within a model', () => {
    const body = sequential({
      name: 'body',
      layers: [
        layers.batchNormalization({ name: 'inner', inputShape: [4] }),
        layers.dense({ name: 'dense', units: 3 }),
      ],
    });
    const model = sequential({ layers: [body, layers.dense({ name: 'head', units: 2, activation: 'softmax' })] });
    expect(training(freeze(model))).toEqual(['head/kernel', 'head/bias']);
    const moving = () => body.layers[0]!.getWeights().map((w) => Array.from(w.dataSync()));
    const before = moving();
    model.apply(tf.ones([2, 4]), { training: true });
    expect(moving()).toEqual(before);
    freeze(model, { layers: ['dense'] });
    model.apply(tf.ones([2, 4]), { training: true });
    expect(moving()).not.toEqual(before);
  });

  it('is kept by a saved model as TensorFlow.js keeps it', async () => {
    const model = freeze(cnn2d({ filters: [2], inputShape: [8, 8, 1] }));
    const loaded = await models.modelFromJSON({ modelTopology: JSON.parse(model.toJSON(null, true) as string) });
    expect(loaded.trainableWeights).toHaveLength(2);
  });

  it.each([
    ['INVALID_OPTION', () => freeze(resnet2d(small), { upTo: 'nowhere' })],
    ['INVALID_OPTION', () => freeze(resnet2d(small), { layers: ['stem', 'nowhere'] })],
    ['INVALID_OPTION', () => freeze(resnet2d(small), { upTo: 'stem', layers: ['stem'] })],
    ['UNSUPPORTED_MODEL', () => freeze(sequential({ layers: [layers.flatten({ inputShape: [2, 2] })] }))],
    ['UNSUPPORTED_MODEL', () => freeze(sequential({ layers: [layers.batchNormalization({ inputShape: [2] })] }))],
  ])('throws %s', (code, act) => {
    expect(act).toThrow(expect.objectContaining({ name: 'ModelsError', code }));
  });
});
