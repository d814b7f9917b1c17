import * as tf from '@tensorflow/tfjs-core';
import type { Outcome, Task } from '../tasks';
import { type BackendName, useBackend } from './backends';
import { peakBytes } from './peakBytes';

/** Milliseconds of each product of two square matrices; these backends have it computed when `matMul` returns. */
export async function multiply(
  backend: BackendName,
  { size, threads, repeats }: Extract<Task, { task: 'multiply' }>,
  home?: string,
): Promise<Outcome> {
  const note = await useBackend(backend, threads, home);
  const a = tf.reshape(tf.sin(tf.range(0, size * size)), [size, size]) as tf.Tensor2D;
  const values: number[] = [];
  const warmup = Math.min(3, repeats - 1);
  for (let i = 0; i < warmup + repeats; i++) {
    const began = performance.now();
    const product = tf.matMul(a, a);
    if (i >= warmup) values.push(performance.now() - began);
    if (i === 0 && !(product.dataSync() as Float32Array).every(Number.isFinite))
      throw new Error('the product is not finite');
    product.dispose();
  }
  return { values, peakBytes: peakBytes(), note };
}
