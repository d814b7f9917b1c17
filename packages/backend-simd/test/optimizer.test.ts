import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { useSimdBackend } from '../src';

beforeAll(() => useSimdBackend({ threads: 2 }));

/** Values in -scale ... scale, from a small generator. */
function random(n: number, key: number, scale = 1): Float32Array {
  let state = (key * 2654435761 + 12345) >>> 0;
  return Float32Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * scale;
  });
}

const attrs = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, step: 3 };
type State = Record<'variable' | 'm' | 'v' | 'gradient', Float32Array>;

function state(n: number): State {
  return {
    variable: random(n, 1),
    m: random(n, 2, 0.1),
    v: random(n, 3, 0.1).map((value) => value * value),
    gradient: random(n, 4),
  };
}

/** Keras' Adam and AdamW in float64. */
function byFormula({ variable, m, v, gradient }: State, weightDecay: number): number[][] {
  const { learningRate, beta1, beta2, epsilon, step } = attrs;
  const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  const newM = Array.from(m, (value, i) => beta1 * value + (1 - beta1) * gradient[i]!);
  const newV = Array.from(v, (value, i) => beta2 * value + (1 - beta2) * gradient[i]! ** 2);
  const newW = Array.from(
    variable,
    (value, i) => value * (1 - learningRate * weightDecay) - (rate * newM[i]!) / (Math.sqrt(newV[i]!) + epsilon),
  );
  return [newW, newM, newV];
}

describe.each([
  ['FusedAdam', 0],
  ['FusedAdamW', 0.3],
])('%s', (name, weightDecay) => {
  // 40,003 values are three chunks.
  it.each([1, 2, 3, 4, 5, 17, 130, 40_003])("follows Keras' formula on %i values, in new tensors", (n) => {
    tf.tidy(() => {
      const values = state(n);
      const inputs = Object.fromEntries(Object.entries(values).map(([key, data]) => [key, tf.tensor1d(data)]));
      const results = tf
        .engine()
        .runKernel(name, inputs as tf.NamedTensorMap, { ...attrs, weightDecay }) as tf.Tensor[];
      byFormula(values, weightDecay).forEach((expected, i) => {
        expectAllClose(results[i]!.dataSync(), expected, { rtol: 2e-6, atol: 1e-7, why: ['variable', 'm', 'v'][i]! });
      });
      for (const [key, data] of Object.entries(values)) expect(inputs[key]!.dataSync()).toEqual(data);
    });
  });

  it('writes in place where nothing shares the memory, and elsewhere leaves what is shared', () => {
    const values = state(70_000);
    const tensors = Object.entries(values).map(([key, data]) => {
      const initial = tf.tensor1d(data);
      const variable = tf.variable(initial);
      initial.dispose();
      return [key, variable] as const;
    });
    const inputs = Object.fromEntries(tensors) as Record<keyof State, tf.Variable>;
    const kept = tf.clone(inputs.variable);
    const results = tf
      .engine()
      .runKernel(name, inputs, { ...attrs, weightDecay, inPlace: true }) as unknown as tf.Tensor[];
    expect(results[0]!.dataId).not.toBe(inputs.variable.dataId);
    expect(results[1]!.dataId).toBe(inputs.m.dataId);
    expect(results[2]!.dataId).toBe(inputs.v.dataId);
    expect(kept.dataSync()).toEqual(values.variable);
    const [newW, newM, newV] = byFormula(values, weightDecay);
    expectAllClose(inputs.m.dataSync(), newM!, { rtol: 2e-6, atol: 1e-7, why: 'the variable itself changed' });
    expectAllClose(inputs.v.dataSync(), newV!, { rtol: 2e-6, atol: 1e-7, why: 'the variable itself changed' });
    expectAllClose(results[0]!.dataSync(), newW!, { rtol: 2e-6, atol: 1e-7, why: 'shared, so a new tensor' });
    tf.dispose([kept, ...results, ...Object.values(inputs)]);
  });

  it('refuses shapes that differ', () => {
    tf.tidy(() => {
      const a = tf.zeros([3]);
      const inputs = { variable: a, m: a, v: a, gradient: tf.zeros([4]) };
      expect(() => tf.engine().runKernel(name, inputs, attrs)).toThrow(/one shape; received .*float32\[4\]/);
    });
  });
});

