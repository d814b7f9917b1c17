import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Outcome, Task } from '../tasks';
import { type BackendName, useBackend } from './backends';
import { BATCH, clips, DATA_BATCHES } from './clips';
import { fusedNetwork } from './fusedNetworks';
import { peakBytes } from './peakBytes';
import { plainNetwork } from './plainNetworks';

type Train = Extract<Task, { task: 'train' }>;

/** Milliseconds of each training step after the warm-up. */
export async function train(backend: BackendName, task: Train, home?: string): Promise<Outcome> {
  const note = await useBackend(backend, task.threads, home);
  const total = task.warmup + task.steps;
  const batches = Math.min(DATA_BATCHES, total);
  const data = clips(task.network, BATCH * batches);
  const epochs = Math.ceil(total / batches);
  const ends: number[] = [];
  const onBatchEnd = () => void ends.push(performance.now());
  const model = backend === 'simd' ? fusedNetwork(task.network) : plainNetwork(task.network);
  const began = performance.now();
  if (backend === 'simd') await trainFused(model, data, epochs, onBatchEnd);
  else await trainPlain(model, data, epochs, onBatchEnd);
  const times = ends.map((end, i) => end - (ends[i - 1] ?? began));
  return { values: times.slice(task.warmup, total), peakBytes: peakBytes(), weights: hashOf(model), note };
}

async function trainFused(model: LayersModel, data: ReturnType<typeof clips>, epochs: number, onBatchEnd: () => void) {
  const { fit } = await import('@ser/train');
  await fit(model, data, { epochs, batchSize: BATCH, callbacks: [{ onBatchEnd }] });
}

async function trainPlain(model: LayersModel, data: ReturnType<typeof clips>, epochs: number, onBatchEnd: () => void) {
  const x = tf.tensor(data.x, [data.y.length, ...data.shape]);
  const y = tf.oneHot(tf.tensor1d(data.y, 'int32'), data.classes);
  model.compile({ optimizer: tf.train.adam(), loss: 'categoricalCrossentropy' });
  await model.fit(x, y, { epochs, batchSize: BATCH, verbose: 0, callbacks: { onBatchEnd } });
}

function hashOf(model: LayersModel): string {
  const hash = createHash('sha256');
  for (const weight of model.getWeights()) hash.update(new Uint8Array(weight.dataSync().slice().buffer));
  return hash.digest('hex');
}
