import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { useSimdBackend } from '../src';
import { bitsWithThreads, type Make, make as makeOnSimd, sameOnBoth, withGradients } from './support/sameOnBoth';

const RUNS = { numRuns: 120, seed: 15 };
const upTo = (max: number, min = 1) => fc.integer({ min, max });

describe('depthwiseConv2d', () => {
  const shape = fc.record({
    batch: upTo(2),
    h: upTo(9),
    w: upTo(15),
    c: upTo(9),
    times: upTo(3),
    window: fc.tuple(upTo(4), upTo(4)),
    // Half without dilation and half of those without strides: four pixels go at once there.
    stride: fc.constantFrom(1, 1, 2, 3),
    dilation: fc.constantFrom([1, 1], [1, 1], [1, 1], [2, 1], [1, 3], [2, 2]) as fc.Arbitrary<[number, number]>,
    pad: fc.constantFrom('same' as const, 'valid' as const),
  });

  it('agrees over sizes, strides, dilations, paddings and multipliers, with gradients', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ batch, h, w, c, times, window: [kh, kw], stride, dilation: [dh, dw], pad }) => {
        const dilated = dh * dw > 1;
        if (pad === 'valid' && ((kh - 1) * dh >= h || (kw - 1) * dw >= w)) return;
        await sameOnBoth((make) => {
          const x = make([batch, h, w, c], 1);
          const filter = make([kh, kw, c, times], 2);
          const f = (p: tf.Tensor, q: tf.Tensor) =>
            tf.depthwiseConv2d(p as tf.Tensor4D, q as tf.Tensor4D, dilated ? 1 : stride, pad, 'NHWC', [dh, dw]);
          // TensorFlow.js has no gradient for dilated convolutions.
          return dilated ? [f(x, filter)] : withGradients(f as (...xs: tf.Tensor[]) => tf.Tensor, [x, filter]);
        });
      }),
      RUNS,
    );
  });

  it('agrees beyond one chunk', async () => {
    await sameOnBoth((make) =>
      withGradients(
        (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'same'),
        [make([5, 20, 33, 24], 1), make([3, 3, 24, 1], 2)],
      ),
    );
    await sameOnBoth((make) =>
      withGradients(
        (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, 'same'),
        [make([3, 21, 30, 10], 1), make([5, 3, 10, 2], 2)],
      ),
    );
  });

  it('has dilated gradients that are the adjoints of the convolution', async () => {
    await useSimdBackend();
    for (const [times, pad] of [
      [1, 'same'],
      [2, 'valid'],
    ] as const) {
      const attrs = { strides: [1, 1], pad, dilations: [2, 3], dataFormat: 'NHWC' };
      tf.tidy(() => {
        const x = makeOnSimd([2, 9, 11, 5], 1);
        const filter = makeOnSimd([3, 2, 5, times], 2);
        const kernel = (name: string, inputs: Record<string, tf.Tensor>, more = {}) =>
          tf.engine().runKernel(name, inputs, { ...attrs, ...more }) as tf.Tensor;
        const dot = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b)).dataSync()[0]!;
        const y = kernel('DepthwiseConv2dNative', { x, filter });
        const dy = makeOnSimd(y.shape, 3);
        const dx = kernel('DepthwiseConv2dNativeBackpropInput', { dy, filter }, { inputShape: x.shape });
        const dFilter = kernel('DepthwiseConv2dNativeBackpropFilter', { x, dy }, { filterShape: filter.shape });
        expect(dot(dx, x)).toBeCloseTo(dot(dy, y), 4);
        expect(dot(dFilter, filter)).toBeCloseTo(dot(dy, y), 4);
      });
    }
  });

  it('fuses bias and each activation', async () => {
    for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const) {
      await sameOnBoth((make) => [
        tf.fused.depthwiseConv2d({
          x: make([2, 7, 9, 5], 1) as tf.Tensor4D,
          filter: tf.mul(make([3, 3, 5, 2], 2), 4) as tf.Tensor4D,
          strides: 1,
          pad: 'same',
          bias: make([10], 3),
          activation,
        }),
      ]);
    }
  });

  it('gives the same bits on one, two and five threads', async () => {
    const run = (make: Make) =>
      withGradients(
        (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, 'same'),
        [make([9, 20, 33, 18], 1), make([3, 3, 18, 1], 2)],
      );
    const one = await bitsWithThreads(1, run);
    for (const threads of [2, 5]) expect(await bitsWithThreads(threads, run)).toEqual(one);
  });
});