describe('FusedSoftmaxCrossEntropy', () => {
  /** Loss and gradient of each row in float64, from targets that are already weighted. */
  function expected(z: Float32Array, y: Float32Array, classes: number): { loss: number[]; gradient: number[] } {
    const loss: number[] = [];
    const gradient: number[] = [];
    for (let r = 0; r < z.length / classes; r++) {
      const row = Array.from(z.subarray(r * classes, (r + 1) * classes));
      const target = Array.from(y.subarray(r * classes, (r + 1) * classes));
      const top = Math.max(...row);
      const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
      const mass = target.reduce((total, value) => total + value, 0);
      loss.push(target.reduce((total, value, c) => total + value * (Math.log(sum) + top - row[c]!), 0));
      gradient.push(...row.map((value, c) => (Math.exp(value - top) / sum) * mass - target[c]!));
    }
    return { loss, gradient };
  }

  function run(inputs: Record<string, tf.Tensor | undefined>): { loss: Float32Array; gradient: Float32Array } {
    const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor)) as tf.NamedTensorMap;
    const [loss, gradient] = tf.engine().runKernel('FusedSoftmaxCrossEntropy', given) as tf.Tensor[];
    return { loss: loss!.dataSync() as Float32Array, gradient: gradient!.dataSync() as Float32Array };
  }

  it('agrees with float64 for class indices, soft labels and class weights of any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 1, max: 18 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 0, max: 1000 }),
        (batch, classes, soft, weighted, key) => {
          tf.tidy(() => {
            const z = random(batch * classes, key, 20);
            const labels = Int32Array.from({ length: batch }, (_, r) => (r * 7 + key) % classes);
            const weights = random(classes, key + 1).map((value) => value + 1.5);
            const y = soft
              ? random(batch * classes, key + 2).map((value) => Math.max(0, value))
              : Float32Array.from({ length: batch * classes }, (_, i) =>
                  labels[Math.floor(i / classes)] === i % classes ? 1 : 0,
                );
            const weightedY = y.map((value, i) => (weighted ? value * weights[i % classes]! : value));
            const result = run({
              logits: tf.tensor2d(z, [batch, classes]),
              labels: soft ? tf.tensor2d(y, [batch, classes]) : tf.tensor1d(labels, 'int32'),
              classWeights: weighted ? tf.tensor1d(weights) : undefined,
            });
            const { loss, gradient } = expected(z, weightedY, classes);
            expectAllClose(result.loss, loss, { rtol: 1e-5, atol: 1e-5, why: 'float32 against float64' });
            expectAllClose(result.gradient, gradient, { rtol: 1e-5, atol: 3e-6, why: 'float32 against float64' });
          });
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });

  it('takes batches of several chunks, and saturated logits', () => {
    tf.tidy(() => {
      const z = random(3000 * 8, 3, 200);
      const labels = Int32Array.from({ length: 3000 }, (_, r) => r % 8);
      const y = Float32Array.from({ length: 3000 * 8 }, (_, i) => (labels[i >> 3] === (i & 7) ? 1 : 0));
      const result = run({ logits: tf.tensor2d(z, [3000, 8]), labels: tf.tensor1d(labels, 'int32') });
      const { loss, gradient } = expected(z, y, 8);
      expectAllClose(result.loss, loss, { rtol: 1e-5, atol: 1e-5, why: 'float32 against float64' });
      expectAllClose(result.gradient, gradient, { rtol: 1e-5, atol: 1e-6, why: 'float32 against float64' });
    });
  });

  it('gives NaN for rows that hold one, and for no other row', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([1, Number.NaN, 3, 1, 2, 3], [2, 3]);
      const { loss, gradient } = run({ logits, labels: tf.tensor1d([0, 1], 'int32') });
      expect(loss[0]).toBeNaN();
      expect(Array.from(gradient.subarray(0, 3)).every(Number.isNaN)).toBe(true);
      expect(loss[1]).toBeCloseTo(Math.log(Math.exp(-1) + 1 + Math.exp(1)), 5);
    });
  });

  it('refuses labels out of range and shapes that do not fit', () => {
    tf.tidy(() => {
      const logits = tf.zeros([2, 3]);
      expect(() => run({ logits, labels: tf.tensor1d([0, 3], 'int32') })).toThrow(/label 3 of row 1 .*\(0 to 2\)/);
      expect(() => run({ logits, labels: tf.zeros([2, 4]) })).toThrow(/float32\[2,3\], float32\[2,4\], none/);
    });
  });
});
