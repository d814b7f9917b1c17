import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { useSimdBackend } from '../src';

type Dtype = 'float32' | 'int32' | 'bool';

/** Not finite, signed zeros, denormals, halves, and the ends of the range. */
const SPECIAL = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -0,
  1e-45,
  -1e-40,
  0.5,
  -0.5,
  1.5,
  2.5,
  -1.5,
  1,
  -1,
  6,
  7,
  3e38,
  -3e38,
  88.9,
  -103,
];

/** Reproducible values: float32 between -8 and 8 with special ones, whole numbers of two signs, or bools. */
function values(shape: number[], key: number, dtype: Dtype = 'float32', special = true): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  let state = (Math.imul(key, 2654435761) + 12345) >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const data =
    dtype === 'int32' ? new Int32Array(size) : dtype === 'bool' ? new Uint8Array(size) : new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const u = next();
    // Products of whole numbers stay below 2^53, beyond which the CPU backend's are rounded before they wrap.
    if (dtype === 'int32') data[i] = Math.floor((u - 0.5) * 2 ** (1 + Math.floor(next() * 26)));
    else if (dtype === 'bool') data[i] = u < 0.5 ? 0 : 1;
    else data[i] = special && next() < 0.3 ? SPECIAL[Math.floor(u * SPECIAL.length)]! : (u - 0.5) * 16;
  }
  return tf.tensor(data, shape, dtype);
}

interface Result {
  readonly shape: number[];
  readonly dtype: string;
  readonly data: Float64Array;
}

async function on(backend: 'cpu' | 'simd', make: () => tf.Tensor[]): Promise<Result[] | string> {
  if (backend === 'simd') await useSimdBackend();
  else await tf.setBackend(backend);
  tf.engine().startScope();
  try {
    return make().map((t) => ({ shape: t.shape, dtype: t.dtype, data: Float64Array.from(t.dataSync()) }));
  } catch (error) {
    // What cannot be computed is refused in the same words.
    return (error as Error).message;
  } finally {
    tf.engine().endScope();
  }
}

/** Same shapes, types and messages; NaN and infinities in the same places, finite values within a few units in the last place. */
async function expectSame(make: () => tf.Tensor[], rtol = 4e-7, atol = 3e-45): Promise<void> {
  const expected = await on('cpu', make);
  const actual = await on('simd', make);
  if (typeof expected === 'string' || typeof actual === 'string') {
    expect(actual).toEqual(expected);
    return;
  }
  expect(actual.map(({ shape, dtype }) => [shape, dtype])).toEqual(expected.map(({ shape, dtype }) => [shape, dtype]));
  const finite = (data: Float64Array) => data.map((v) => (Number.isFinite(v) ? v : 0));
  for (const [i, { data }] of expected.entries()) {
    const got = actual[i]!.data;
    // Not compared by expect(): it takes milliseconds a thousand values.
    const other = data.findIndex((v, j) => !Number.isFinite(v) && !Object.is(v, got[j]));
    const extra = got.findIndex((v, j) => !Number.isFinite(v) && !Object.is(v, data[j]));
    expect([i, other, extra]).toEqual([i, -1, -1]);
    expectAllClose(finite(got), finite(data), { rtol, atol, why: 'a few units in the last place' });
  }
}

