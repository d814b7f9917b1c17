import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { Adam, softmaxCrossEntropy } from '../src';

const gradients = [0.5, -2, 1e-6, 3].map((scale) => Float32Array.from([0.3, -1, 2, 0], (value) => value * scale));

/** Keras' formula, written out in float64. */
function byFormula(start: number[], learningRate: number): number[] {
  const m = [0, 0, 0, 0];
  const v = [0, 0, 0, 0];
  const x = [...start];
  gradients.forEach((gradient, index) => {
    const t = index + 1;
    const rate = (learningRate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
    for (let i = 0; i < 4; i++) {
      m[i] = 0.9 * m[i]! + 0.1 * gradient[i]!;
      v[i] = 0.999 * v[i]! + 0.001 * gradient[i]! ** 2;
      x[i] = x[i]! - (rate * m[i]!) / (Math.sqrt(v[i]!) + 1e-7);
    }
  });
  return x;
}

function byAdam(start: number[]): Float32Array {
  const initial = tf.tensor1d(start);
  const variable = tf.variable(initial);
  initial.dispose();
  const adam = new Adam({ learningRate: 0.1 });
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

  it("takes Keras' steps by composed operations and leaves no tensor", async () => {
    await tf.setBackend('cpu');
    expect(tf.getKernel('FusedAdam', 'cpu')).toBeUndefined();
    const before = tf.memory().numTensors;
    expectAllClose(byAdam(start), byFormula(start, 0.1), close);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes the same steps through the fused kernel', async () => {
    await useSimdBackend();
    expect(tf.getKernel('FusedAdam', 'simd')).toBeDefined();
    const before = tf.memory().numTensors;
    expectAllClose(byAdam(start), byFormula(start, 0.1), close);
    expect(tf.memory().numTensors).toBe(before);
    await tf.setBackend('cpu');
  });

  it('refuses moments of another model and bad rates', () => {
    const adam = new Adam();
    const [a, b] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([3]))];
    adam.apply([a], [tf.ones([2])]);
    expect(() => adam.apply([b], [tf.ones([3])])).toThrow(expect.objectContaining({ code: 'WEIGHTS_MISMATCH' }));
    expect(() => new Adam({ learningRate: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => new Adam({ beta1: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('softmaxCrossEntropy', () => {
  it('has the gradient (p - y) / batch, also where the softmax is saturated', () => {
    const logits = tf.tensor2d([200, 0, -200, 1, 2, 3], [2, 3]);
    const gradient = tf
      .grad((z) => softmaxCrossEntropy(z, Int32Array.of(1, 2)))(logits)
      .dataSync();
    const sum = 1 + Math.exp(-1) + Math.exp(-2);
    const second = [Math.exp(-2) / sum, Math.exp(-1) / sum, 1 / sum - 1];
    expectAllClose(gradient, [0.5, -0.5, 0, ...second.map((value) => value / 2)], { atol: 1e-6, why: 'float32' });
    expect(softmaxCrossEntropy(logits, Int32Array.of(1, 2)).dataSync()[0]).toBeCloseTo((200 + Math.log(sum)) / 2, 4);
  });
});
