import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { bitsWithThreads, resultsOn, sameOnBoth, withGradients } from './support/sameOnBoth';

const RUNS = { numRuns: 60, seed: 13 };
const EXACT = { exact: true };
const TYPES = ['float32', 'int32', 'bool'] as const;

/** Shapes of up to `rank` axes. */
const shapes = (rank: number, most = 7, min = 1) =>
  fc.array(fc.integer({ min: 1, max: most }), { minLength: min, maxLength: rank });

describe('transpose', () => {
  it('agrees for any permutation up to six axes, in each type', async () => {
    const permuted = shapes(6, 5).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        perm: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(permuted, ({ shape, perm }) =>
        sameOnBoth((make) => TYPES.map((dtype) => tf.transpose(make(shape, 1, dtype), perm)), EXACT),
      ),
      RUNS,
    );
  });

  it('agrees for every size modulo the tiles, and beyond one chunk', async () => {
    for (const [m, n] of [
      [1, 40],
      [3, 17],
      [17, 33],
      [30, 5],
      [130, 1035],
      [20_001, 3],
      [2, 20_001],
    ] as const) {
      await sameOnBoth((make) => [tf.transpose(make([m, n])), tf.transpose(make([m, n], 1, 'bool'))], EXACT);
    }
    await sameOnBoth(
      (make) => [
        tf.transpose(make([7, 50, 81]), [1, 0, 2]),
        tf.transpose(make([7, 50, 81]), [0, 2, 1]),
        tf.transpose(make([7, 50, 81]), [2, 1, 0]),
      ],
      EXACT,
    );
  });

  it('takes scalars and empty tensors', async () => {
    await sameOnBoth(() => [tf.transpose(tf.scalar(2)), tf.transpose(tf.zeros([0, 3]))], EXACT);
  });
});

describe('concat and stack', () => {
  it('agree along any axis, for any sizes, with gradients', async () => {
    const cases = shapes(4, 5).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axis: fc.integer({ min: 0, max: shape.length - 1 }),
        lengths: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, ({ shape, axis, lengths }) =>
        sameOnBoth((make) => {
          const parts = (dtype: (typeof TYPES)[number]) =>
            lengths.map((length, key) =>
              make(
                shape.map((n, i) => (i === axis ? length : n)),
                key,
                dtype,
              ),
            );
          return [
            ...TYPES.map((dtype) => tf.concat(parts(dtype), axis)),
            ...TYPES.map((dtype) =>
              tf.stack([make(shape, 1, dtype), make(shape, 2, dtype), make(shape, 3, dtype)], axis),
            ),
            ...withGradients((...xs) => tf.concat(xs, axis), parts('float32')),
            ...withGradients((a, b) => tf.stack([a!, b!], axis), [make(shape, 1), make(shape, 2)]),
          ];
        }, EXACT),
      ),
      RUNS,
    );
  });

  it('agree beyond one chunk', async () => {
    await sameOnBoth(
      (make) => [
        tf.concat([make([3, 30_000], 1), make([3, 7], 2)], 1),
        tf.concat([make([30_000], 1), make([7], 2)]),
        tf.stack([make([9000], 1), make([9000], 2), make([9000], 3)], 1),
      ],
      EXACT,
    );
  });

  it('refuse shapes that do not fit, as TensorFlow.js does', async () => {
    for (const backend of ['cpu', 'simd']) {
      await tf.setBackend(backend);
      expect(() => tf.concat([tf.zeros([2, 3]), tf.zeros([3, 2])], 0)).toThrow('does not match the shape of the rest');
    }
  });
});

