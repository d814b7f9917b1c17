/**
 * Times training steps of the report's networks on the `simd` backend, after checking gradients against TensorFlow.js'
 * CPU backend. Prints Markdown; `--json FILE` also writes JSON, `--cpu` adds one (slow) step on the stock backend.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { useSimdBackend } from '@ser/backend-simd';
import { cnn2d, cnnLstm, lstm } from '@ser/models';
import { fit } from '@ser/train';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkGradients } from './checkGradients';

const BATCH = 64;
const STEPS = 8;

interface Network {
  readonly name: string;
  readonly build: () => LayersModel;
  readonly shape: readonly number[];
  readonly classes: number;
}

const networks: readonly Network[] = [
  { name: '2-D CNN, model 4', build: () => cnn2d({ filters: [32, 64, 64, 64] }), shape: [224, 20, 1], classes: 8 },
  { name: 'LSTM 128+128, 162 steps', build: () => lstm({}), shape: [162, 1], classes: 7 },
  { name: 'CNN+LSTM, 4 blocks', build: () => cnnLstm({ blocks: 4 }), shape: [162, 1], classes: 7 },
  { name: 'CNN+LSTM, 5 blocks', build: () => cnnLstm({ blocks: 5 }), shape: [162, 1], classes: 7 },
];

interface Row {
  readonly name: string;
  readonly backend: string;
  readonly unit: string;
  readonly median: number;
  readonly spread: readonly [number, number];
}

function summary(name: string, backend: string, unit: string, values: number[]): Row {
  const sorted = [...values].sort((p, q) => p - q);
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { name, backend, unit, median: at(0.5), spread: [at(0.1), at(0.9)] };
}

/** Milliseconds of each training step but the first two. */
async function stepTimes(network: Network, steps: number): Promise<number[]> {
  const size = network.shape.reduce((product, n) => product * n, 1);
  const rows = BATCH * steps;
  const x = Float32Array.from({ length: rows * size }, (_, i) => Math.sin(i * 0.37) + Math.sin(i * 0.011));
  const y = Int32Array.from({ length: rows }, (_, i) => i % network.classes);
  const model = network.build();
  const ends: number[] = [performance.now()];
  const callbacks = [{ onBatchEnd: () => void ends.push(performance.now()) }];
  await fit(
    model,
    { x, y, shape: network.shape, classes: network.classes },
    { epochs: 1, batchSize: BATCH, callbacks },
  );
  model.dispose();
  const times = ends.slice(1).map((end, i) => end - ends[i]!);
  return times.length > 2 ? times.slice(2) : times;
}

function multiplyRate(n: number): number[] {
  const a = tf.ones([n, n]) as tf.Tensor2D;
  const rates: number[] = [];
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    tf.matMul(a, a).dispose();
    rates.push((2 * n ** 3) / 1e6 / (performance.now() - start));
  }
  a.dispose();
  return rates.slice(2);
}

const option = (name: string) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

await checkGradients();
await useSimdBackend();
const rows: Row[] = [summary('matrix multiply 1024^3', 'simd', 'GFLOP/s', multiplyRate(1024))];
for (const network of networks) rows.push(summary(network.name, 'simd', 'ms a step', await stepTimes(network, STEPS)));
if (process.argv.includes('--cpu')) {
  await tf.setBackend('cpu');
  for (const network of networks) rows.push(summary(network.name, 'cpu', 'ms a step', await stepTimes(network, 1)));
}

const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}, TensorFlow.js ${tf.version_core}`;
console.log(`${machine}; batch ${BATCH}, one thread; gradients agree with the CPU backend to 1e-5\n`);
console.log('| what | backend | unit | median | 10 % to 90 % |\n|---|---|---|---|---|');
for (const { name, backend, unit, median, spread } of rows) {
  console.log(
    `| ${name} | ${backend} | ${unit} | ${median.toFixed(1)} | ${spread.map((v) => v.toFixed(1)).join(' to ')} |`,
  );
}
const json = option('--json');
if (json) writeFileSync(json, `${JSON.stringify({ machine, batch: BATCH, rows }, null, 2)}\n`);
