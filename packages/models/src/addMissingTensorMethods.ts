import * as tf from '@tensorflow/tfjs-core';

type Method = (this: tf.Tensor, ...args: never[]) => tf.Tensor;

/**
 * Adds the five chained methods that TensorFlow.js' `orthogonal` initializer calls and that `@tensorflow/tfjs-core`
 * alone does not have (`flatten`, `stridedSlice`, `sign`, `transpose`, `reshape`).
 *
 * Without them every recurrent layer that draws its own initial values fails with `rMat.flatten is not a function`,
 * unless the program imports the union package `@tensorflow/tfjs` somewhere. The builders call this, so that what they
 * save opens with plain `loadLayersModel` in the same program; call it yourself in a program that only loads models.
 * Methods that exist already are left alone.
 */
export function addMissingTensorMethods(): void {
  const methods: Record<string, Method> = {
    flatten() {
      return tf.reshape(this, [this.size]);
    },
    stridedSlice(begin: number[], end: number[], strides: number[]) {
      return tf.stridedSlice(this, begin, end, strides);
    },
    sign() {
      return tf.sign(this);
    },
    transpose(perm?: number[]) {
      return tf.transpose(this, perm);
    },
    reshape(shape: number[]) {
      return tf.reshape(this, shape);
    },
  };
  // An actual tensor's prototype: the class exported by another copy of the library would be the wrong one.
  const probe = tf.scalar(0);
  const prototype = Object.getPrototypeOf(probe) as object;
  probe.dispose();
  for (const [name, value] of Object.entries(methods)) {
    if (!(name in prototype)) Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}
