import * as tf from '@tensorflow/tfjs-core';
import { SimdBackend, useSimdBackend } from '../src';

const OTHER = 'simd2';

// What the conformance suite's "Switching cpu backends" asks, which it makes for a backend called `cpu` only.
describe('two backends in one engine', () => {
  beforeAll(async () => {
    await useSimdBackend();
    tf.registerBackend(OTHER, () => SimdBackend.create({ memory: 2 ** 24, threads: 1 }));
    tf.registerKernel({ ...tf.getKernel('Add', 'simd'), backendName: OTHER });
    await tf.setBackend(OTHER);
  });

  afterAll(() => {
    tf.removeBackend(OTHER);
    tf.unregisterKernel('Add', OTHER);
  });

  async function tensors(): Promise<[tf.Tensor, tf.Tensor]> {
    await tf.setBackend('simd');
    const a = tf.tensor1d([5, 6, 7, 8, 9]);
    await tf.setBackend(OTHER);
    return [a, tf.scalar(3)];
  }

  it('read what the other one holds, and count it once', async () => {
    const before = tf.memory();
    const [a, b] = await tensors();
    expect(Array.from(await a.data())).toEqual([5, 6, 7, 8, 9]);
    expect(Array.from(await b.data())).toEqual([3]);
    await tf.setBackend('simd');
    expect(Array.from(await b.data())).toEqual([3]);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers + 2);
    tf.dispose([a, b]);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(tf.memory().numBytes).toBe(before.numBytes);
  });

  it('compute with tensors of the other one', async () => {
    const [a, b] = await tensors();
    for (const backend of ['simd', OTHER]) {
      await tf.setBackend(backend);
      const sum = tf.add(a, b);
      expect(Array.from(await sum.data())).toEqual([8, 9, 10, 11, 12]);
      sum.dispose();
    }
    tf.dispose([a, b]);
  });
});
