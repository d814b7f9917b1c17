/**
 * Augments clips on 1 and on 3 worker threads, the second time in reverse order, and prints for each run one hash of all clips
 * in the order of their names.
 */
import { createHash } from 'node:crypto';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { lcgNoise } from '../../../../tools/golden/signals';
import {
  clipRng,
  compose,
  fromSpec,
  gain,
  type ModuleReference,
  noise,
  oneOf,
  shift,
  timeStretch,
  withProbability,
} from '../../src/index';

const ids = Array.from({ length: 12 }, (_, index) => `clip-${index}`);

function augmentAll(reference: ModuleReference, names: readonly string[], epoch: number): [string, string][] {
  const pipeline = fromSpec(reference.options as Parameters<typeof fromSpec>[0]);
  return names.map((id) => {
    const clip = { samples: Float32Array.from(lcgNoise(2500, ids.indexOf(id))), sampleRate: 16000 };
    const { samples } = pipeline.apply(clip, clipRng(6, id, epoch));
    return [id, createHash('sha256').update(samples).digest('hex')];
  });
}

async function run(workers: number, names: readonly string[], epoch: number): Promise<string> {
  const pipeline = compose([
    oneOf([timeStretch({ rate: [0.8, 1.2] }), shift()]),
    withProbability(0.5, gain()),
    noise(),
  ]);
  const parts = Array.from({ length: workers }, (_, index) => names.filter((_name, at) => at % workers === index));
  const hashes = await Promise.all(
    parts.map((part) => {
      // A thread does not inherit tsx.
      const program = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(import.meta.url)})))`;
      const thread = new Worker(program, { eval: true, workerData: [pipeline.reference, part, epoch] });
      return new Promise<[string, string][]>((resolve, reject) => {
        thread.once('message', resolve);
        thread.once('error', reject);
      });
    }),
  );
  return createHash('sha256').update(JSON.stringify(hashes.flat().sort())).digest('hex');
}

if (isMainThread) {
  console.log(await run(1, ids, 0));
  console.log(await run(3, ids.toReversed(), 0));
  console.log(await run(1, ids, 1));
} else {
  parentPort!.postMessage(augmentAll(...(workerData as Parameters<typeof augmentAll>)));
}
