import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { lstm } from '../src';

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
