import * as tf from '@tensorflow/tfjs-core';
import type { Outcome, Task } from '../tasks';
import { type BackendName, useBackend } from './backends';
import { clips } from './clips';
import { fusedNetwork } from './fusedNetworks';
import { peakBytes } from './peakBytes';

/** Milliseconds of model 4 on one clip, from the samples in JavaScript to the probabilities in JavaScript. */
export async function infer(
  backend: BackendName,
  { threads, repeats }: Extract<Task, { task: 'infer' }>,
  home?: string,
): Promise<Outcome> {
  const note = await useBackend(backend, threads, home);
  const model = fusedNetwork('cnn4');
  const { x, shape } = clips('cnn4', 1);
  const values: number[] = [];
  const warmup = Math.min(20, repeats - 1);
  for (let i = 0; i < warmup + repeats; i++) {
    const began = performance.now();
    tf.tidy(() => {
      const probabilities = model.predict(tf.tensor(x, [1, ...shape])) as tf.Tensor;
      probabilities.dataSync();
    });
    if (i >= warmup) values.push(performance.now() - began);
  }
  return { values, peakBytes: peakBytes(), note };
}