describe('slice, split and unstack', () => {
  it('agree for any box, in each type, with gradients', async () => {
    const boxes = shapes(5, 6).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        cuts: fc.tuple(
          ...shape.map((n) => fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.integer({ min: 1, max: n }))),
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(boxes, ({ shape, cuts }) =>
        sameOnBoth((make) => {
          const begin = cuts.map(([at]) => at);
          const extent = cuts.map(([at, length], i) => Math.min(length, shape[i]! - at));
          return [
            ...TYPES.map((dtype) => tf.slice(make(shape, 1, dtype), begin, extent)),
            ...withGradients((x) => tf.slice(x, begin, extent), [make(shape)]),
          ];
        }, EXACT),
      ),
      RUNS,
    );
  });

  it('take begin and size in their short forms, and sizes of zero', async () => {
    await sameOnBoth(
      (make) => [
        tf.slice(make([4, 3]), 1),
        tf.slice(make([4, 3]), [1], [2]),
        tf.slice(make([4, 3]), [1, 1], [-1, 1]),
        tf.slice(make([4, 3]), [4, 0], [0, 3]),
      ],
      EXACT,
    );
  });

  it('split and unstack along any axis', async () => {
    for (const axis of [0, 1, 2, -1]) {
      await sameOnBoth(
        (make) =>
          TYPES.flatMap((dtype) => {
            const x = make([4, 6, 2], 1, dtype);
            return [...tf.unstack(x, axis), ...tf.split(x, 2, axis), ...tf.split(x, [1, -1], axis)];
          }),
        EXACT,
      );
    }
  });

  it('agree for strides, negative ones too, masks and new axes', async () => {
    await sameOnBoth(
      (make) =>
        TYPES.flatMap((dtype) => {
          const x = make([7, 6, 5], 1, dtype);
          return [
            tf.stridedSlice(x, [1, 0, 0], [7, 6, 5], [2, 1, 1]),
            tf.stridedSlice(x, [0, 1, 4], [7, 6, 0], [3, 2, -1]),
            tf.stridedSlice(x, [6, 5, 4], [0, 0, 0], [-2, -1, -3]),
            tf.stridedSlice(x, [1, 1, 1], [3, 3, 3], [1, 1, 1], 1, 2),
            tf.stridedSlice(x, [0, 1], [0, 4], [1, 2], 0, 0, 1, 0, 0),
            tf.stridedSlice(x, [0, 1, 2], [0, 5, 7], [1, 1, 3], 0, 0, 0, 1, 0),
            tf.stridedSlice(x, [0, 0, 0], [7, 6, 5], [1, 1, 1]),
            tf.stridedSlice(x, [3, 0, 0], [3, 6, 5], [2, 1, 1]),
          ];
        }),
      EXACT,
    );
  });

  it('drop an axis and stride along the others, where the CPU backend of TensorFlow.js 4.22 mixes up the axes', async () => {
    const y = await resultsOn('simd', () => {
      const x = tf.reshape(tf.range(0, 210), [7, 6, 5]);
      return [tf.stridedSlice(x, [2, 0, 0], [3, 6, 5], [1, 2, 2], 0, 0, 0, 0, 1)];
    });
    expect(y[0]!.shape).toEqual([3, 3]);
    expect([...y[0]!.data]).toEqual([60, 62, 64, 70, 72, 74, 80, 82, 84]);
  });
});

describe('pad, tile, reverse', () => {
  const cases = shapes(4, 5).chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      paddings: fc.tuple(...shape.map(() => fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })))),
      reps: fc.tuple(...shape.map(() => fc.integer({ min: 0, max: 3 }))),
      axes: fc.subarray([...shape.keys()]),
    }),
  );

  it('agree in each type, with gradients', async () => {
    await fc.assert(
      fc.asyncProperty(cases, ({ shape, paddings, reps, axes }) =>
        sameOnBoth((make) => {
          const pads = paddings as [number, number][];
          return [
            ...TYPES.flatMap((dtype) => {
              const x = make(shape, 1, dtype);
              return [
                tf.pad(x, pads),
                tf.pad(x, pads, 1),
                tf.tile(x, reps),
                // Without an axis TensorFlow.js would mean all.
                ...(axes.length > 0 ? [tf.reverse(x, axes)] : []),
              ];
            }),
            ...withGradients((x) => tf.pad(x, pads), [make(shape)]),
          ];
        }, EXACT),
      ),
      RUNS,
    );
  });

  it('agree beyond one chunk', async () => {
    await sameOnBoth(
      (make) => [
        tf.pad(
          make([70, 300]),
          [
            [1, 2],
            [3, 0],
          ],
          -0.5,
        ),
        tf.pad(make([20_000], 1, 'bool'), [[3, 70_001]], 1),
        tf.tile(make([30, 7]), [3, 50]),
        tf.tile(make([1, 1, 9]), [60, 70, 1]),
        tf.reverse(make([70, 300])),
        tf.reverse(make([70, 300]), 0),
      ],
      EXACT,
    );
  });

  it('tile a tensor that needs more dimensions than the kernel counts', async () => {
    await sameOnBoth((make) => [tf.tile(make([2, 2, 2, 2]), [2, 2, 2, 2])], EXACT);
  });

  it('have the gradients of the CPU backend', async () => {
    await sameOnBoth((make) => [
      ...withGradients((x) => tf.tile(x, [2, 3]), [make([3, 4])]),
      ...withGradients((x) => tf.reverse(x, 1), [make([3, 4])]),
      ...withGradients((x) => tf.transpose(x, [2, 0, 1]), [make([3, 4, 5])]),
      ...withGradients((x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'), 1), [make([3, 4])]),
    ]);
  });
});

