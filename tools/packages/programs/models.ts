import assert from 'node:assert/strict';
import { useSimdBackend } from '@ser/backend-simd';
import { cnn2d, cnnLstm, lstm } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';

async function main(): Promise<void> {
  await useSimdBackend();
  assert.equal(cnn2d({ filters: [32, 64, 64, 64] }).countParams(), 150600);
  assert.equal(lstm({}).countParams(), 202503);
  const small = cnnLstm({ blocks: 1, inputShape: [40, 1], classes: 3 });
  const probabilities = small.predict(tf.ones([2, 40, 1])) as tf.Tensor;
  assert.deepEqual(probabilities.shape, [2, 3]);
  const sum = Array.from(await probabilities.data()).reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum - 2) < 1e-4);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
