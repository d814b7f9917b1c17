import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { type SimdBackend, useSimdBackend } from '../src';
import { MOST_CHUNKS, TICKET } from '../src/threads/control';

async function withThreads(threads: number | undefined): Promise<SimdBackend> {
  if (tf.findBackend('simd')) tf.removeBackend('simd');
  await useSimdBackend(threads === undefined ? {} : { threads });
  return tf.backend() as unknown as SimdBackend;
}

function values(shape: number[], seed: number): tf.Tensor {
  let state = seed;
  const data = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tf.tensor(data, shape);
}

/** Sizes of many chunks: products of every kind, a convolution with its gradients, pooling, element-wise work. */
function compute(): Uint8Array[] {
  return tf.tidy(() => {
    const a = values([257, 390], 1) as tf.Tensor2D;
    const b = values([390, 301], 2) as tf.Tensor2D;
    const long = values([4099, 24], 3) as tf.Tensor2D;
    const x = values([9, 23, 17, 5], 4) as tf.Tensor4D;
    const filter = values([3, 3, 5, 12], 5) as tf.Tensor4D;
    const layer = (x: tf.Tensor4D, filter: tf.Tensor4D) =>
      tf.maxPool(tf.relu(tf.conv2d(x, filter, 1, 'same')) as tf.Tensor4D, 2, 2, 'valid');
    const y = layer(x, filter);
    const [dx, dFilter] = tf.grads(layer as (...args: tf.Tensor[]) => tf.Tensor)([x, filter], tf.add(y, 1));
    const results = [
      tf.matMul(a, b),
      tf.matMul(long, long, true, false),
      y,
      dx!,
      dFilter!,
      tf.mul(values([70_001], 6), values([70_001], 7)),
      tf.sum(values([5000, 33], 8), 0),
    ];
    return results.map((result) => new Uint8Array(result.dataSync().buffer.slice(0)));
  });
}

it('gives the same bits on 1, 2 and 8 threads', async () => {
  await withThreads(1);
  const expected = compute();
  for (const threads of [2, 8]) {
    const backend = await withThreads(threads);
    expect(backend.threads).toBe(threads);
    // Often, because which thread takes which chunk differs from run to run.
    for (let run = 0; run < 3; run++) {
      for (const [i, bytes] of compute().entries()) expect(Buffer.compare(bytes, expected[i]!)).toBe(0);
    }
  }
});

it('uses all cores unless told otherwise, and refuses what is no number of threads', async () => {
  expect((await withThreads(undefined)).threads).toBe(availableParallelism());
  await expect(useSimdBackend({ threads: 5 })).rejects.toMatchObject({ code: 'ALREADY_CONFIGURED' });
  for (const threads of [0, -1, 1.5, Number.NaN]) {
    await expect(withThreads(threads)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  }
});

it('gives more chunks than a ticket counts out in turns', async () => {
  const backend = await withThreads(2);
  const rows = 96 * (MOST_CHUNKS + 2) + 5;
  const x = tf.range(0, rows) as tf.Tensor1D;
  const product = tf.matMul(tf.reshape(x, [rows, 1]), tf.tensor2d([[2, 3, 4]]));
  expect(backend.threads).toBe(2);
  const got = product.dataSync();
  for (let i = 0; i < rows; i += 991) expect(got[i * 3 + 2]).toBe(i * 4);
  expect(got[rows * 3 - 1]).toBe((rows - 1) * 4);
});

it('goes on with fewer threads, and says so, when a worker ends while idle', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  const backend = await withThreads(3);
  const expected = compute();
  const [worker] = (backend.pool as unknown as { workers: { terminate(): void }[] }).workers;
  worker!.terminate();
  // Not yet known to be gone: nothing waits for it.
  expect(compute()).toEqual(expected);
  while (backend.threads === 3) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(warn.mock.calls.flat().join()).toMatch(/fewer threads than asked for, since the thread ended/);
  expect(compute()).toEqual(expected);
  warn.mockRestore();
});

it('answers a worker that ends in the middle of its work with a BackendError, and goes on', async () => {
  await withThreads(1);
  const expected = compute();
  const backend = await withThreads(2);
  const pool = backend.pool!;
  pool.lostAfterMs = 300;
  // A thread that claims a chunk of whatever comes next and ends: what killing a worker amounts to.
  const thief = new Worker(
    `const { workerData: { memory, TICKET, MOST_CHUNKS }, parentPort } = require('node:worker_threads');
     const ints = new Int32Array(memory.buffer, 0, 128);
     parentPort.postMessage('ready');
     for (;;) {
       const ticket = Atomics.load(ints, TICKET);
       if ((ticket & MOST_CHUNKS) && Atomics.compareExchange(ints, TICKET, ticket, ticket - 1) === ticket) break;
     }`,
    { eval: true, workerData: { memory: backend.heap.memory, TICKET, MOST_CHUNKS } },
  );
  await once(thief, 'message');
  const big = values([600, 600], 1) as tf.Tensor2D;
  expect(() => {
    for (let i = 0; i < 1000; i++) tf.matMul(big, big).dispose();
  }).toThrow(/a worker thread ended in the middle of \w+ .*the next operations run on one thread/);
  await once(thief, 'exit');
  expect(backend.threads).toBe(1);
  expect(compute()).toEqual(expected);
});

it('keeps no process alive, and two backends in two threads of one do not disturb each other', async () => {
  const program = join(__dirname, 'programs', 'twoBackends.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@ser/source', '--import', 'tsx', program],
    { timeout: 60_000 },
  );
  expect(stdout.trim().split('\n')).toEqual(['1: 0 wrong', '2: 0 wrong', '3: 0 wrong']);
}, 60_000);
