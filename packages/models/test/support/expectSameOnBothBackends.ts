import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../../tools/test/expectAllClose';

/**
 * Builds a model on the cpu backend and on @ser/backend-simd and compares, in training mode, its output, the gradient of
 * every weight, and what the forward pass made of its running averages.
 */
export async function expectSameOnBothBackends(build: () => LayersModel, shape: number[]): Promise<void> {
  await tf.setBackend('cpu');
  const expected = measure(build(), shape);
  await useSimdBackend();
  const actual = measure(build(), shape);
  expectAllClose(actual.output, expected.output, { atol: 1e-5, why: 'float32 sums in another order' });
  for (const [name, gradient] of expected.gradients) {
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeGreaterThan(0);
    expectAllClose(actual.gradients.get(name)!, gradient, {
      // The absolute part is for what a normalization further on cancels nearly: the input's scale.
      atol: 5e-5 * largest + 5e-7,
      why: `gradient of ${name}, of its largest`,
    });
  }
  expected.averages.forEach((values, i) => {
    expectAllClose(actual.averages[i]!, values, { atol: 1e-5, why: `running average ${i}` });
  });
}

function measure(model: LayersModel, shape: number[]) {
  const x = tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => 3 * Math.sin(i * 1.7) - 1),
    shape,
  );
  const apply = () => model.apply(x, { training: true }) as tf.Tensor;
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  let output = new Float32Array(0);
  const { grads } = tf.variableGrads(() => {
    const y = apply();
    output = Float32Array.from(y.dataSync());
    const dy = tf.tensor(
      Float32Array.from({ length: y.size }, (_, i) => Math.cos(i * 0.9)),
      y.shape,
    );
    return tf.sum(tf.mul(y, dy));
  }, variables);
  const gradients = new Map(
    model.trainableWeights.map(({ originalName }, i) => [
      originalName,
      Float32Array.from(grads[variables[i]!.name]!.dataSync()),
    ]),
  );
  const averages = model.nonTrainableWeights.map((weight) => Float32Array.from(weight.read().dataSync()));
  return { output, gradients, averages };
}
