import assert from 'node:assert/strict';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

async function main(): Promise<void> {
  await useSimdBackend({ threads: 2 });
  assert.equal(tf.getBackend(), 'simd');
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([1, 0, 0, 1], [2, 2]));
  assert.deepEqual([...(await product.data())], [1, 2, 3, 4]);

  const model = layers.sequential({
    layers: [
      layers.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [8, 8, 1] }),
      layers.layers.maxPooling2d({ poolSize: 2 }),
      layers.layers.flatten(),
      layers.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
  const x = tf.tensor4d(
    Float32Array.from({ length: 16 * 64 }, (_, i) => (Math.floor(i / 64) % 2 === 0 ? 1 : -1)),
    [16, 8, 8, 1],
  );
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 16 }, (_, row) => row % 2),
      'int32',
    ),
    2,
  );
  const { history } = await model.fit(x, y, { epochs: 10, batchSize: 8, verbose: 0 });
  const losses = history.loss as number[];
  assert.ok(losses.every(Number.isFinite));
  assert.ok(losses.at(-1)! < losses[0]!, `the loss falls: ${losses.join(', ')}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