const UNARY: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  abs: tf.abs,
  ceil: tf.ceil,
  clipByValue: (x) => tf.clipByValue(x, -1.1, 2.7),
  elu: tf.elu,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  isFinite: tf.isFinite,
  isInf: tf.isInf,
  isNaN: tf.isNaN,
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  log: tf.log,
  log1p: tf.log1p,
  logicalNot: tf.logicalNot,
  neg: tf.neg,
  onesLike: tf.onesLike,
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  relu6: tf.relu6,
  round: tf.round,
  rsqrt: tf.rsqrt,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  softplus: tf.softplus,
  sqrt: tf.sqrt,
  square: tf.square,
  step: (x) => tf.step(x, -0.25),
  tanh: tf.tanh,
  toBool: (x) => tf.cast(x, 'bool'),
  toFloat: (x) => tf.cast(x, 'float32'),
  toInt: (x) => tf.cast(x, 'int32'),
  zerosLike: tf.zerosLike,
};

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
const ARITHMETIC: Readonly<Record<string, Binary>> = {
  add: tf.add,
  div: tf.div,
  floorDiv: tf.floorDiv,
  maximum: tf.maximum,
  minimum: tf.minimum,
  mod: tf.mod,
  mul: tf.mul,
  pow: tf.pow,
  prelu: (a, b) => tf.prelu(a, b),
  squaredDifference: tf.squaredDifference,
  sub: tf.sub,
};
const COMPARISON: Readonly<Record<string, Binary>> = {
  equal: tf.equal,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  notEqual: tf.notEqual,
};
const LOGICAL: Readonly<Record<string, Binary>> = {
  logicalAnd: tf.logicalAnd,
  logicalOr: tf.logicalOr,
  logicalXor: tf.logicalXor,
};
const BINARY = { ...ARITHMETIC, ...COMPARISON, ...LOGICAL };
const DTYPES: readonly Dtype[] = ['float32', 'int32', 'bool'];

/** More than two chunks, and not a multiple of anything. */
const LARGE = 2 * 16_384 + 99;
/** Every length modulo a vector of floats and one of bytes. */
const LENGTHS = [...Array(18).keys()];
/** Kernels of one operand that have a loop for other types than float32. */
const NOT_ONLY_FLOAT = ['abs', 'logicalNot', 'neg', 'onesLike', 'relu', 'toBool', 'toFloat', 'toInt', 'zerosLike'];

describe.each(DTYPES)('kernels of one operand on %s', (dtype) => {
  it.each(Object.entries(UNARY))('%s agrees at lengths 0 to 17 and beyond one chunk', async (name, op) => {
    // The CPU backend writes exp(x) - 1, which is 0 for small x.
    const atol = ['elu', 'selu'].includes(name) ? 1e-15 : 3e-45;
    const lengths = dtype === 'float32' || NOT_ONLY_FLOAT.includes(name) ? [...LENGTHS, LARGE] : LENGTHS;
    await expectSame(
      () => [op(values([], 3, dtype)), ...lengths.map((n) => op(values([n], n + 1, dtype)))],
      undefined,
      atol,
    );
  });
});

describe.each(Object.entries(BINARY))('%s', (name, op) => {
  const dtypes = name in LOGICAL ? (['bool'] as const) : DTYPES;
  const rtol = name === 'pow' ? 1e-6 : 4e-7;

  it('agrees at lengths 0 to 17, beyond a chunk, and with scalars on either side', async () => {
    for (const dtype of dtypes) {
      await expectSame(() => LENGTHS.map((n) => op(values([n], n + 1, dtype), values([n], 99, dtype))), rtol);
      await expectSame(() => {
        // The remainder is inherited.
        const n = name === 'mod' ? 5 : LARGE;
        const [a, b, scalar] = [values([n], 5, dtype), values([n], 6, dtype), values([], 8, dtype)];
        return [op(a, b), op(a, scalar), op(scalar, a), op(scalar, scalar), op(values([1, 1], 4, dtype), a)];
      }, rtol);
    }
  });

  it('agrees for rows, columns, and both at once', async () => {
    for (const dtype of dtypes) {
      for (const [p, q] of [
        [[37, 21], [21]],
        [[21], [37, 21]],
        [
          [37, 21],
          [37, 1],
        ],
        [
          [37, 1],
          [1, 21],
        ],
        [
          [3, 1, 5, 1],
          [2, 1, 7],
        ],
        [[1, 1, 1], [1]],
        [
          [0, 3],
          [1, 3],
        ],
        [
          [2, 0],
          [2, 1],
        ],
        [[2, 3], [2]],
      ] as const) {
        await expectSame(() => [op(values([...p], 1, dtype), values([...q], 2, dtype))], rtol);
      }
    }
  });
});

