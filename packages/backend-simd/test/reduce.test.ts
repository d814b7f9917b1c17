import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { bitsWithThreads, type Case, type Make, sameOnBoth, withGradients } from './support/sameOnBoth';

const RUNS = { numRuns: 60, seed: 12 };

/** A shape of up to four axes and some of them. */
const shapeAndAxes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.shuffledSubarray(
      shape.map((_, i) => i),
      { minLength: 1 },
    ),
    keepDims: fc.boolean(),
  }),
);

/** Every tenth value or so is NaN. */
function withNaN(x: tf.Tensor): tf.Tensor {
  return tf.where(tf.greater(x, 0.8), tf.fill(x.shape, Number.NaN), x);
}

describe('sum, mean, max, min, prod', () => {
  it('agree over any axes, kept or not, in each type', async () => {
    await fc.assert(
      fc.asyncProperty(shapeAndAxes, ({ shape, axes, keepDims }) =>
        sameOnBoth((make) => {
          const floats = make(shape, 1);
          return [floats, make(shape, 2, 'int32'), make(shape, 3, 'bool')].flatMap((x) => [
            tf.sum(x, axes, keepDims),
            tf.mean(x, axes, keepDims),
            tf.max(x, axes, keepDims),
            tf.min(x, axes, keepDims),
            ...(x.dtype === 'float32' ? [tf.prod(x, axes, keepDims)] : []),
          ]);
        }),
      ),
      RUNS,
    );
  });

  it('agree at every length modulo the vectors, along rows and columns', async () => {
    for (let n = 1; n <= 18; n++) {
      await sameOnBoth((make) =>
        (['float32', 'int32'] as const).flatMap((dtype) =>
          [
            make([5, n], 1, dtype),
            make([n, 5], 2, dtype),
            make([2, n, 3], 3, dtype),
            make([3, 5, n], 4, dtype),
          ].flatMap((x) => [
            tf.sum(x, 1),
            tf.sum(x, 0),
            tf.max(x, 1),
            tf.max(x, 0),
            tf.min(x, 1),
            tf.min(x, 0),
            tf.mean(x, 1),
          ]),
        ),
      );
    }
  });

  it('agree beyond one chunk, with many and with few results, and in wide rows', async () => {
    for (const [shape, axes] of [
      [[50_003], [0]],
      [[7011, 7], [0]],
      [[7011, 7], [1]],
      [[40, 1051], [0]],
      [[9, 10, 1030], [1]],
      [[3, 20_000], [1]],
      [
        [4, 13, 20, 33],
        [0, 2],
      ],
      [
        [20, 33, 33],
        [0, 1],
      ],
    ] as const) {
      await sameOnBoth((make) =>
        (['float32', 'int32'] as const).flatMap((dtype) => {
          const x = make([...shape], 1, dtype);
          return [tf.sum(x, [...axes]), tf.mean(x, [...axes]), tf.max(x, [...axes]), tf.min(x, [...axes])];
        }),
      );
    }
  });

  it('keep the precision of long sums of equal signs', async () => {
    await sameOnBoth((make) => {
      const x = tf.add(make([1_000_000]), 10);
      return [tf.sum(x), tf.sum(tf.reshape(x, [5, 200_000]), 1), tf.mean(x)];
    });
  });

  it('let a NaN through exactly where the CPU backend does', async () => {
    await sameOnBoth((make) =>
      [make([7, 9], 1), make([3, 7, 5], 2), make([1200], 3)]
        .map(withNaN)
        .flatMap((x) => [
          tf.max(x, 0),
          tf.max(x, -1),
          tf.min(x, 0),
          tf.min(x, -1),
          tf.sum(x, 0),
          tf.mean(x, -1),
          tf.argMax(x, 0),
          tf.argMax(x, -1),
          tf.argMin(x, -1),
        ]),
    );
  });

  it('have the gradients of the CPU backend', async () => {
    await sameOnBoth((make) => [
      ...withGradients((x) => tf.sum(x, 1), [make([3, 5, 2])]),
      ...withGradients((x) => tf.mean(x, [0, 2]), [make([3, 5, 2])]),
      ...withGradients((x) => tf.max(x, 1), [make([3, 5, 2])]),
      ...withGradients((x) => tf.min(x, -1), [make([3, 5])]),
      ...withGradients((x) => tf.cumsum(x, 1), [make([3, 5])]),
      ...withGradients((x) => tf.softmax(x), [make([3, 5])]),
      ...withGradients((x) => tf.logSoftmax(x), [make([3, 5])]),
    ]);
  });

  it('leave empty reductions to the CPU backend', async () => {
    await sameOnBoth(() => {
      const x = tf.zeros([0, 3]);
      return [tf.sum(x), tf.sum(x, 0), tf.sum(x, 1), tf.mean(x, 0), tf.prod(x, 0), tf.max(x, 1), tf.argMax(x, 1)];
    });
  });

  it('take scalars', async () => {
    await sameOnBoth(() => {
      const x = tf.scalar(3);
      return [tf.sum(x), tf.mean(x), tf.max(x), tf.min(x), tf.prod(x)];
    });
  });
});

