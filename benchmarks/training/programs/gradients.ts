import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import type { Outcome } from '../tasks';
import { peakBytes } from './peakBytes';

/** Loss gradients of a small convolution and dense stack on the active backend. */
function gradients(): Float32Array[] {
  return tf.tidy(() => {
    const x = tf.reshape(tf.sin(tf.range(0, 2 * 12 * 10 * 3)), [2, 12, 10, 3]) as tf.Tensor4D;
    const filter = tf.reshape(tf.cos(tf.range(0, 3 * 3 * 3 * 6)), [3, 3, 3, 6]) as tf.Tensor4D;
    const dense = tf.reshape(tf.sin(tf.range(0, 180 * 4)), [180, 4]) as tf.Tensor2D;
    const loss = (a: tf.Tensor4D, f: tf.Tensor4D, d: tf.Tensor2D) => {
      const pooled = tf.maxPool(tf.relu(tf.conv2d(a, f, 1, 'same')), 2, 2, 'valid');
      return tf.mean(tf.square(tf.matMul(tf.reshape(pooled, [2, 180]) as tf.Tensor2D, d))) as tf.Scalar;
    };
    return tf
      .grads(loss as (...xs: tf.Tensor[]) => tf.Tensor)([x, filter, dense])
      .map((gradient) => gradient.dataSync() as Float32Array);
  });
}

/** Each gradient's largest difference to the CPU backend's, as a part of the latter's largest value. */
export async function gradientErrors(threads: number): Promise<Outcome> {
  await tf.setBackend('cpu');
  const expected = gradients();
  await useSimdBackend({ threads });
  const values = gradients().map((actual, i) => {
    const reference = expected[i]!;
    const largest = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return actual.reduce((most, value, j) => Math.max(most, Math.abs(value - reference[j]!)), 0) / largest;
  });
  return { values, peakBytes: peakBytes() };
}
