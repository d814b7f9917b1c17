import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckpointStore, importWeights } from '@ser/train';
import { checkpointFolder, loadWeights, saveWeights } from '@ser/train/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Cell } from './cell';
import { readCell, writeCell } from './cellFile';

/** Raise it when a change of the code changes a network's numbers: finished networks of older code are then trained anew. */
const trainingVersion = 4;

/** Finished trainings on disk, named by everything that their numbers depend on. */
export interface FinishedWork {
  find(key: string): Promise<Cell | undefined>;
  /** Where the training keeps its epochs until it is finished: a run that was killed goes on from the last. */
  checkpoints(key: string): CheckpointStore;
  /** Keeps a result, and the model's weights where one is given. */
  store(key: string, cell: Cell, model?: LayersModel): Promise<void>;
  /** Gives the model the weights of the finished training; false where only its result was kept. */
  restore(key: string, model: LayersModel): Promise<boolean>;
}

export function workKey({ name, ...parts }: { readonly name: string; readonly [part: string]: unknown }): string {
  const digest = createHash('sha256')
    .update(JSON.stringify({ trainingVersion, name, ...parts }))
    .digest('hex');
  return `${name}-${digest.slice(0, 20)}`;
}

/**
 * @param cache - weights, and results of every run
 * @param results - results of this run; what lies there is not trained again either
 */
export function finishedWork(cache: string, results: string, warn: (message: string) => void): FinishedWork {
  const unfinished = (key: string) => join(cache, `${key}.unfinished`);
  const weights = (key: string) => join(cache, `${key}.weights`);
  const read = async (folder: string, key: string) => {
    try {
      return await readCell(join(folder, `${key}.json`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        warn(`${(error as Error).message}; the network is trained again`);
      }
      return undefined;
    }
  };
  return {
    async find(key) {
      const here = await read(results, key);
      if (here !== undefined) return here;
      const cached = await read(cache, key);
      if (cached !== undefined) await writeCell(results, key, cached);
      return cached;
    },
    checkpoints: (key) => checkpointFolder(unfinished(key), { warn }),
    async store(key, cell, model) {
      await mkdir(cache, { recursive: true });
      // The result is written last: where it exists, the weights do too.
      if (model !== undefined) await saveWeights(model, weights(key));
      await writeCell(cache, key, cell);
      await writeCell(results, key, cell);
      await rm(unfinished(key), { recursive: true, force: true });
    },
    async restore(key, model) {
      try {
        importWeights(model, await loadWeights(weights(key)));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      }
    },
  };
}
