import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { addMissingTensorMethods, fuseRecurrent, lstm } from '../src';

interface Result {
  readonly output: Float32Array;
  readonly gradients: Record<string, Float32Array>;
  readonly kernels: string[];
}

/** Output and gradients of a two-layer LSTM on the active backend. */
async function measure(): Promise<Result> {
  const model = lstm({ inputShape: [9, 2], units: [5, 6], denseUnits: 4, classes: 3, seed: 1 });
  const x = tf.tensor(
    Float32Array.from({ length: 3 * 9 * 2 }, (_, i) => Math.sin(i)),
    [3, 9, 2],
  );
  const weights = tf.tensor(
    Float32Array.from({ length: 9 }, (_, i) => Math.cos(i)),
    [3, 3],
  );
  const { kernelNames } = await tf.profile(() => model.apply(x) as tf.Tensor);
  const output = (model.apply(x) as tf.Tensor).dataSync() as Float32Array;
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(model.apply(x) as tf.Tensor, weights)), variables);
  const gradients = Object.fromEntries(
    model.trainableWeights.map((weight) => [
      weight.originalName,
      grads[(weight.read() as tf.Variable).name]!.dataSync() as Float32Array,
    ]),
  );
  return { output, gradients, kernels: kernelNames };
}

it('gives the outputs and gradients of the composed operations through the fused kernels', async () => {
  await tf.setBackend('cpu');
  const composed = await measure();
  expect(composed.kernels).not.toContain('FusedLstm');
  await useSimdBackend();
  const fused = await measure();
  expect(fused.kernels).toContain('FusedLstm');
  expectAllClose(fused.output, composed.output, { atol: 1e-5, why: 'float32 sums in another order' });
  for (const [name, expected] of Object.entries(composed.gradients)) {
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expectAllClose(fused.gradients[name]!, expected, {
      atol: 1e-5 * largest,
      why: `gradient of ${name}, of its largest`,
    });
  }
});

type Cell = 'lstm' | 'gru';
type Wrapper = 'none' | 'concat' | 'sum' | 'ave' | 'mul';

interface Variant {
  readonly cell: Cell;
  readonly wrapper: Wrapper;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
}

const SHAPE: [number, number, number] = [5, 6, 3];

function build({ cell, wrapper, returnSequences, goBackwards }: Variant): LayersModel {
  const config = {
    units: 5,
    returnSequences,
    goBackwards,
    recurrentActivation: 'sigmoid' as const,
    inputShape: SHAPE.slice(1),
  };
  const layer = cell === 'lstm' ? layers.lstm(config) : layers.gru(config);
  const model = sequential();
  const whole =
    wrapper === 'none' ? layer : layers.bidirectional({ layer, mergeMode: wrapper, inputShape: SHAPE.slice(1) });
  model.add(whole);
  // Any values do, so long as both models have the same.
  const weights = model.getWeights();
  model.setWeights(
    weights.map((weight, i) => {
      const size = weight.shape.reduce((product, n) => product * n, 1);
      return tf.tensor(
        Float32Array.from({ length: size }, (_, k) => Math.sin(k * 1.7 + i) * 0.6),
        weight.shape,
      );
    }),
  );
  return model;
}

/** Output, the gradient of the input and of every weight, and the kernels that ran. */
async function outputs(model: LayersModel): Promise<{ values: Float32Array[]; kernels: string[] }> {
  const x = tf.tensor(
    Float32Array.from({ length: 90 }, (_, i) => Math.cos(i * 0.9)),
    SHAPE,
  );
  const apply = (input: tf.Tensor) => model.apply(input) as tf.Tensor;
  const { kernelNames } = await tf.profile(() => apply(x));
  const y = apply(x);
  const dy = tf.tensor(
    Float32Array.from({ length: y.size }, (_, i) => Math.sin(i * 0.3)),
    y.shape,
  );
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(apply(x), dy)), variables);
  const dx = tf.grad((input) => tf.sum(tf.mul(apply(input), dy)))(x);
  const tensors = [y, dx, ...variables.map((variable) => grads[variable.name]!)];
  return { values: tensors.map((tensor) => tensor.dataSync() as Float32Array), kernels: kernelNames };
}

const variants = (['lstm', 'gru'] as const).flatMap((cell) =>
  (['none', 'concat', 'sum', 'ave', 'mul'] as const).flatMap((wrapper) =>
    [true, false].flatMap((returnSequences) =>
      [true, false].map((goBackwards): Variant => ({ cell, wrapper, returnSequences, goBackwards })),
    ),
  ),
);

it.each(variants)("gives tf.layers' outputs and gradients to 1e-5: %j", async (variant) => {
  addMissingTensorMethods();
  await tf.setBackend('cpu');
  const expected = await outputs(build(variant));
  await useSimdBackend();
  const actual = await outputs(fuseRecurrent(build(variant)));
  const name = variant.cell === 'lstm' ? 'FusedLstm' : 'FusedGru';
  expect(expected.kernels).not.toContain(name);
  // One call of the kernel computes both directions.
  expect(actual.kernels.filter((kernel) => kernel === name)).toHaveLength(1);
  expected.values.forEach((values, i) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expectAllClose(actual.values[i]!, values, {
      atol: 1e-5 * largest,
      why: `${i}: output, gradient of the input, gradients of the weights`,
    });
  });
});

it('leaves to TensorFlow.js what the kernels do not cover', async () => {
  await useSimdBackend();
  addMissingTensorMethods();
  const hard = sequential({ layers: [layers.gru({ units: 2, inputShape: [3, 2] })] });
  const masked = sequential({
    layers: [
      layers.masking({ maskValue: 0, inputShape: [3, 2] }),
      layers.lstm({ units: 2, recurrentActivation: 'sigmoid' }),
    ],
  });
  for (const model of [hard, masked]) {
    const x = tf.tensor3d([1, 2, 3, 4, 0, 0], [1, 3, 2]);
    const expected = (model.predict(x) as tf.Tensor).dataSync();
    const { kernelNames } = await tf.profile(() => fuseRecurrent(model).predict(x) as tf.Tensor);
    expect(kernelNames.filter((name) => name.startsWith('FusedLstm') || name.startsWith('FusedGru'))).toEqual([]);
    expect((model.predict(x) as tf.Tensor).dataSync()).toEqual(expected);
  }
});
