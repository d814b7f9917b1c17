import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { useSimdBackend } from '../src';

type Make = (values: (shape: number[], key: number) => tf.Tensor) => tf.Tensor[];

/** Reproducible values in [-1, 1), different for each key. */
function values(shape: number[], key: number): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  let state = (key * 2654435761 + 12345) >>> 0;
  const data = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tf.tensor(data, shape, 'float32');
}

async function run(backend: string, make: Make) {
  if (backend === 'simd') await useSimdBackend();
  else await tf.setBackend(backend);
  const results = tf.tidy(() =>
    make(values).map((tensor) => ({ shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) })),
  );
  return results;
}

/** Same shapes, and values within 1e-5 of the CPU backend's largest one. */
async function expectSame(make: Make): Promise<void> {
  const expected = await run('cpu', make);
  const actual = await run('simd', make);
  expect(actual.map((r) => r.shape)).toEqual(expected.map((r) => r.shape));
  for (const [i, { data }] of expected.entries()) {
    const atol = 1e-5 * data.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-3);
    expectAllClose(actual[i]!.data, data, { atol, why: 'the CPU backend is the reference' });
  }
}

const small = (max: number, min = 1) => fc.integer({ min, max });
const RUNS = { numRuns: 60, seed: 11 };

/** The outputs of f and its gradients for a gradient of y that is not constant. */
function withGradients(f: (...xs: tf.Tensor[]) => tf.Tensor, xs: tf.Tensor[]): tf.Tensor[] {
  const y = f(...xs);
  return [y, ...tf.grads((...args: tf.Tensor[]) => f(...args))(xs, values(y.shape, 99))];
}

describe('matMul', () => {
  it('agrees for every transpose, batch and odd size, with gradients', async () => {
    await fc.assert(
      fc.asyncProperty(
        small(20),
        small(20),
        small(20),
        fc.boolean(),
        fc.boolean(),
        small(3),
        fc.boolean(),
        (m, k, n, ta, tb, batch, broadcast) =>
          expectSame((make) => {
            const a = make([batch, ...(ta ? [k, m] : [m, k])], 1);
            const b = make([broadcast ? 1 : batch, ...(tb ? [n, k] : [k, n])], 2);
            const f = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x as tf.Tensor3D, y as tf.Tensor3D, ta, tb);
            // TensorFlow.js' own gradient does not sum over a broadcast batch.
            return broadcast ? [f(a, b)] : withGradients(f, [a, b]);
          }),
      ),
      RUNS,
    );
  });

  it('agrees beyond one block of k, of rows and of columns', async () => {
    await expectSame((make) =>
      withGradients((x, y) => tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D), [make([203, 801], 1), make([801, 19], 2)]),
    );
  });

  it('gives empty or zero results for zero sizes', async () => {
    for (const [m, k, n] of [
      [0, 3, 2],
      [3, 0, 2],
      [3, 2, 0],
    ] as const) {
      await expectSame((make) => [tf.matMul(make([m, k], 1) as tf.Tensor2D, make([k, n], 2) as tf.Tensor2D)]);
    }
  });

  it('fuses bias and each activation', async () => {
    for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const) {
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        await expectSame((make) => [
          tf.fused.matMul({
            a: make(transposeA ? [9, 7] : [7, 9], 1) as tf.Tensor2D,
            b: make(transposeB ? [11, 9] : [9, 11], 2) as tf.Tensor2D,
            bias: make([11], 3),
            transposeA,
            transposeB,
            activation,
          }),
        ]);
      }
    }
  });
});

