import { createRequire } from 'node:module';
import type { Outcome, Task } from '../tasks';
import { BATCH, clips } from './clips';
import { peakBytes } from './peakBytes';

/** From before the first import to the end of the first training step of model 4. Only for our own backend. */
export async function firstStep({ threads }: Extract<Task, { task: 'firstStep' }>): Promise<Outcome> {
  const data = clips('cnn4', BATCH);
  const began = performance.now();
  const { useSimdBackend } = await import('@ser/backend-simd');
  const { cnn2d } = await import('@ser/models');
  const { fit } = await import('@ser/train');
  await useSimdBackend({ threads });
  await fit(cnn2d({ filters: [32, 64, 64, 64] }), data, { epochs: 1, batchSize: BATCH });
  return { values: [performance.now() - began], peakBytes: peakBytes() };
}

/** From before the first import to the values of a small product. */
export async function firstResult({
  threads,
  modules = 'import',
}: Extract<Task, { task: 'firstResult' }>): Promise<Outcome> {
  const began = performance.now();
  const { tf, useSimdBackend } = await packages[modules]();
  await useSimdBackend({ threads });
  await tf.matMul(tf.ones([64, 64]), tf.ones([64, 64])).data();
  return { values: [performance.now() - began], peakBytes: peakBytes() };
}

const packages = {
  async import() {
    const { useSimdBackend } = await import('@ser/backend-simd');
    return { useSimdBackend, tf: await import('@tensorflow/tfjs-core') };
  },
  async require() {
    const require = createRequire(import.meta.url);
    const { useSimdBackend } = require('@ser/backend-simd') as typeof import('@ser/backend-simd');
    return { useSimdBackend, tf: require('@tensorflow/tfjs-core') as typeof import('@tensorflow/tfjs-core') };
  },
};
