/**
 * Two threads of one process, each with a backend of its own that has two threads, compute at the same time. Prints what
 * each found; ends by itself, since workers keep nothing alive.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { useSimdBackend } from '../../src';

/** Products of a matrix of `seed`s with itself, many times; every one must be size * seed^2. */
async function multiply(seed: number): Promise<string> {
  await useSimdBackend({ threads: 2 });
  const size = 300;
  const matrix = tf.fill([size, size], seed) as tf.Tensor2D;
  let wrong = 0;
  for (let i = 0; i < 30; i++) {
    const product = tf.matMul(matrix, matrix);
    wrong += product.dataSync().filter((value) => value !== size * seed * seed).length;
    product.dispose();
  }
  return `${seed}: ${wrong} wrong`;
}

if (isMainThread) {
  const found = await Promise.all(
    [1, 2].map((seed) => {
      const file = JSON.stringify(import.meta.url);
      // A thread does not inherit tsx.
      const program = `import('tsx/esm/api').then(({ register }) => (register(), import(${file})))`;
      const thread = new Worker(program, { eval: true, workerData: seed });
      return new Promise<string>((resolve, reject) => {
        thread.once('message', resolve);
        thread.once('error', reject);
      });
    }),
  );
  found.push(await multiply(3));
  console.log(found.join('\n'));
} else {
  parentPort!.postMessage(await multiply(workerData as number));
}
