import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type SimdBackend, useSimdBackend } from '../src';

function random(shape: number[], key: number, scale = 1): tf.Tensor {
  let state = (key * 2654435761 + 12345) >>> 0;
  const size = shape.reduce((product, n) => product * n, 1);
  const data = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * scale;
  });
  return tf.tensor(data, shape, 'float32');
}

/** The same LSTM from plain operations, whose gradients TensorFlow.js knows. */
function composed(x: tf.Tensor, kernel: tf.Tensor, recurrent: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const [batch = 0, time = 0, inputDim = 0] = x.shape;
  const u = recurrent.shape[0]!;
  let h: tf.Tensor = tf.zeros([batch, u]);
  let c: tf.Tensor = tf.zeros([batch, u]);
  const steps: tf.Tensor[] = [];
  for (let t = 0; t < time; t++) {
    const at = tf.reshape(tf.slice(x, [0, t, 0], [batch, 1, inputDim]), [batch, inputDim]);
    const z = tf.add(
      tf.add(
        tf.matMul(at as tf.Tensor2D, kernel as tf.Tensor2D),
        tf.matMul(h as tf.Tensor2D, recurrent as tf.Tensor2D),
      ),
      bias,
    );
    const [i, f, g, o] = tf.split(z, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    steps.push(h);
  }
  return tf.stack(steps, 1);
}

const peak = (data: ArrayLike<number>) => Array.from(data).reduce((most, v) => Math.max(most, Math.abs(v)), 1e-6);

beforeAll(() => useSimdBackend());

describe('FusedLstm and FusedLstmGrad', () => {
  it.each([
    [3, 5, 2, 4],
    [1, 1, 1, 1],
    [2, 7, 3, 5],
    [7, 4, 9, 6],
    [5, 9, 1, 7],
    [4, 3, 8, 16],
    [2, 300, 3, 8],
  ])('agrees with composed operations: batch %i, time %i, input %i, units %i', (batch, time, inputDim, u) => {
    tf.tidy(() => {
      const x = random([batch, time, inputDim], 1);
      const kernel = random([inputDim, 4 * u], 2);
      const recurrentKernel = random([u, 4 * u], 3, 0.5);
      const bias = random([4 * u], 4);
      const dy = random([batch, time, u], 5);
      const [h, c, gates] = tf.engine().runKernel('FusedLstm', { x, kernel, recurrentKernel, bias }) as tf.Tensor[];
      const expected = composed(x, kernel, recurrentKernel, bias);
      expectAllClose(h!.dataSync(), expected.dataSync(), { atol: 1e-5, why: 'composed operations are the reference' });
      const reference = tf.grads(composed as (...xs: tf.Tensor[]) => tf.Tensor)([x, kernel, recurrentKernel, bias], dy);
      const inputs = { dy, x, kernel, recurrentKernel, h: h!, c: c!, gates: gates! };
      const all = tf.engine().runKernel('FusedLstmGrad', inputs, {}) as tf.Tensor[];
      const names = ['dx', 'dKernel', 'dRecurrentKernel', 'dBias'];
      expect(all.map((t) => t.shape)).toEqual(reference.map((t) => t.shape));
      for (const [i, gradient] of reference.entries()) {
        const data = gradient.dataSync();
        expectAllClose(all[i]!.dataSync(), data, { atol: 1e-5 * peak(data), why: names[i]! });
      }
      const some = tf.engine().runKernel('FusedLstmGrad', inputs, { needsInputGradient: false }) as tf.Tensor[];
      expect(some.map((t) => Array.from(t.dataSync()))).toEqual(all.slice(1).map((t) => Array.from(t.dataSync())));
    });
  });

  it('refuses shapes that do not fit', () => {
    const x = random([2, 3, 4], 1);
    const inputs = { x, kernel: random([5, 8], 2), recurrentKernel: random([2, 8], 3), bias: random([8], 4) };
    expect(() => tf.engine().runKernel('FusedLstm', inputs)).toThrow(/kernel \[inputDim, 4u\].*float32\[5,8\]/);
  });

  it('computes the tanh and sigmoid of gates within 3e-7, and lets NaN through', () => {
    const backend = tf.backend() as SimdBackend;
    const xs = Float32Array.from({ length: 4000 }, (_, i) => (i < 3996 ? (i - 2000) / 40 + 1e-4 : Infinity));
    xs.set([-Infinity, -100, 100], 3997);
    const x = tf.tensor1d(xs);
    const exact = [Math.tanh, (v: number) => 1 / (1 + Math.exp(-v))];
    for (const [which, f] of exact.entries()) {
      const { tensor, address } = backend.output([xs.length]);
      backend.wasm.activate(backend.address(x), address, xs.length, which);
      const y = backend.readSync(tensor.dataId) as Float32Array;
      expectAllClose(y, Array.from(xs, f), { atol: 3e-7, why: 'absolute accuracy of the approximation' });
      expect(Math.max(...y)).toBeLessThanOrEqual(1);
      expect(Math.min(...y)).toBeGreaterThanOrEqual(which === 0 ? -1 : 0);
      backend.disposeData(tensor.dataId);
      const other = backend.output([4]);
      backend.wasm.activate(backend.address(tf.tensor1d([Number.NaN, 0, Number.NaN, 1])), other.address, 4, which);
      const values = backend.readSync(other.tensor.dataId) as Float32Array;
      expect([...values].map(Number.isNaN)).toEqual([true, false, true, false]);
      backend.disposeData(other.tensor.dataId);
    }
  });
});

describe('FusedAdam', () => {
  it.each([1, 3, 4, 130])("follows Keras' formula on %i values", (n) => {
    const attrs = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, step: 3 };
    const variable = random([n], 1);
    const m = random([n], 2, 0.1);
    const v = tf.square(random([n], 3, 0.1));
    const gradient = random([n], 4);
    const [w, newM, newV] = (
      tf.engine().runKernel('FusedAdam', { variable, m, v, gradient }, attrs) as tf.Tensor[]
    ).map((t) => t.dataSync());
    const g = gradient.dataSync();
    const expectedM = m.dataSync().map((value, i) => 0.9 * value + 0.1 * g[i]!);
    const expectedV = v.dataSync().map((value, i) => 0.999 * value + 0.001 * g[i]! ** 2);
    const rate = (0.01 * Math.sqrt(1 - 0.999 ** 3)) / (1 - 0.9 ** 3);
    const expectedW = variable
      .dataSync()
      .map((value, i) => value - (rate * expectedM[i]!) / (Math.sqrt(expectedV[i]!) + 1e-7));
    expectAllClose(newM!, expectedM, { atol: 1e-7, why: 'first moment' });
    expectAllClose(newV!, expectedV, { atol: 1e-8, why: 'second moment' });
    expectAllClose(w!, expectedW, { atol: 1e-6, why: 'the updated variable' });
  });
});