describe('gather and oneHot', () => {
  it('agree along any axis and with batch dimensions', async () => {
    await sameOnBoth((make) => {
      const one = tf.tensor1d([1, 0, 2, 1], 'int32');
      const two = tf.tensor2d([0, 2, 1, 1, 0, 2], [3, 2], 'int32');
      return TYPES.flatMap((dtype) => {
        const x = make([3, 4, 5], 1, dtype);
        return [
          tf.gather(x, one),
          tf.gather(x, one, 1),
          tf.gather(x, one, 2),
          tf.gather(x, two, 1),
          tf.gather(x, two, 1, 1),
          tf.gather(x, two, 2, 1),
          tf.gather(x, tf.scalar(1, 'int32'), 0),
          tf.gather(x, tf.tensor1d([], 'int32')),
        ];
      });
    }, EXACT);
  });

  it('agree beyond one chunk', async () => {
    await sameOnBoth((make) => {
      const indices = tf.cast(tf.floor(tf.mul(tf.abs(make([3000], 2)), 100)), 'int32');
      return [tf.gather(make([100, 33]), indices), tf.gather(make([7, 100]), indices, 1)];
    }, EXACT);
  });

  it('refuse an index that is out of range with the message of TensorFlow.js', async () => {
    for (const backend of ['cpu', 'simd']) {
      await tf.setBackend(backend);
      expect(() => tf.gather(tf.zeros([3]), tf.tensor1d([1, 3], 'int32'))).toThrow(
        'GatherV2: the index value 3 is not in [0, 2]',
      );
    }
  });

  it('encode classes, out-of-range ones as none, in each type', async () => {
    await sameOnBoth(() => {
      const classes = tf.tensor2d([0, 3, -1, 6, 7, 2], [2, 3], 'int32');
      return [
        tf.oneHot(classes, 7),
        tf.oneHot(classes, 7, 1, 0, 'float32'),
        tf.oneHot(classes, 7, 0.9, 0.1, 'float32'),
        tf.oneHot(classes, 7, 5, -2, 'int32'),
        tf.oneHot(classes, 7, 1, 0, 'bool'),
      ];
    }, EXACT);
  });
});

it('shares no memory between a slice and its source', async () => {
  await sameOnBoth((make) => {
    const x = make([6, 4]);
    const part = tf.slice(x, [2, 0], [2, 4]);
    x.dispose();
    make([6, 4], 7);
    return [part];
  }, EXACT);
});

it('gives the same bits on one, two and five threads', async () => {
  const run = (make: typeof import('./support/sameOnBoth').make) => [
    tf.transpose(make([300, 411])),
    tf.transpose(make([30, 40, 90]), [1, 2, 0]),
    tf.tile(make([30, 70]), [20, 10]),
    tf.concat([make([300, 70], 1), make([300, 301], 2)], 1),
    tf.reverse(make([300, 411]), 1),
  ];
  const one = await bitsWithThreads(1, run);
  for (const threads of [2, 5]) expect(await bitsWithThreads(threads, run)).toEqual(one);
});