describe('any and all', () => {
  it('agree over any axes', async () => {
    await fc.assert(
      fc.asyncProperty(shapeAndAxes, ({ shape, axes, keepDims }) =>
        sameOnBoth((make) => {
          const x = make(shape, 1, 'bool');
          return [tf.any(x, axes, keepDims), tf.all(x, axes, keepDims)];
        }),
      ),
      RUNS,
    );
  });
});

describe('argMax and argMin', () => {
  it('take the first of equal values, at every length and along every axis', async () => {
    for (let n = 1; n <= 17; n++) {
      await sameOnBoth((make) =>
        (['float32', 'int32'] as const).flatMap((dtype) =>
          [make([5, n], 1, dtype), make([n, 3], 2, dtype), make([2, n, 6], 3, dtype)].flatMap((values) => {
            const x = tf.cast(tf.floor(tf.div(tf.cast(values, 'float32'), dtype === 'int32' ? 20 : 0.4)), dtype);
            return [0, 1, -1].flatMap((axis) => [tf.argMax(x, axis), tf.argMin(x, axis)]);
          }),
        ),
      );
    }
  });
});

describe('softmax and logSoftmax', () => {
  it('agree at every length, beyond one chunk, and for large logits', async () => {
    for (let n = 1; n <= 18; n++) await sameOnBoth((make) => [tf.softmax(make([3, n])), tf.logSoftmax(make([3, n]))]);
    await sameOnBoth((make) => [tf.softmax(tf.mul(make([100, 101]), 200)), tf.softmax(make([2, 3, 1100]))]);
  });

  it('gives masked classes nothing, and NaN where the CPU backend does', async () => {
    const inf = Number.POSITIVE_INFINITY;
    await sameOnBoth(() => [
      tf.softmax(tf.tensor2d([1, 2, -inf, 3, 0], [1, 5])),
      tf.softmax(tf.tensor2d([-inf, -inf], [1, 2])),
      tf.softmax(tf.tensor2d([1, Number.NaN, 2], [1, 3])),
    ]);
    await sameOnBoth(() =>
      [tf.softmax(tf.tensor2d([1, 2, -inf, 3, -inf], [1, 5]))].map((y) => tf.cast(tf.equal(y, 0), 'int32')),
    );
  });

  it('has a kernel LogSoftmax with the values of the composed one', async () => {
    await sameOnBoth((make) => {
      const x = make([4, 9]);
      if (tf.getBackend() === 'cpu') return [tf.logSoftmax(x)];
      return [tf.engine().runKernel('LogSoftmax', { logits: x }, { axis: -1 }) as tf.Tensor];
    });
  });

  it('refuses another axis with the message of TensorFlow.js', async () => {
    const message = async (backend: 'cpu' | 'simd') => {
      await tf.setBackend(backend);
      const kernel = () => tf.engine().runKernel('Softmax', { logits: tf.zeros([2, 3]) }, { dim: 0 });
      return tf.tidy(() => {
        expect(kernel).toThrow('Softmax along a non-last dimension is not yet supported');
      });
    };
    await message('cpu');
    await message('simd');
  });
});

describe('cumsum', () => {
  it('gives the same bits along any axis, exclusive and reversed', async () => {
    for (const exclusive of [false, true]) {
      for (const reverse of [false, true]) {
        for (const axis of [0, 1, 2]) {
          await sameOnBoth(
            (make) => [
              tf.cumsum(make([3, 5, 6], 1), axis, exclusive, reverse),
              tf.cumsum(make([3, 5, 6], 1, 'int32'), axis, exclusive, reverse),
              tf.cumsum(make([200, 9, 10], 1), axis, exclusive, reverse),
            ],
            { exact: true },
          );
        }
      }
    }
  });
});

describe('batchNorm', () => {
  const normalize = (channels: number, rows: number) => (make: Make) => {
    const x = make([rows, channels], 1);
    const [mean, offset, scale] = [2, 3, 4].map((key) => make([channels], key));
    const variance = tf.add(make([channels], 5), 1.1);
    const f = (...[p, m, v, o, s]: tf.Tensor[]) =>
      tf.batchNorm(p as tf.Tensor2D, m as tf.Tensor1D, v as tf.Tensor1D, o as tf.Tensor1D, s as tf.Tensor1D, 0.01);
    return [
      ...withGradients(f, [x, mean!, variance, offset!, scale!]),
      tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D),
    ];
  };

  it('agrees for every number of channels, with gradients', async () => {
    for (let channels = 1; channels <= 9; channels++) {
      for (const rows of [1, 4, 7]) await sameOnBoth(normalize(channels, rows));
    }
    await sameOnBoth(normalize(3, 6000));
  });

  it('inherits statistics of other shapes', async () => {
    await sameOnBoth((make) => [
      tf.batchNorm(make([2, 3], 1), make([2, 3], 2), tf.abs(make([2, 3], 3)) as tf.Tensor2D),
    ]);
  });
});

it('gives the same bits on one, two and five threads', async () => {
  const run: Case = (make) => {
    const x = make([300, 40, 33], 1);
    return [
      tf.sum(x),
      tf.sum(x, [0, 1]),
      tf.sum(x, 1),
      tf.mean(x, 2),
      tf.softmax(x),
      tf.sum(make([50, 7000]), 0),
      tf.cumsum(x, 0),
    ];
  };
  const one = await bitsWithThreads(1, run);
  for (const threads of [2, 5]) expect(await bitsWithThreads(threads, run)).toEqual(one);
});
