import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CellStore, CheckpointStore } from '@ser/train';
import { checkpointFolder, folderCellStore, saveWeights } from '@ser/train/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import writeFileAtomic from 'write-file-atomic';
import type { NetworkResult } from './results';

/** Raise it when a change of the code changes a network's numbers: finished networks of older code are then trained anew. */
const trainingVersion = 3;

/** Finished networks on disk, named by everything that their numbers depend on. */
export interface FinishedWork {
  find(key: string): Promise<NetworkResult | undefined>;
  /** Where the network's training keeps its epochs until it is finished: a run that was killed goes on from the last. */
  checkpoints(key: string): CheckpointStore;
  /** Forgets them, when the training is finished and its result kept elsewhere. */
  forget(key: string): Promise<void>;
  /** Finished folds of the honest twin, and what names those of one network. */
  readonly cells: CellStore;
  cellKey(parts: { readonly network: string; readonly [part: string]: unknown }): string;
  store(key: string, result: NetworkResult, model: LayersModel): Promise<void>;
}

export function workKey(parts: { readonly name: string; readonly [part: string]: unknown }): string {
  const digest = createHash('sha256')
    .update(JSON.stringify({ trainingVersion, ...parts }))
    .digest('hex');
  return `${parts.name}-${digest.slice(0, 20)}`;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export function finishedWork(directory: string, warn: (message: string) => void): FinishedWork {
  const unfinished = (key: string) => join(directory, `${key}.unfinished`);
  return {
    async find(key) {
      const path = join(directory, `${key}.json`);
      let stored: { sha256: string; result: NetworkResult } | null;
      try {
        stored = JSON.parse(await readFile(path, 'utf8'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
          warn(`${path} cannot be read (${(error as Error).message}); the network is trained again`);
        }
        return undefined;
      }
      if (stored?.result === undefined || stored.sha256 !== sha256(JSON.stringify(stored.result))) {
        warn(`${path} does not match its checksum; the network is trained again`);
        return undefined;
      }
      return stored.result;
    },
    checkpoints: (key) => checkpointFolder(unfinished(key), { warn }),
    forget: (key) => rm(unfinished(key), { recursive: true, force: true }),
    cells: folderCellStore(join(directory, 'cells')),
    cellKey: ({ network, ...parts }) => workKey({ name: network, ...parts }),
    async store(key, result, model) {
      await mkdir(directory, { recursive: true });
      await saveWeights(model, join(directory, `${key}.weights`));
      // The result is written last: where it exists, the weights do too.
      const text = JSON.stringify({ sha256: sha256(JSON.stringify(result)), result });
      await writeFileAtomic(join(directory, `${key}.json`), text);
      await rm(unfinished(key), { recursive: true, force: true });
    },
  };
}
