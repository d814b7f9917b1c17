// One fresh process of ours: argument TASK (JSON); prints an outcome as JSON.
import { writeFileSync } from 'node:fs';
import { useSimdBackend } from '@ser/backend-simd';
import { Adam, fit, type Samples } from '@ser/train';
import { peakBytes } from '../../benchmarks/training/programs/peakBytes';
import { readArrays } from './arrays';
import { buildNetwork } from './buildNetwork';
import { BATCH, type Task } from './tasks';

const task = JSON.parse(process.argv[2] ?? '') as Task;

/** The rows of one step, which go round and round. */
function batchOf({ x, y, ...about }: Samples, step: number): Samples {
  const size = x.length / y.length;
  const rows = Array.from({ length: BATCH }, (_, i) => (step * BATCH + i) % y.length);
  const batch = new Float32Array(BATCH * size);
  for (const [i, row] of rows.entries()) batch.set(x.subarray(row * size, (row + 1) * size), i * size);
  return { ...about, x: batch, y: Int32Array.from(rows, (row) => y[row]!) };
}

/** Each step is a `fit` of its own, so that the batch is ours to choose; Adam goes on from one to the next. */
async function firstLosses({ network, folder, steps, weights }: Extract<Task, { task: 'losses' }>): Promise<number[]> {
  const { train } = readArrays(network, folder);
  const model = buildNetwork(network, { classes: train.classes, seed: 0, dropout: 0 });
  const values = model.getWeights().map((weight) => weight.dataSync() as Float32Array);
  writeFileSync(weights, Buffer.concat(values.map((one) => new Uint8Array(one.slice().buffer))));
  const optimizer = new Adam({ learningRate: 1e-3 });
  const found: number[] = [];
  for (let step = 0; step < steps; step++) {
    const options = { initialEpoch: step, epochs: step + 1, batchSize: BATCH, optimizer };
    found.push((await fit(model, batchOf(train, step), options)).epochs[0]!.loss);
  }
  return found;
}

async function trainings({
  network,
  folder,
  epochs: count,
  seeds,
}: Extract<Task, { task: 'epochs' }>): Promise<number[]> {
  const { train, test } = readArrays(network, folder);
  const found: number[] = [];
  for (const seed of seeds) {
    const model = buildNetwork(network, { classes: train.classes, seed });
    const options = { epochs: count, batchSize: BATCH, learningRate: 1e-3, seed, validation: test };
    for (const { loss, accuracy, valLoss, valAccuracy } of (await fit(model, train, options)).epochs) {
      found.push(loss, accuracy, valLoss!, valAccuracy!);
    }
    model.dispose();
  }
  return found;
}

await useSimdBackend({ threads: task.threads });
const values = task.task === 'losses' ? await firstLosses(task) : await trainings(task);
console.log(JSON.stringify({ values, peakBytes: peakBytes() }));
