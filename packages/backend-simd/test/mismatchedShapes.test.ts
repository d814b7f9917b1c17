import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { useSimdBackend } from '../src';

/** What both backends say or give; a failure by its sentence. */
async function onBoth(make: () => tf.Tensor): Promise<[string | Float32Array, string | Float32Array]> {
  const run = () => {
    try {
      return tf.tidy(() => Float32Array.from(make().dataSync()));
    } catch (error) {
      return (error as Error).message;
    }
  };
  await tf.setBackend('cpu');
  const expected = run();
  await useSimdBackend();
  return [run(), expected];
}

type Image = tf.Tensor4D;

const ramp = (shape: number[]) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, (_, i) => (i % 7) - 3),
    shape,
  );

describe('shapes that do not fit', () => {
  it.each([
    ['a vector', () => tf.matMul(ramp([2, 2]), ramp([2]) as tf.Tensor2D)],
    ['inner sizes that differ', () => tf.matMul(ramp([2, 3]), ramp([2, 3]))],
    ['inner sizes that differ after a transpose', () => tf.matMul(ramp([3, 2]), ramp([2, 3]), true)],
    ['batches that do not broadcast', () => tf.matMul(ramp([2, 3, 4]), ramp([3, 4, 5]))],
    ['a bias that does not fit', () => tf.fused.matMul({ a: ramp([2, 3]), b: ramp([3, 4]), bias: ramp([3]) })],
    ['channels that differ', () => tf.conv2d(ramp([1, 4, 4, 2]) as Image, ramp([2, 2, 3, 1]) as Image, 1, 'same')],
    ['addends that do not broadcast', () => tf.add(ramp([2, 3]), ramp([2]))],
    ['a comparison that does not broadcast', () => tf.greater(ramp([2, 3]), ramp([3, 2]))],
    ['a choice that does not broadcast', () => tf.where(tf.cast(ramp([2, 3]), 'bool'), ramp([2, 3]), ramp([3, 2]))],
    [
      'depths that differ',
      () => tf.depthwiseConv2d(ramp([1, 4, 4, 2]) as Image, ramp([2, 2, 3, 1]) as Image, 1, 'same'),
    ],
    ['an index beyond the axis', () => tf.gather(ramp([3, 2]), tf.tensor1d([0, 3], 'int32'))],
    ['a negative index', () => tf.gather(ramp([3, 2]), tf.tensor1d([-1], 'int32'))],
    ['parts of other sizes', () => tf.concat([ramp([2, 3]), ramp([3, 2])], 0)],
    ['terms of other sizes', () => tf.addN([ramp([2, 3]), ramp([3, 2])])],
    ['a slice beyond the end', () => tf.slice(ramp([2, 3]), [1, 1], [2, 2])],
    ['an axis that is not there', () => tf.sum(ramp([2, 3]), 2)],
    ['a softmax that is not over the last axis', () => tf.softmax(ramp([2, 3]), 0)],
    ['a stack of other sizes', () => tf.stack([ramp([2, 3]), ramp([3, 2])])],
    ['limits in the wrong order', () => tf.clipByValue(ramp([2, 3]), 1, 0)],
  ])('are refused with the sentence of the CPU backend: %s', async (_, make) => {
    const [actual, expected] = await onBoth(make);
    expect(typeof expected).toBe('string');
    expect(actual).toBe(expected);
  });
});

describe('shapes at the edge of what TensorFlow.js takes', () => {
  it.each([
    [
      'a convolution gradient larger than its convolution',
      () => tf.conv2dTranspose(ramp([1, 8, 8, 4]) as Image, ramp([3, 3, 2, 4]) as Image, [1, 4, 4, 2], 1, 'same'),
    ],
    ['a window of one pixel that leaves the shape alone', () => tf.maxPool(ramp([2, 2, 3]) as tf.Tensor3D, 1, 2, 1)],
    ['the average of such a window', () => tf.avgPool(ramp([2, 2, 3]) as tf.Tensor3D, 1, 2, 1)],
    ...(['floor', 'round', 'ceil'] as const).flatMap((rounding): [string, () => tf.Tensor][] => [
      [
        `the gradient of a maximum's window that lies outside (${rounding})`,
        () => tf.grad((x) => tf.maxPool(x as tf.Tensor3D, 1, 2, 1, rounding))(ramp([2, 2, 3])),
      ],
      [
        `the gradient of an average's window that lies outside (${rounding})`,
        () => tf.grad((x) => tf.avgPool(x as tf.Tensor3D, 1, 2, 1, rounding))(ramp([2, 2, 3])),
      ],
    ]),
    ['a window beyond the image', () => tf.avgPool(ramp([1, 2, 2, 1]) as Image, 3, 1, 'valid')],
    ['a mean for other channels', () => tf.batchNorm(ramp([2, 3]), ramp([2]), tf.ones([3]))],
    ['a sum over no axis', () => tf.sum(ramp([2, 3]), [])],
    ['the sum of nothing', () => tf.sum(ramp([2, 0]), 1)],
    ['the mean of nothing', () => tf.mean(ramp([0, 3]), 1)],
    ['a concatenation with nothing', () => tf.concat([ramp([0, 3]), ramp([2, 3]), ramp([0, 3])], 0)],
    ['a gather of nothing', () => tf.gather(ramp([3, 2]), tf.tensor1d([], 'int32'))],
    ['a slice of nothing', () => tf.slice(ramp([2, 3]), [0, 3], [2, 0])],
    ['a transposed scalar', () => tf.transpose(ramp([]))],
    ['one hot rows of indices beyond the depth', () => tf.oneHot(tf.tensor1d([0, 5, -1], 'int32'), 3)],
  ])('give what the CPU backend gives: %s', async (_, make) => {
    const [actual, expected] = await onBoth(make);
    if (typeof actual === 'string' || typeof expected === 'string') {
      expect(actual).toBe(expected);
      return;
    }
    expectAllClose(actual, expected, { atol: 1e-5, why: 'the CPU backend is the reference' });
  });
});