describe('conv2d', () => {
  it('agrees over sizes, strides, dilations and paddings, with gradients', async () => {
    const shape = fc.record({
      batch: small(2),
      h: small(9),
      w: small(9),
      c: small(9),
      n: small(9),
      kh: small(3),
      kw: small(3),
      sh: small(3),
      sw: small(3),
      dilation: small(2),
      pad: fc.constantFrom('same' as const, 'valid' as const),
    });
    await fc.assert(
      fc.asyncProperty(shape, async (s) => {
        const reachH = (s.kh - 1) * s.dilation + 1;
        const reachW = (s.kw - 1) * s.dilation + 1;
        if (s.pad === 'valid' && (reachH > s.h || reachW > s.w)) return;
        const strides: [number, number] = s.dilation > 1 ? [1, 1] : [s.sh, s.sw];
        await expectSame((make) => {
          const x = make([s.batch, s.h, s.w, s.c], 1);
          const f = make([s.kh, s.kw, s.c, s.n], 2);
          const forward = (p: tf.Tensor, q: tf.Tensor) =>
            tf.conv2d(p as tf.Tensor4D, q as tf.Tensor4D, strides, s.pad, 'NHWC', s.dilation);
          // TensorFlow.js has no gradient for dilated convolutions.
          return s.dilation > 1 ? [forward(x, f)] : withGradients(forward, [x, f]);
        });
      }),
      RUNS,
    );
  });

  it('agrees on long stretches (1-D, 300 channels) and fuses bias and relu', async () => {
    await expectSame((make) =>
      withGradients(
        (x, f) => tf.conv1d(x as tf.Tensor3D, f as tf.Tensor3D, 1, 'same'),
        [make([2, 13, 300], 1), make([5, 300, 10], 2)],
      ),
    );
    await expectSame((make) =>
      withGradients(
        (x, f, b) =>
          tf.fused.conv2d({
            x: x as tf.Tensor4D,
            filter: f as tf.Tensor4D,
            strides: 1,
            pad: 'same',
            bias: b as tf.Tensor1D,
            activation: 'relu',
          }),
        [make([2, 6, 7, 5], 1), make([3, 3, 5, 11], 2), make([11], 3)],
      ),
    );
  });

  it('finds every tap of small filters, whose rows lie a few floats apart', async () => {
    for (const width of [3, 4, 5]) {
      for (const [filterHeight, filterWidth] of [
        [2, 2],
        [3, 1],
        [1, 3],
        [3, 2],
      ]) {
        await expectSame((make) =>
          withGradients(
            (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'valid'),
            [make([2, width, width, 1], 1), make([filterHeight!, filterWidth!, 1, 1], 2)],
          ),
        );
      }
    }
  });

  it('takes explicit paddings', async () => {
    await expectSame((make) => [
      tf.conv2d(
        make([1, 5, 6, 3], 1) as tf.Tensor4D,
        make([3, 2, 3, 4], 2) as tf.Tensor4D,
        [2, 1],
        [
          [0, 0],
          [2, 1],
          [0, 3],
          [0, 0],
        ],
      ),
    ]);
  });
});

describe('maxPool', () => {
  it('agrees over windows, strides and paddings, with gradients, ties included', async () => {
    await fc.assert(
      fc.asyncProperty(
        small(9),
        small(9),
        small(9),
        small(4),
        small(3),
        fc.constantFrom('same' as const, 'valid' as const),
        async (h, w, c, k, s, pad) => {
          if (pad === 'valid' && (k > h || k > w)) return;
          await expectSame((make) =>
            // Rounded, so that ties occur.
            withGradients((x) => tf.maxPool(x as tf.Tensor4D, k, s, pad), [tf.round(tf.mul(make([2, h, w, c], 1), 3))]),
          );
        },
      ),
      RUNS,
    );
  });
});

describe('element-wise kernels and sums', () => {
  it('agree at every length modulo four, zero included', async () => {
    for (let n = 0; n < 10; n++) {
      await expectSame((make) => {
        const a = make([3, n], 1);
        const b = make([3, n], 2);
        const row = make([n], 3);
        return [
          tf.add(a, b),
          tf.sub(a, b),
          tf.mul(a, b),
          tf.add(a, row),
          tf.mul(a, row),
          tf.sub(a, row),
          tf.add(row, a),
          tf.relu(a),
          tf.step(a),
          tf.step(a, 0.5),
          tf.sum(a, 0),
          tf.sum(a, 0, true),
          tf.sum(a, 1),
          tf.sum(a),
        ];
      });
    }
  });

  it('leave other dtypes to the CPU kernels', async () => {
    await expectSame(() => {
      const a = tf.tensor1d([1, -2, 3], 'int32');
      return [tf.add(a, a), tf.relu(a), tf.sum(a), tf.mul(a, tf.tensor1d([0.5, 1, 2]))];
    });
  });
});
