/**
 * Trains random stacks of layers for thousands of steps on `simd` and on TensorFlow.js' CPU backend and compares:
 *
 *   npm run soak -w @ser/backend-simd [-- --steps 10000 --seed 1]
 *
 * The memory must stay flat once every stack's shapes have been seen, every tensor be given back, and no loss be NaN that is
 * not NaN on the CPU backend. Exit code 1 otherwise.
 */
import { parseArgs } from 'node:util';
import { SIMD_BACKEND, useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '@tensorflow/tfjs-layers';
import { type Numbers, randomStack } from './randomStack';

const { values } = parseArgs({
  options: { steps: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const total = Number(values.steps);
const seed = Number(values.seed);
/** Distinct stacks; each comes round again and again, so that the memory's size can settle. */
const STACKS = 40;
const STEPS_A_VISIT = 10;
const BATCH = 4;

/** A small congruential generator: the soak needs no better one. */
function numbers(start: number): Numbers {
  let state = start >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { uniform, integer: (n) => Math.floor(uniform() * n) };
}

function fill(shape: readonly number[], random: Numbers, most = 1): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => (random.uniform() * 2 - 1) * most),
    [...shape],
  );
}

/** Losses of some steps on the active backend, everything made here given back. */
async function losses(stack: number, visit: number): Promise<number[]> {
  const random = numbers(seed * 1000 + stack);
  const model = randomStack(random);
  const weights = model.getWeights().map((weight) => fill(weight.shape, random, 0.3));
  model.setWeights(weights);
  const optimizer = tf.train.adam(0.01);
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const data = numbers(seed * 7919 + stack * 101 + visit);
  const x = fill([BATCH, ...((model.inputs[0]!.shape as Shape).slice(1) as number[])], data);
  const y = fill([BATCH, ...((model.outputs[0]!.shape as Shape).slice(1) as number[])], data);
  const found: number[] = [];
  for (let step = 0; step < STEPS_A_VISIT; step++) found.push((await model.trainOnBatch(x, y)) as number);
  tf.dispose([x, y, ...weights]);
  model.dispose();
  optimizer.dispose();
  return found;
}

/** What a stack's first visit gives on the CPU backend. */
async function reference(stack: number): Promise<number[]> {
  await tf.setBackend('cpu');
  const found = await losses(stack, 0);
  await tf.setBackend(SIMD_BACKEND);
  return found;
}

interface Memory extends tf.MemoryInfo {
  readonly heapBytes: number;
  readonly usedBytes: number;
}

const memory = () => tf.memory() as Memory;
const problems: string[] = [];
await useSimdBackend();
const started = performance.now();
let settled: Memory | undefined;
let steps = 0;
for (let visit = 0; steps < total; visit++) {
  for (let stack = 0; stack < STACKS && steps < total; stack++) {
    const found = await losses(stack, visit);
    steps += found.length;
    const bad = found.findIndex((loss) => !Number.isFinite(loss));
    if (visit === 0 || bad >= 0) {
      const expected = await reference(stack);
      if (bad >= 0 && expected.every(Number.isFinite))
        problems.push(`stack ${stack}: loss ${found[bad]} at step ${bad}`);
      const apart = Math.abs(found[0]! - expected[0]!) / Math.max(1e-6, Math.abs(expected[0]!));
      if (visit === 0 && !(apart < 1e-4))
        problems.push(`stack ${stack}: first loss ${found[0]}, on cpu ${expected[0]}`);
    }
  }
  const now = memory();
  // Two rounds bring every shape and every optimizer's state; from then on nothing may grow.
  if (visit === 1) settled = now;
  if (settled && visit > 1) {
    if (now.heapBytes > settled.heapBytes) problems.push(`round ${visit}: memory grew to ${now.heapBytes} bytes`);
    if (now.numTensors > settled.numTensors) problems.push(`round ${visit}: ${now.numTensors} tensors are left`);
    if (now.usedBytes > settled.usedBytes) problems.push(`round ${visit}: ${now.usedBytes} bytes are left in use`);
  }
  console.log(
    `${steps} of ${total} steps, ${((performance.now() - started) / 1000).toFixed(0)} s; memory ${now.heapBytes} bytes, ` +
      `${now.usedBytes} in use, ${now.numTensors} tensors`,
  );
}
if (!settled || steps < 3 * STACKS * STEPS_A_VISIT) problems.push(`too few steps to see the memory settle: ${steps}`);
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? `soak: ${steps} steps, nothing leaked, no NaN` : `soak: ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
