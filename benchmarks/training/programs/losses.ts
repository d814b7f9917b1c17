import { writeFileSync } from 'node:fs';
import { useSimdBackend } from '@ser/backend-simd';
import { fit } from '@ser/train';
import type { Outcome, Task } from '../tasks';
import { BATCH, clips } from './clips';
import { fusedNetwork } from './fusedNetworks';
import { peakBytes } from './peakBytes';

/** Losses of some steps on one batch, without dropout, from weights that Keras starts from as well. */
export async function losses(task: Extract<Task, { task: 'losses' }>): Promise<Outcome> {
  await useSimdBackend({ threads: task.threads });
  const model = fusedNetwork(task.network, { dropout: 0 });
  const weights = model.getWeights().map((weight) => weight.dataSync() as Float32Array);
  writeFileSync(task.weights, Buffer.concat(weights.map((values) => new Uint8Array(values.slice().buffer))));
  const { epochs } = await fit(model, clips(task.network, BATCH), { epochs: task.steps, batchSize: BATCH });
  return { values: epochs.map(({ loss }) => loss), peakBytes: peakBytes() };
}