describe('broadcasting', () => {
  const shapes = fc
    .array(fc.record({ size: fc.integer({ min: 1, max: 5 }), a: fc.boolean(), b: fc.boolean() }), { maxLength: 6 })
    .chain((axes) =>
      fc.record({
        axes: fc.constant(axes),
        dropA: fc.integer({ min: 0, max: axes.length }),
        dropB: fc.integer({ min: 0, max: axes.length }),
      }),
    );

  it('agrees for any shapes, float32, int32 and bool', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ axes, dropA, dropB }) => {
        const a = axes.map((axis) => (axis.a ? axis.size : 1)).slice(dropA);
        const b = axes.map((axis) => (axis.b ? axis.size : 1)).slice(dropB);
        await expectSame(() => [
          tf.sub(values(a, 1), values(b, 2)),
          tf.less(values(a, 1), values(b, 2)),
          tf.sub(values(a, 1, 'int32'), values(b, 2, 'int32')),
          tf.greater(values(a, 1, 'int32'), values(b, 2, 'int32')),
          tf.logicalAnd(values(a, 1, 'bool'), values(b, 2, 'bool')),
        ]);
      }),
      { numRuns: 150, seed: 12 },
    );
  });

  it('agrees where rows or columns are cut into chunks', async () => {
    for (const [p, q] of [
      [[3, 20_011], [20_011]],
      [
        [20_011, 3],
        [20_011, 1],
      ],
      [
        [3, 20_011],
        [3, 1],
      ],
      [
        [3, 1],
        [1, 20_011],
      ],
      [[700, 65], [65]],
      [
        [5, 130, 7, 9],
        [5, 1, 7, 1],
      ],
      [
        [2, 9, 3, 7, 5, 11],
        [1, 9, 1, 7, 1, 11],
      ],
      [
        [33_000, 2],
        [1, 2],
      ],
    ] as const) {
      await expectSame(() => [
        tf.sub(values([...p], 1), values([...q], 2)),
        tf.sub(values([...q], 1), values([...p], 2)),
        tf.lessEqual(values([...p], 1), values([...q], 2)),
        tf.mul(values([...q], 1, 'int32'), values([...p], 2, 'int32')),
        tf.logicalOr(values([...p], 1, 'bool'), values([...q], 2, 'bool')),
      ]);
    }
  });
});

describe('where, addN, fill and casts', () => {
  it('where agrees for each type, with broadcasting', async () => {
    for (const dtype of DTYPES) {
      for (const [c, shape] of [
        [[7], [7]],
        [
          [5, 3],
          [5, 3],
        ],
        [
          [5, 1],
          [5, 3],
        ],
        [[3], [5, 3]],
        [[], [5, 3]],
        [[0], [0]],
        [[LARGE], [LARGE]],
      ] as const) {
        await expectSame(() => [
          tf.where(values([...c], 1, 'bool'), values([...shape], 2, dtype), values([...shape], 3, dtype)),
        ]);
      }
    }
  });

  it('addN agrees for one to four tensors', async () => {
    for (const dtype of ['float32', 'int32'] as const) {
      for (const n of [0, 1, 7, LARGE]) {
        for (let count = 1; count < 5; count++) {
          await expectSame(() => [tf.addN(Array.from({ length: count }, (_, i) => values([n], i, dtype)))]);
        }
      }
    }
  });

  it('fill agrees for each type', async () => {
    for (const n of [0, 1, 5, LARGE]) {
      await expectSame(() => [
        tf.fill([n], 0.1),
        tf.fill([n], Number.NaN),
        tf.fill([n], -7, 'int32'),
        tf.fill([n, 2], 1, 'bool'),
      ]);
    }
  });

  it('casts to int32 modulo 2^32 as JavaScript does', async () => {
    const data = [
      2147483647, 2147483648, -2147483648, 4294967296, 1e10, -1e10, 3e38, -1.9, 1.9, 8388609.5, -4294967808,
    ];
    await expectSame(() => [tf.cast(tf.tensor1d(data), 'int32')]);
  });

  it('leaves complex numbers and strings to the CPU kernels', async () => {
    await expectSame(() => {
      const z = tf.complex([1, 2], [3, 4]);
      return [tf.real(tf.mul(z, z)), tf.imag(tf.add(z, z)), tf.equal(tf.tensor(['a', 'b']), tf.tensor(['a', 'c']))];
    });
  });
});

