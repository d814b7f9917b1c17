import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';

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
      .map((g) => g.dataSync() as Float32Array);
  });
}

/** Throws unless the `simd` backend's gradients are within 1e-5 of the largest of the CPU backend's. */
export async function checkGradients(): Promise<void> {
  await tf.setBackend('cpu');
  const expected = gradients();
  await useSimdBackend();
  for (const [i, actual] of gradients().entries()) {
    const reference = expected[i]!;
    const largest = reference.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    const worst = actual.reduce((most, v, j) => Math.max(most, Math.abs(v - reference[j]!)), 0);
    if (!(worst <= 1e-5 * largest)) throw new Error(`benchmarks: gradient ${i} is off by ${worst} of ${largest}`);
  }
}
