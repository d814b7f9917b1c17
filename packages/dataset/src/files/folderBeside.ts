import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DatasetError } from '../errors';
import { ownPrefix, removeOrphans } from './orphans';

/**
 * Lets `use` work in a new folder beside `path`, so on the same disk; the folder is gone afterwards.
 *
 * @throws DatasetError `FILE_NOT_WRITTEN` when the system refuses (its error is the cause); whatever else `use` throws
 */
export async function folderBeside<T>(path: string, use: (folder: string) => Promise<T>): Promise<T> {
  const place = resolve(path);
  let folder: string | undefined;
  try {
    await mkdir(dirname(place), { recursive: true });
    await removeOrphans(dirname(place), basename(place));
    folder = await mkdtemp(join(dirname(place), ownPrefix(basename(place))));
    return await use(folder);
  } catch (error) {
    if ((error as { syscall?: unknown }).syscall === undefined) throw error;
    const message = `the dataset file ${path} cannot be written: ${(error as Error).message}`;
    throw new DatasetError('FILE_NOT_WRITTEN', message, { cause: error });
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