describe('gradients', () => {
  /** Differences such as 1 - y, y near 1, keep the absolute precision only. */
  const GRADIENTS = [1e-5, 2e-6] as const;
  const smooth = (shape: number[], key: number) => values(shape, key, 'float32', false);
  const names = ['sqrt', 'log', 'rsqrt', 'log1p'];
  const DIFFERENTIABLE = Object.entries(UNARY).filter(
    ([name]) => !/^(is|to|logical|ones|zeros)/.test(name) && !['sign', 'step'].includes(name),
  );

  it.each(DIFFERENTIABLE)('of %s agree', async (name, op) => {
    await expectSame(
      () => {
        const x = names.includes(name) ? tf.add(tf.abs(smooth([5, 7], 1)), 0.1) : smooth([5, 7], 1);
        return [tf.grad((v: tf.Tensor) => op(v))(x, smooth([5, 7], 2))];
      },
      ...GRADIENTS,
    );
  });

  it.each(Object.entries(ARITHMETIC).filter(([name]) => name !== 'floorDiv'))('of %s agree', async (name, op) => {
    // TensorFlow.js' gradients of maximum, minimum and squaredDifference know no broadcasting.
    const broadcasts = !['maximum', 'minimum', 'squaredDifference', 'prelu'].includes(name);
    await expectSame(
      () => {
        const a = tf.add(tf.abs(smooth([5, 7], 1)), 0.1);
        const b = smooth(broadcasts ? [7] : [5, 7], 2);
        return tf.grads((p: tf.Tensor, q: tf.Tensor) => op(p, q))([a, b], smooth([5, 7], 3));
      },
      ...GRADIENTS,
    );
  });

  it('of where, softmax and dropout agree', async () => {
    await expectSame(
      () => {
        const x = smooth([5, 7], 1);
        const dy = smooth([5, 7], 2);
        const chosen = tf.grads((p: tf.Tensor, q: tf.Tensor) => tf.where(values([5, 7], 4, 'bool'), p, q))([x, dy], dy);
        const others = [
          (v: tf.Tensor) => tf.softmax(v),
          (v: tf.Tensor) => tf.logSoftmax(v),
          (v: tf.Tensor) => tf.dropout(v, 0.5, undefined, 3),
        ].map((f) => tf.grad(f)(x, dy));
        return [...chosen, ...others];
      },
      ...GRADIENTS,
    );
  });

  it('call no kernel of the CPU backend but sums, shapes and views', async () => {
    await useSimdBackend();
    // Reductions and shapes are other families; the rest of the list only relabels tensors.
    const others = new Set(['Identity', 'Reshape', 'Sum', 'Softmax', 'LogSoftmax', 'Max', 'Transpose', 'Mod']);
    const x = smooth([4, 8], 1);
    const y = smooth([8], 2);
    const fs: ((v: tf.Tensor) => tf.Tensor)[] = [
      ...DIFFERENTIABLE.map(([, op]) => op),
      ...Object.values(ARITHMETIC).flatMap((op) => [(v: tf.Tensor) => op(v, x), (v: tf.Tensor) => op(x, v)]),
      (v) => tf.add(v, y),
      (v) => tf.div(y, v),
      (v) => tf.softmax(v),
      (v) => tf.dropout(v, 0.5, undefined, 3),
    ];
    const left = new Set<string>();
    for (const f of fs) {
      const { kernelNames } = await tf.profile(() => tf.tidy(() => tf.grad((v: tf.Tensor) => tf.sum(f(v)))(x)));
      for (const name of kernelNames) {
        if (tf.getKernel(name, 'simd')!.kernelFunc === tf.getKernel(name, 'cpu')!.kernelFunc) left.add(name);
      }
    }
    expect([...left].filter((name) => !others.has(name))).toEqual([]);
  });
});
