/**
 * CPU time (all threads) of element-wise kernels at a million values, on `simd` and on `cpu`, and of a call on eight values.
 * `node --conditions=@ser/source --import tsx packages/backend-simd/bench/elementwise.ts`; CPU time, since a loaded machine
 * makes wall time mean little.
 */
import * as tf from '@tensorflow/tfjs-core';
import { useSimdBackend } from '../src';

const SIDE = 1024;
const N = SIDE * SIDE;

type Op = (x: tf.Tensor2D, y: tf.Tensor2D, tools: Tools) => tf.Tensor;
interface Tools {
  readonly row: tf.Tensor;
  readonly column: tf.Tensor;
  readonly scalar: tf.Tensor;
  readonly mask: tf.Tensor;
}

const OPS: Readonly<Record<string, Op>> = {
  'Add, equal shapes': (x, y) => tf.add(x, y),
  'Add, a row': (x, _, { row }) => tf.add(x, row),
  'Add, a column': (x, _, { column }) => tf.add(x, column),
  'Multiply, a scalar': (x, _, { scalar }) => tf.mul(x, scalar),
  'Multiply, row by column': (_, __, { row, column }) => tf.mul(row, column),
  RealDiv: (x, y) => tf.div(x, y),
  Maximum: (x, y) => tf.maximum(x, y),
  Pow: (x) => tf.pow(x, 1.5),
  Greater: (x, y) => tf.greater(x, y),
  Select: (x, y, { mask }) => tf.where(mask, x, y),
  'Cast, bool to float32': (_, __, { mask }) => tf.cast(mask, 'float32'),
  'Cast, float32 to int32': (x) => tf.cast(x, 'int32'),
  AddN: (x, y) => tf.addN([x, y, x]),
  Relu: (x) => tf.relu(x),
  Step: (x) => tf.step(x),
  Square: (x) => tf.square(x),
  Sqrt: (x) => tf.sqrt(x),
  Exp: (x) => tf.exp(x),
  Expm1: (x) => tf.expm1(x),
  Log: (x) => tf.log(x),
  Sigmoid: (x) => tf.sigmoid(x),
  Tanh: (x) => tf.tanh(x),
  Elu: (x) => tf.elu(x),
  Softplus: (x) => tf.softplus(x),
};

/** Smallest CPU time of a run, in microseconds; `times` runs are taken together so that the clock's steps do not matter. */
function measure(run: () => tf.Tensor, repeats: number, times: number): number {
  for (let i = 0; i < 3; i++) run().dispose();
  let best = Number.POSITIVE_INFINITY;
  for (let r = 0; r < repeats; r++) {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) run().dispose();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / times);
  }
  return best;
}

/** Values the same for both backends, between 0 and 4. */
function inputs(rows: number, columns: number): { x: tf.Tensor2D; y: tf.Tensor2D; tools: Tools } {
  const values = (n: number, step: number) => Float32Array.from({ length: n }, (_, i) => ((i * step) % 4099) / 1024);
  const n = rows * columns;
  return {
    x: tf.tensor2d(values(n, 7), [rows, columns]),
    y: tf.tensor2d(values(n, 11), [rows, columns]),
    tools: {
      row: tf.tensor2d(values(columns, 3), [1, columns]),
      column: tf.tensor2d(values(rows, 5), [rows, 1]),
      scalar: tf.scalar(1.5),
      mask: tf.tensor2d(
        values(n, 13).map((v) => (v > 2 ? 1 : 0)),
        [rows, columns],
        'bool',
      ),
    },
  };
}

async function on(backend: string): Promise<{ large: number[]; small: number[]; results: Float32Array[] }> {
  if (backend === 'simd') await useSimdBackend();
  else await tf.setBackend(backend);
  const large = inputs(SIDE, SIDE);
  const small = inputs(2, 4);
  const ops = Object.values(OPS);
  return {
    results: ops.map((op) => Float32Array.from(op(large.x, large.y, large.tools).dataSync())),
    large: ops.map((op) =>
      measure(() => op(large.x, large.y, large.tools), backend === 'cpu' ? 2 : 5, backend === 'cpu' ? 1 : 10),
    ),
    small: ops.map((op) => measure(() => op(small.x, small.y, small.tools), 5, 2000)),
  };
}

const cpu = await on('cpu');
const simd = await on('simd');
console.log(`${N.toLocaleString('en')} values, CPU time in ms (all threads); one call on 8 values in microseconds.\n`);
console.log('| kernel | cpu | simd | cpu / simd | a small call: cpu | simd |\n|---|---|---|---|---|---|');
Object.keys(OPS).forEach((name, k) => {
  simd.results[k]!.forEach((v, i) => {
    const expected = cpu.results[k]![i]!;
    if (Math.abs(v - expected) > 1e-6 * Math.abs(expected))
      throw new Error(`${name}: ${v} at ${i}, expected ${expected}`);
  });
  const [c, s] = [cpu.large[k]!, simd.large[k]!];
  const [p, q] = [cpu.small[k]!, simd.small[k]!];
  console.log(
    `| ${name} | ${(c / 1000).toFixed(1)} | ${(s / 1000).toFixed(2)} | ${(c / s).toFixed(0)} | ${p.toFixed(1)} | ${q.toFixed(1)} |`,
  );
});
