import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { BackendError, type SimdBackend, useSimdBackend } from '../src';
import { sizeClass } from '../src/memory';

beforeEach(() => useSimdBackend());
const used = () => (tf.backend() as SimdBackend).heap.usedBytes;

describe('the memory', () => {
  it('rounds sizes up by at most a quarter, to multiples of 64', () => {
    for (let bytes = 256; bytes < 100_000; bytes += 37) {
      const size = sizeClass(bytes);
      expect(size % 64).toBe(0);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size).toBeLessThanOrEqual(bytes * 1.25 + 64);
    }
  });

  it('is as it was after dispose, and tf.memory() tells the truth', () => {
    const before = { used: used(), memory: tf.memory() };
    tf.tidy(() => {
      const a = tf.ones([50, 40]) as tf.Tensor2D;
      const b = tf.matMul(a, a, false, true);
      expect(used()).toBeGreaterThan(before.used);
      expect(tf.memory().numBytes - before.memory.numBytes).toBe((50 * 40 + 50 * 50) * 4);
      return b.dataSync();
    });
    expect(used()).toBe(before.used);
    expect(tf.memory().numTensors).toBe(before.memory.numTensors);
    expect(tf.memory().unreliable).toBe(false);
  });

  it('does not grow over repeated training steps', () => {
    const weights = tf.variable(tf.ones([30, 20]));
    const step = () =>
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() =>
          tf.mean(tf.relu(tf.matMul(tf.ones([10, 30]), weights as tf.Tensor2D))),
        );
        weights.assign(tf.sub(weights, tf.mul(Object.values(grads)[0]!, 0.1)));
      });
    for (let i = 0; i < 3; i++) step();
    const heap = tf.backend() as SimdBackend;
    const before = [heap.heap.heapBytes, used()];
    for (let i = 0; i < 20; i++) step();
    expect([heap.heap.heapBytes, used()]).toEqual(before);
    weights.dispose();
  });

  it('keeps a slice alive when its source goes and its block is used again', () => {
    const source = tf.relu(tf.range(0, 64));
    const part = tf.slice(source, 0, 8);
    source.dispose();
    const other = tf.relu(tf.fill([64], 7));
    expect(Array.from(part.dataSync())).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    tf.dispose([part, other]);
  });

  it('hands out copies that later growth and kernels leave alone', () => {
    const x = tf.relu(tf.ones([8]));
    const data = x.dataSync();
    data[0] = 5;
    const big = tf.relu(tf.ones([3_000_000]));
    expect(Array.from(data)).toEqual([5, 1, 1, 1, 1, 1, 1, 1]);
    expect(Array.from(x.dataSync())).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    tf.dispose([x, big]);
  });

  it('keeps reshaped tensors, complex numbers and strings', () => {
    const x = tf.relu(tf.ones([4]));
    const y = tf.reshape(x, [2, 2]);
    x.dispose();
    expect(Array.from(y.dataSync())).toEqual([1, 1, 1, 1]);
    const z = tf.complex([1, 2], [3, 4]);
    expect(Array.from(z.dataSync())).toEqual([1, 3, 2, 4]);
    expect(Array.from(tf.tensor1d(['a', 'ß']).dataSync())).toEqual(['a', 'ß']);
    tf.dispose([y, z]);
  });

  it('moves tensors from another backend and back', async () => {
    await tf.setBackend('cpu');
    const x = tf.tensor1d([1, -2]);
    await useSimdBackend();
    const y = tf.relu(x);
    await tf.setBackend('cpu');
    expect(Array.from(tf.add(y, 1).dataSync())).toEqual([2, 1]);
  });

  it('answers a full memory with a BackendError that says what to do, and goes on', async () => {
    tf.removeBackend('simd');
    await useSimdBackend({ memory: 8 * 2 ** 20, threads: 2 });
    const x = tf.ones([400_000]);
    expect(() => tf.tidy(() => [1, 2, 3].map(() => tf.relu(x)))).toThrow(BackendError);
    expect(() => tf.tidy(() => [1, 2, 3].map(() => tf.relu(x)))).toThrow(/1,600,000 bytes does not fit.*Dispose/s);
    expect(tf.relu(tf.tensor1d([-1, 2])).dataSync()[1]).toBe(2);
    await expect(useSimdBackend({ memory: 1e9 })).rejects.toMatchObject({ code: 'ALREADY_CONFIGURED' });
    tf.removeBackend('simd');
    await expect(useSimdBackend({ memory: -1 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await useSimdBackend();
  });
});
