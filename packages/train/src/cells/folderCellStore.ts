import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainError } from '../errors';
import { writeDurably } from '../writeDurably';
import type { CellId, CellPredictions, CellStore } from './cellStore';

/**
 * Keeps the finished cells of `crossValidate` in a folder, one JSON file each with a checksum, written to a temporary
 * name, flushed and renamed: whatever ends the program, a cell is there whole or not at all.
 *
 * The file's name is a hash of the cell's id, so one folder serves any number of cross-validations; delete it to start
 * afresh.
 *
 * @param folder - made when a cell is saved
 * @returns a store whose `load` rejects with the system's own error when a file is there but cannot be read
 * @example
 * await crossValidate({ ...options, key: 'cnn 60 epochs', store: folderCellStore('runs/cells') });
 */
export function folderCellStore(folder: string): CellStore {
  const pathOf = (id: CellId) => {
    const name = `fold-${id.fold}-seed-${String(id.seed)
      .replace(/[^\w.-]/g, '_')
      .slice(0, 40)}`;
    return join(folder, `${name}-${hashOf(canonical(id)).slice(0, 32)}.json`);
  };
  return {
    async load(id) {
      const path = pathOf(id);
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
      return decode(path, text, id);
    },
    async save(id, predictions) {
      const path = pathOf(id);
      const body = JSON.stringify({ id: canonical(id), predictions });
      try {
        await mkdir(folder, { recursive: true });
        await writeDurably(path, Buffer.from(`${JSON.stringify({ sha256: hashOf(body), body })}\n`));
      } catch (error) {
        throw new TrainError(
          'CHECKPOINT_NOT_WRITTEN',
          `folderCellStore: ${path} could not be written (${(error as Error).message}); cells saved before are safe. Free space or give another folder, and start again`,
        );
      }
    },
  };
}

/** The predictions in a file's text, after checking them against the checksum and the id. */
function decode(path: string, text: string, id: CellId): CellPredictions {
  let body: string;
  try {
    const file: { sha256?: unknown; body?: unknown } = JSON.parse(text);
    if (typeof file.body !== 'string' || hashOf(file.body) !== file.sha256) throw new Error('the checksum is another');
    body = file.body;
  } catch (error) {
    throw damaged(path, (error as Error).message);
  }
  const { id: saved, predictions }: { id: string; predictions: CellPredictions } = JSON.parse(body);
  if (saved !== canonical(id)) throw damaged(path, 'it holds another cell');
  return predictions;
}

function damaged(path: string, what: string): TrainError {
  return new TrainError('BAD_CHECKPOINT', `folderCellStore: ${path} cannot be used (${what}); the cell must run again`);
}

/** The id as text that does not depend on the order of its properties. */
function canonical({ key, fold, seed, data }: CellId): string {
  return JSON.stringify([key, fold, seed, data]);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
