import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { cnn2d, cnnLstm, fuseConvolutions } from '../src';

/** Output and gradients, the input's included, of a model on the active backend. */
async function measure(build: () => LayersModel, shape: number[]) {
  const model = build();
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i * 1.7));
  const x = tf.variable(tf.tensor(values, shape));
  const { kernelNames } = await tf.profile(() => model.apply(x) as tf.Tensor);
  const output = model.apply(x) as tf.Tensor;
  const weights = tf.tensor(
    Float32Array.from({ length: output.size }, (_, i) => Math.cos(i * 0.9)),
    output.shape,
  );
  const variables = [x, ...model.trainableWeights.map((weight) => weight.read() as tf.Variable)];
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(model.apply(x) as tf.Tensor, weights)), variables);
  const gradients = variables.map((variable) => grads[variable.name]!.dataSync() as Float32Array);
  return { output: output.dataSync() as Float32Array, gradients, kernels: kernelNames };
}

async function expectSame(build: () => LayersModel, shape: number[]): Promise<string[]> {
  await tf.setBackend('cpu');
  const composed = await measure(build, shape);
  expect(composed.kernels).not.toContain('FusedConvBiasRelu');
  await useSimdBackend();
  const fused = await measure(build, shape);
  expectAllClose(fused.output, composed.output, { atol: 1e-5, why: 'float32 sums in another order' });
  composed.gradients.forEach((expected, index) => {
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeGreaterThan(0);
    expectAllClose(fused.gradients[index]!, expected, {
      atol: 2e-5 * largest,
      why: `gradient ${index}, of its largest`,
    });
  });
  return fused.kernels;
}

it('gives the outputs and gradients of the composed operations for images', async () => {
  const build = () => cnn2d({ filters: [5, 8], inputShape: [13, 10, 2], classes: 3, denseUnits: 6, seed: 2 });
  const kernels = await expectSame(build, [3, 13, 10, 2]);
  expect(kernels).toEqual(expect.arrayContaining(['FusedConvBiasRelu', 'FusedReluMaxPool']));
});

it('gives the outputs and gradients of the composed operations for sequences with overlapping windows', async () => {
  const build = () =>
    fuseConvolutions(
      sequential({
        layers: [
          layers.conv1d({ filters: 6, kernelSize: 5, padding: 'same', activation: 'relu', inputShape: [17, 3] }),
          layers.maxPooling1d({ poolSize: 5, strides: 2, padding: 'same' }),
          layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'valid', activation: 'relu' }),
          layers.flatten(),
        ],
      }),
    );
  const kernels = await expectSame(() => withSameWeights(build()), [2, 17, 3]);
  expect(kernels).toContain('FusedReluMaxPool');
});

it('keeps gradients right where a convolution feeds more than its pooling', async () => {
  const build = () => {
    const model = sequential({
      layers: [
        layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [6, 6, 1] }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
      ],
    });
    const [convolution, pooling] = withSameWeights(fuseConvolutions(model)).layers as [never, never];
    const apply = (x: tf.Tensor) => {
      const y = (convolution as { apply(x: tf.Tensor): tf.Tensor }).apply(x);
      const pooled = (pooling as { apply(x: tf.Tensor): tf.Tensor }).apply(y);
      return tf.add(tf.sum(tf.square(y), [1, 2]), tf.sum(pooled, [1, 2]));
    };
    return { apply, trainableWeights: model.trainableWeights } as unknown as LayersModel;
  };
  await expectSame(build, [2, 6, 6, 1]);
});

it('leaves other layers as they are', () => {
  const model = fuseConvolutions(
    sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 3, activation: 'tanh', inputShape: [6, 6, 1] }),
        layers.conv2d({ filters: 2, kernelSize: 3, activation: 'relu', useBias: false }),
        layers.averagePooling2d({ poolSize: 2 }),
      ],
    }),
  );
  for (const layer of model.layers) expect(Object.hasOwn(layer, 'call')).toBe(false);
  expect(Object.hasOwn(cnnLstm({ blocks: 1 }).layers[0]!, 'call')).toBe(true);
});

/** Weights that do not depend on the backend's random numbers. */
function withSameWeights<Model extends LayersModel>(model: Model): Model {
  const values = model.getWeights().map((weight, at) => {
    const data = Float32Array.from({ length: weight.size }, (_, i) => Math.sin(i * 0.7 + at));
    return tf.tensor(data, weight.shape);
  });
  model.setWeights(values);
  return model;
}
