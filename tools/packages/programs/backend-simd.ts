import assert from 'node:assert/strict';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';

async function main(): Promise<void> {
  await useSimdBackend();
  assert.equal(tf.getBackend(), 'simd');
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([1, 0, 0, 1], [2, 2]));
  assert.deepEqual([...(await product.data())], [1, 2, 3, 4]);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
