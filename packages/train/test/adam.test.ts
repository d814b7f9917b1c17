import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { Adam, softmaxCrossEntropy } from '../src';

const gradients = [0.5, -2, 1e-6, 3].map((scale) => Float32Array.from([0.3, -1, 2, 0], (value) => value * scale));

/** Keras' formula, written out in float64. */
function byFormula(start: number[], learningRate: number, weightDecay: number): number[] {
  const m = [0, 0, 0, 0];
  const v = [0, 0, 0, 0];
  const x = [...start];
  gradients.forEach((gradient, index) => {
    const t = index + 1;
    const rate = (learningRate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
    for (let i = 0; i < 4; i++) {
      m[i] = 0.9 * m[i]! + 0.1 * gradient[i]!;
      v[i] = 0.999 * v[i]! + 0.001 * gradient[i]! ** 2;
      x[i] = x[i]! * (1 - learningRate * weightDecay) - (rate * m[i]!) / (Math.sqrt(v[i]!) + 1e-7);
    }
  });
  return x;
}

function byAdam(start: number[], weightDecay: number): Float32Array {
  const initial = tf.tensor1d(start);
  const variable = tf.variable(initial);
  initial.dispose();
  const adam = new Adam({ learningRate: 0.1, weightDecay });
  for (const gradient of gradients) tf.tidy(() => adam.apply([variable], [tf.tensor1d(gradient)]));
  expect(adam.step).toBe(4);
  const result = variable.dataSync() as Float32Array;
  adam.dispose();
  variable.dispose();
  return result.slice();
}

describe('Adam', () => {
  const start = [1, 2, 3, 4];
  const close = { rtol: 1e-6, atol: 1e-6, why: 'float32 against float64, four steps' };

  it.each([0, 0.02])(
    "takes Keras' steps by composed operations and leaves no tensor: weightDecay %d",
    async (decay) => {
      await tf.setBackend('cpu');
      expect(tf.getKernel('FusedAdam', 'cpu')).toBeUndefined();
      const before = tf.memory().numTensors;
      expectAllClose(byAdam(start, decay), byFormula(start, 0.1, decay), close);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it.each([0, 0.02])('takes the same steps through the fused kernel: weightDecay %d', async (decay) => {
    await useSimdBackend();
    expect(tf.getKernel('FusedAdamW', 'simd')).toBeDefined();
    const before = tf.memory().numTensors;
    expectAllClose(byAdam(start, decay), byFormula(start, 0.1, decay), close);
    expect(tf.memory().numTensors).toBe(before);
    await tf.setBackend('cpu');
  });

  it('steps in the memory of a variable, but never in that of a clone', async () => {
    await useSimdBackend();
    const initial = tf.tensor1d(start);
    const variable = tf.variable(initial);
    initial.dispose();
    const adam = new Adam({ learningRate: 0.1 });
    const step = () => tf.tidy(() => adam.apply([variable], [tf.ones([4])]));
    step();
    const before = variable.dataId;
    step();
    expect(variable.dataId).toBe(before);
    const values = variable.dataSync();
    const clone = tf.clone(variable);
    step();
    expect(clone.dataSync()).toEqual(values);
    expect(variable.dataSync()).not.toEqual(values);
    adam.dispose();
    tf.dispose([clone, variable]);
    await tf.setBackend('cpu');
  });

  it('refuses moments of another model and bad rates', () => {
    const adam = new Adam();
    const [a, b] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([3]))];
    adam.apply([a], [tf.ones([2])]);
    expect(() => adam.apply([b], [tf.ones([3])])).toThrow(expect.objectContaining({ code: 'WEIGHTS_MISMATCH' }));
    expect(() => new Adam({ learningRate: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => new Adam({ weightDecay: -1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => new Adam({ beta1: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe.each(['cpu', 'simd'])('softmaxCrossEntropy on %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'simd') await useSimdBackend();
    else await tf.setBackend(backend);
    expect(tf.getKernel('FusedSoftmaxCrossEntropy', tf.getBackend()) !== undefined).toBe(backend === 'simd');
  });
  afterAll(() => tf.setBackend('cpu'));

  const sum = 1 + Math.exp(-1) + Math.exp(-2);
  const p = [Math.exp(-2) / sum, Math.exp(-1) / sum, 1 / sum];
  const close = { atol: 1e-6, why: 'float32' };

  it('has the gradient (p - y) / batch, also where the softmax is saturated', () => {
    const logits = tf.tensor2d([200, 0, -200, 1, 2, 3], [2, 3]);
    const gradient = tf
      .grad((z) => softmaxCrossEntropy(z, Int32Array.of(1, 2)))(logits)
      .dataSync();
    expectAllClose(gradient, [0.5, -0.5, 0, p[0]! / 2, p[1]! / 2, (p[2]! - 1) / 2], close);
    expect(softmaxCrossEntropy(logits, Int32Array.of(1, 2)).dataSync()[0]).toBeCloseTo((200 + Math.log(sum)) / 2, 4);
  });

  it('takes soft labels and class weights', () => {
    const logits = tf.tensor2d([1, 2, 3], [1, 3]);
    const labels = tf.tensor2d([0.25, 0, 0.75], [1, 3]);
    const loss = (z: tf.Tensor) => softmaxCrossEntropy(z, labels, { classWeights: [2, 5, 1] });
    // Weighted shares 0.5, 0, 0.75.
    const expected = 0.5 * -Math.log(p[0]!) + 0.75 * -Math.log(p[2]!);
    expect(loss(logits).dataSync()[0]).toBeCloseTo(expected, 5);
    expectAllClose(tf.grad(loss)(logits).dataSync(), [1.25 * p[0]! - 0.5, 1.25 * p[1]!, 1.25 * p[2]! - 0.75], close);
    const byIndex = softmaxCrossEntropy(logits, Int32Array.of(1), { classWeights: [2, 5, 1] });
    expect(byIndex.dataSync()[0]).toBeCloseTo(5 * -Math.log(p[1]!), 5);
    expect(() => softmaxCrossEntropy(logits, labels, { classWeights: [1] })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});
