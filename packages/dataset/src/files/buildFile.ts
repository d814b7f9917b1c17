import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollectedRows } from '../collectRows';
import { rowSize } from '../dataset';
import type { DatasetError } from '../errors';
import { warnBadCache } from '../warnBadCache';
import { bytesOf, writeFully } from './fileBytes';
import { folderBeside } from './folderBeside';
import { type DatasetFile, openDataset, openWithKey } from './openDataset';
import { readRowsAt } from './readRowsAt';
import { writeDatasetFile } from './writeDatasetFile';

/**
 * The file at `path` when the build of this key wrote it.
 *
 * @throws DatasetError `FOREIGN_FILE`, `UNREADABLE_FILE`: what is not ours must not be overwritten
 */
export async function openBuilt(path: string, buildKey: string | null): Promise<DatasetFile | undefined> {
  try {
    const found = await openWithKey(path);
    if (buildKey !== null && found.buildKey === buildKey) return found.file;
    await found.file.close();
  } catch (error) {
    const { code, cause, message } = error as DatasetError;
    if (code === 'TRUNCATED_FILE' || code === 'CORRUPT_FILE') warnBadCache(`${message}: it is built again`);
    else if ((cause as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') throw error;
  }
  return undefined;
}

/** Computes rows in any order into a file beside `path`, then puts them in order into the dataset file. */
export async function buildFile(
  path: string,
  shape: readonly number[],
  buildKey: string | null,
  compute: (
    put: (place: number, row: Float32Array) => Promise<void>,
  ) => Promise<{ collected: CollectedRows; repeatable: boolean }>,
): Promise<DatasetFile> {
  await folderBeside(path, async (folder) => {
    const size = rowSize(shape);
    const rows = await open(join(folder, 'rows'), 'wx+');
    try {
      const { collected, repeatable } = await compute((place, row) => writeFully(rows, bytesOf(row), place * size * 4));
      const { places } = collected;
      await writeDatasetFile(path, {
        ...collected,
        // Only what the same inputs would give again may be taken for it.
        buildKey: repeatable ? buildKey : null,
        values: (from, to) => readRowsAt(rows, path, { from: 0, size }, places.subarray(from, to)),
      });
    } finally {
      await rows.close();
    }
  });
  return openDataset(path);
}
