// One fresh process of ours: argument TASK (JSON); prints an outcome as JSON.
import { useSimdBackend } from '@ser/backend-simd';
import { Adam, fit } from '@ser/train';
import type * as tf from '@tensorflow/tfjs-core';
import { clips } from '../../training/programs/clips';
import { fusedNetwork } from '../../training/programs/fusedNetworks';
import { peakBytes } from '../../training/programs/peakBytes';
import { BATCH, type LoopTask } from '../tasks';
import { bareSteps } from './bareSteps';

const task = JSON.parse(process.argv[2] ?? '') as LoopTask;

async function check({ network, steps }: Extract<LoopTask, { task: 'check' }>): Promise<number[]> {
  const data = clips(network, BATCH);
  const model = () => fusedNetwork(network, { dropout: 0 });
  const { epochs } = await fit(model(), data, { epochs: steps, batchSize: BATCH });
  const optimizer = new Adam();
  const bare = bareSteps(model(), data, BATCH, optimizer);
  const differences = epochs.map(({ loss }) => {
    let value = Number.NaN;
    bare.epoch((batch: tf.Scalar) => {
      value = batch.dataSync()[0]!;
    });
    return Math.abs(value / loss - 1);
  });
  return [Math.max(...differences)];
}

/** Who comes first changes from pair to pair, so that a machine that slows down or speeds up favours neither. */
async function epochs({ network, rows, pairs }: Extract<LoopTask, { task: 'epochs' }>): Promise<number[]> {
  const data = clips(network, rows);
  const model = fusedNetwork(network);
  const optimizer = new Adam();
  const bare = bareSteps(model, data, BATCH, optimizer);
  const byFit = async (epoch: number) => {
    await fit(model, data, { initialEpoch: epoch, epochs: epoch + 1, batchSize: BATCH, optimizer });
  };
  const timed = async (action: () => void | Promise<void>) => {
    const began = performance.now();
    await action();
    return performance.now() - began;
  };
  const values: number[] = [];
  // The first pair warms up.
  for (let pair = 0; pair <= pairs; pair++) {
    const bareFirst = pair % 2 === 1 ? await timed(bare.epoch) : undefined;
    const fitted = await timed(() => byFit(pair));
    const byHand = bareFirst ?? (await timed(bare.epoch));
    if (pair > 0) values.push(fitted, byHand);
  }
  return values;
}

await useSimdBackend({ threads: task.threads });
const values = task.task === 'check' ? await check(task) : await epochs(task);
console.log(JSON.stringify({ values, peakBytes: peakBytes() }));
