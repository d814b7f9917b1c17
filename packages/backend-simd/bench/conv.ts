/**
 * The convolutions of the reported networks and their gradients, by the direct kernels and by Winograd's method:
 * `node --conditions=@ser/source --import tsx packages/backend-simd/bench/conv.ts [threads=1] [batch=64]`.
 *
 * First the largest error of both against sums in float64 at 400 places of each result; then the best of 11 runs each,
 * taken in turn, in milliseconds of CPU time (all threads) and of wall time. GFLOP/s count the direct method's operations.
 * Prints Markdown, then JSON.
 */
import { cpus } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { type SimdBackend, useSimdBackend } from '../src';
import { directConv2D } from '../src/kernels/Conv2D';
import { directBackpropFilter } from '../src/kernels/Conv2DBackpropFilter';
import { directBackpropInput } from '../src/kernels/Conv2DBackpropInput';
import { type ConvInfo, convInfo } from '../src/kernels/convolution';
import { winogradBackpropFilter, winogradBackpropInput, winogradConv2D } from '../src/kernels/winograd';
import { type WinogradPlan, winogradPlan, winogradPlans } from '../src/kernels/winogradPlan';
import { measurePeak } from './peak';

/** Height, width, channels of the input and of the output, height and width of the filter. */
const SHAPES: readonly (readonly [number, number, number, number, number, number])[] = [
  [112, 10, 32, 64, 3, 3],
  [56, 5, 64, 64, 3, 3],
  [28, 2, 64, 64, 3, 3],
  [1, 81, 256, 256, 1, 5],
  [1, 41, 256, 128, 1, 5],
  [1, 21, 128, 64, 1, 5],
  [1, 11, 64, 32, 1, 5],
];
const RESULTS = ['y', 'dx', 'dFilter'] as const;
const RUNS = 11;
const PLACES = 400;
/** What the issue allows: transformed kernels, direct ones. */
const BOUNDS = { winograd: 1e-4, direct: 1e-5 };

