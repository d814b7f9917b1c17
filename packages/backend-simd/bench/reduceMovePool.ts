/**
 * node --conditions=@ser/source --import tsx bench/reduceMovePool.ts [threads]
 *
 * Reductions, data movement, pooling and depthwise convolutions on `simd` against `cpu`, in milliseconds of CPU time
 * (every thread's together), so that a busy machine does not change the picture. Prints a Markdown table.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { cpus } from 'node:os';
import { useSimdBackend } from '../src';

type Run = () => tf.Tensor | tf.Tensor[];

/** Reproducible values in [-1, 1). */
function values(...shape: number[]): tf.Tensor4D {
  const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
  let state = 12345;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 2 ** 31 - 1;
  }
  return tf.tensor(data, shape) as tf.Tensor4D;
}

const kernel =
  (name: string, inputs: Record<string, tf.Tensor>, attrs: object): Run =>
  () =>
    tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as tf.Tensor;

/** Made anew for each backend, since tensors belong to one. */
function cases(): Record<string, Run> {
  const images = values(64, 224, 20, 32);
  const pooled = tf.maxPool(images, 2, 2, 'valid');
  const sequence = values(64, 1, 162, 256);
  const shrunk = tf.maxPool(sequence, [1, 5], [1, 2], 'same');
  const average = tf.avgPool(sequence, [1, 5], [1, 2], 'same');
  const matrix = tf.reshape(values(1024, 1024), [1024, 1024]) as tf.Tensor2D;
  const logits = values(10_368, 7);
  const steps = tf.reshape(sequence, [64, 162, 256]) as tf.Tensor3D;
  const narrow = values(64, 56, 56, 64);
  const filter = values(3, 3, 64, 1);
  const convolved = tf.depthwiseConv2d(narrow, filter, 1, 'same');
  const channels = tf.reshape(values(32), [32]) as tf.Tensor1D;
  const square = { filterSize: 2, strides: 2, pad: 'valid' };
  const line = { filterSize: [1, 5], strides: [1, 2], pad: 'same' };
  const depthwise = { strides: [1, 1], pad: 'same', dilations: [1, 1] };
  return {
    'MaxPool 2x2 [64,224,20,32]': () => tf.maxPool(images, 2, 2, 'valid'),
    'MaxPoolGrad 2x2 [64,224,20,32]': kernel('MaxPoolGrad', { dy: pooled, input: images, output: pooled }, square),
    'MaxPool 5/2 same [64,1,162,256]': () => tf.maxPool(sequence, [1, 5], [1, 2], 'same'),
    'MaxPoolGrad 5/2 same [64,1,162,256]': kernel('MaxPoolGrad', { dy: shrunk, input: sequence, output: shrunk }, line),
    'AvgPool 5/2 same [64,1,162,256]': () => tf.avgPool(sequence, [1, 5], [1, 2], 'same'),
    'AvgPoolGrad 5/2 same [64,1,162,256]': kernel('AvgPoolGrad', { dy: average, input: sequence }, line),
    'Sum over all but channels [64,224,20,32]': () => tf.sum(images, [0, 1, 2]),
    'Sum of the last axis [64,162,256]': () => tf.sum(steps, -1),
    'Sum of the middle axis [64,162,256]': () => tf.sum(steps, 1),
    'Mean of all [64,224,20,32]': () => tf.mean(images),
    'Max of the last axis [64,162,256]': () => tf.max(steps, -1),
    'ArgMax [10368,7]': () => tf.argMax(logits, -1),
    'Softmax [10368,7]': () => tf.softmax(logits),
    'Cumsum [64,162,256]': () => tf.cumsum(steps, 1),
    'Transpose [1024,1024]': () => tf.transpose(matrix),
    'Transpose [64,162,256] to 1,0,2': () => tf.transpose(steps, [1, 0, 2]),
    'Transpose [64,162,256] to 0,2,1': () => tf.transpose(steps, [0, 2, 1]),
    'Concat two [64,162,256] on channels': () => tf.concat([steps, steps], 2),
    'Slice [64,160,250] of [64,162,256]': () => tf.slice(steps, [0, 1, 3], [64, 160, 250]),
    'Pad [64,162,256] by 2': () =>
      tf.pad(steps, [
        [0, 0],
        [2, 2],
        [0, 0],
      ]),
    'Unstack 162 steps of [64,162,256]': () => tf.unstack(steps, 1),
    'Tile [1,1,1,32] to [64,224,20,32]': () => tf.tile(tf.reshape(channels, [1, 1, 1, 32]), [64, 224, 20, 1]),
    'Reverse time of [64,162,256]': () => tf.reverse(steps, 1),
    'batchNorm [64,224,20,32]': () => tf.batchNorm(images, channels, tf.square(channels), channels, channels),
    'DepthwiseConv2d 3x3 [64,56,56,64]': () => tf.depthwiseConv2d(narrow, filter, 1, 'same'),
    'Its gradient of the input': kernel(
      'DepthwiseConv2dNativeBackpropInput',
      { dy: convolved, filter },
      {
        ...depthwise,
        inputShape: narrow.shape,
      },
    ),
    'Its gradient of the filter': kernel(
      'DepthwiseConv2dNativeBackpropFilter',
      { x: narrow, dy: convolved },
      {
        ...depthwise,
        filterShape: filter.shape,
      },
    ),
  };
}

/** Median milliseconds of CPU time and of wall time of a run. */
function measure(run: Run, seconds: number): { cpu: number; wall: number } {
  const once = () => {
    const before = process.cpuUsage();
    const start = performance.now();
    tf.tidy(() => void run());
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    return { cpu: (user + system) / 1000, wall };
  };
  const first = once();
  const repeats = Math.min(200, Math.floor((seconds * 1000) / first.wall));
  if (repeats < 1) return first;
  for (let i = 0; i < repeats / 4; i++) once();
  const all = Array.from({ length: repeats }, once);
  const median = (key: 'cpu' | 'wall') => all.map((one) => one[key]).sort((a, b) => a - b)[all.length >> 1]!;
  return { cpu: median('cpu'), wall: median('wall') };
}

const threads = Number(process.argv[2] ?? 1);
await useSimdBackend({ threads });
const onSimd: Record<string, { cpu: number; wall: number }> = {};
for (const [name, run] of Object.entries(cases())) onSimd[name] = measure(run, 1);
tf.disposeVariables();
await tf.setBackend('cpu');
console.log(
  `${cpus()[0]!.model}, Node ${process.versions.node}, simd on ${threads} thread(s), CPU milliseconds (median)\n`,
);
console.log('| kernel | cpu | simd | times as fast | simd, wall |\n|---|---:|---:|---:|---:|');
for (const [name, run] of Object.entries(cases())) {
  const { cpu } = measure(run, 0.3);
  const { cpu: own, wall } = onSimd[name]!;
  console.log(`| ${name} | ${cpu.toFixed(1)} | ${own.toFixed(2)} | ${(cpu / own).toFixed(0)} | ${wall.toFixed(2)} |`);
}
