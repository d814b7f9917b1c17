import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { bitsWithThreads, type Make, sameOnBoth, withGradients } from './support/sameOnBoth';

const RUNS = { numRuns: 60, seed: 14 };
const upTo = (max: number, min = 1) => fc.integer({ min, max });
const pads = fc.constantFrom('same' as const, 'valid' as const);

/** Rounded, so that ties occur. */
const rounded = (make: Make, shape: number[]) => tf.round(tf.mul(make(shape), 3));

describe('maxPool and avgPool', () => {
  it('agree over windows, strides and paddings, with gradients, ties included', async () => {
    await fc.assert(
      fc.asyncProperty(
        upTo(9),
        upTo(9),
        upTo(9),
        fc.tuple(upTo(4), upTo(4)),
        fc.tuple(upTo(3), upTo(3)),
        pads,
        async (h, w, c, window, strides, pad) => {
          if (pad === 'valid' && (window[0] > h || window[1] > w)) return;
          await sameOnBoth((make) => {
            const x = rounded(make, [2, h, w, c]);
            return [
              ...withGradients((p) => tf.maxPool(p as tf.Tensor4D, window, strides, pad), [x]),
              ...withGradients((p) => tf.avgPool(p as tf.Tensor4D, window, strides, pad), [x]),
            ];
          });
        },
      ),
      RUNS,
    );
  });

  it('agree for the 2 x 2 windows and the 1-D windows of the report, beyond one chunk', async () => {
    await sameOnBoth((make) => [
      ...withGradients((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'), [rounded(make, [5, 33, 20, 32])]),
      ...withGradients((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'same'), [rounded(make, [3, 33, 21, 18])]),
      ...withGradients((x) => tf.maxPool(x as tf.Tensor4D, [1, 5], [1, 2], 'same'), [rounded(make, [5, 1, 162, 64])]),
      ...withGradients((x) => tf.avgPool(x as tf.Tensor4D, [1, 5], [1, 2], 'same'), [rounded(make, [5, 1, 162, 64])]),
    ]);
  });

  it('take explicit paddings and roundings', async () => {
    await sameOnBoth((make) => {
      const x = rounded(make, [2, 7, 8, 5]) as tf.Tensor4D;
      return [
        tf.maxPool(x, 3, 2, 1, 'ceil'),
        tf.maxPool(x, 3, 2, 1, 'floor'),
        tf.avgPool(x, 3, 2, 1, 'round'),
        tf.avgPool(x, 2, 3, 1),
        tf.maxPool(x, 1, 1, 'same'),
        tf.maxPool(x, 1, 2, 'same'),
      ];
    });
  });

  it('let no NaN win a maximum, but one into an average', async () => {
    await sameOnBoth((make) => {
      const x = make([1, 6, 6, 5]) as tf.Tensor4D;
      const missing = tf.fill(x.shape, Number.NaN);
      const holes = tf.where(tf.greater(x, 0.5), missing, x) as tf.Tensor4D;
      return [2, 3].flatMap((k) => [tf.maxPool(holes, k, 2, 'same'), tf.avgPool(holes, k, 2, 'same')]);
    });
  });

  it('leave int32 to the CPU backend', async () => {
    await sameOnBoth((make) => [tf.maxPool(make([1, 4, 4, 3], 1, 'int32') as tf.Tensor4D, 2, 2, 'valid')]);
  });

  it('give the same bits on one, two and five threads', async () => {
    const run = (make: Make) => [
      ...withGradients((x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same'), [rounded(make, [9, 33, 20, 13])]),
      ...withGradients((x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same'), [make([9, 33, 20, 13])]),
    ];
    const one = await bitsWithThreads(1, run);
    for (const threads of [2, 5]) expect(await bitsWithThreads(threads, run)).toEqual(one);
  });
});