function values(shape: readonly number[], seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: tf.util.sizeFromShape(shape as number[]) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

interface Data {
  readonly x: Float32Array;
  readonly filter: Float32Array;
  readonly dy: Float32Array;
}

/** The result's value at index `at`, summed in float64. */
function exact(result: (typeof RESULTS)[number], at: number, info: ConvInfo, { x, filter, dy }: Data): number {
  const { inHeight, inWidth, inChannels: c, outHeight, outWidth, outChannels: n, filterHeight, filterWidth } = info;
  const { top, left } = info.padInfo;
  let sum = 0;
  if (result === 'dFilter') {
    const [j, i] = [at % n, Math.floor(at / n) % c];
    const tap = Math.floor(at / (n * c));
    const [ky, kx] = [Math.floor(tap / filterWidth), tap % filterWidth];
    for (let b = 0; b < info.batchSize; b++) {
      for (let y = 0; y < outHeight; y++) {
        for (let w = 0; w < outWidth; w++) {
          const [iy, ix] = [y + ky - top, w + kx - left];
          if (iy < 0 || iy >= inHeight || ix < 0 || ix >= inWidth) continue;
          sum += x[((b * inHeight + iy) * inWidth + ix) * c + i]! * dy[((b * outHeight + y) * outWidth + w) * n + j]!;
        }
      }
    }
    return sum;
  }
  const forward = result === 'y';
  const [height, width, channels] = forward ? [outHeight, outWidth, n] : [inHeight, inWidth, c];
  const [fromHeight, fromWidth, fromChannels] = forward ? [inHeight, inWidth, c] : [outHeight, outWidth, n];
  const channel = at % channels;
  const pixel = Math.floor(at / channels);
  const [w, y, b] = [pixel % width, Math.floor(pixel / width) % height, Math.floor(pixel / (width * height))];
  for (let ky = 0; ky < filterHeight; ky++) {
    for (let kx = 0; kx < filterWidth; kx++) {
      const [iy, ix] = forward ? [y + ky - top, w + kx - left] : [y - ky + top, w - kx + left];
      if (iy < 0 || iy >= fromHeight || ix < 0 || ix >= fromWidth) continue;
      const from = ((b * fromHeight + iy) * fromWidth + ix) * fromChannels;
      const tap = (ky * filterWidth + kx) * c;
      for (let k = 0; k < fromChannels; k++) {
        sum += forward
          ? x[from + k]! * filter[(tap + k) * n + channel]!
          : dy[from + k]! * filter[(tap + channel) * n + k]!;
      }
    }
  }
  return sum;
}

/** Largest error at places all over the result, of its largest value. */
function errorOf(result: (typeof RESULTS)[number], actual: Float32Array, info: ConvInfo, data: Data): number {
  const largest = actual.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  let error = 0;
  for (let i = 0; i < PLACES; i++) {
    const at = Math.floor(((i + 0.5) * actual.length) / PLACES);
    const difference = Math.abs(actual[at]! - exact(result, at, info, data));
    if (!(difference <= error)) error = difference;
  }
  return error / largest;
}

function best(runs: readonly (() => void)[]): { cpu: number; wall: number }[] {
  const least = runs.map(() => ({ cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY }));
  for (const run of runs) run();
  for (let r = 0; r < RUNS; r++) {
    for (const [i, run] of runs.entries()) {
      const before = process.cpuUsage();
      const start = performance.now();
      run();
      least[i]!.wall = Math.min(least[i]!.wall, performance.now() - start);
      const { user, system } = process.cpuUsage(before);
      least[i]!.cpu = Math.min(least[i]!.cpu, (user + system) / 1000);
    }
  }
  return least;
}

const [threads = 1, batch = 64] = process.argv.slice(2).map(Number);
if (![threads, batch].every((count) => Number.isInteger(count) && count > 0)) {
  throw new Error(
    `bench/conv.ts [threads] [batch]: received ${process.argv.slice(2).join(' ')}; expected whole numbers`,
  );
}
const peak = await measurePeak();
await useSimdBackend({ threads });
const backend = tf.backend() as unknown as SimdBackend;
const rows = [];
for (const [height, width, c, n, filterHeight, filterWidth] of SHAPES) {
  const info = convInfo([batch, height, width, c], [filterHeight, filterWidth, c, n], {
    strides: 1,
    pad: 'same',
    dataFormat: 'NHWC',
  });
  const data = { x: values(info.inShape, 1), filter: values(info.filterShape, 2), dy: values(info.outShape, 3) };
  const x = tf.tensor(data.x, info.inShape);
  const filter = tf.tensor(data.filter, info.filterShape);
  const dy = tf.tensor(data.dy, info.outShape);
  const flops = 2 * batch * height * width * c * n * filterHeight * filterWidth;
  const chosen = { y: winogradPlan(info, 'y'), dx: winogradPlan(info, 'x'), dFilter: winogradPlan(info, 'y') };
  for (const result of RESULTS) {
    // A shape that the choice leaves to the direct kernels is measured all the same.
    const plan = chosen[result] ?? (winogradPlans([filterHeight, filterWidth])[0] as WinogradPlan);
    const kernels = {
      y: [
        () => directConv2D(backend, info, x, filter, 0, 0),
        () => winogradConv2D(backend, plan, info, x, filter, 0, 0),
      ],
      dx: [
        () => directBackpropInput(backend, info, dy, filter),
        () => winogradBackpropInput(backend, plan, info, dy, filter),
      ],
      dFilter: [
        () => directBackpropFilter(backend, info, x, dy),
        () => winogradBackpropFilter(backend, plan, info, x, dy),
      ],
    }[result];
    const errors = kernels.map((kernel) => {
      const tensor = kernel()!;
      const error = errorOf(result, backend.readSync(tensor.dataId) as Float32Array, info, data);
      backend.disposeIntermediateTensorInfo(tensor);
      return error;
    });
    for (const [i, bound] of [BOUNDS.direct, BOUNDS.winograd].entries()) {
      if (!(errors[i]! <= bound)) throw new Error(`${result} of ${info.inShape}: error ${errors[i]}, allowed ${bound}`);
    }
    const [direct, winograd] = best(kernels.map((kernel) => () => backend.disposeIntermediateTensorInfo(kernel()!)));
    rows.push({
      input: info.inShape,
      filter: info.filterShape,
      result,
      plan: `F(${plan.y.outputs}x${plan.x.outputs})${chosen[result] ? '' : ', not chosen'}`,
      flops,
      errors,
      direct,
      winograd,
    });
  }
  tf.dispose([x, filter, dy]);
}

const gflops = (flops: number, ms: number) => (flops / ms / 1e6).toFixed(0);
console.log(`${cpus()[0]!.model}, Node ${process.version}, ${threads} thread(s), batch ${batch}.`);
console.log(`Peak of one thread (a loop in registers): ${peak.toFixed(1)} GFLOP/s.\n`);
console.log(
  '| input, filter | result | method | direct: ms CPU, wall, GFLOP/s | Winograd: ms CPU, wall, GFLOP/s | error: direct, Winograd |',
);
console.log('|---|---|---|---|---|---|');
for (const { input, filter, result, plan, flops, errors, direct, winograd } of rows) {
  const cells = [direct, winograd].map(
    (time) => `${time!.cpu.toFixed(2)}, ${time!.wall.toFixed(2)}, ${gflops(flops, time!.cpu)}`,
  );
  const shape = `${input.slice(1).join('x')}, ${filter.slice(0, 2).join('x')} to ${filter[3]}`;
  console.log(
    `| ${shape} | ${result} | ${plan} | ${cells.join(' | ')} | ${errors.map((e) => e.toExponential(0)).join(', ')} |`,
  );
}
console.log(`\n${JSON.stringify({ node: process.version, threads, batch, peak, rows })}`);
