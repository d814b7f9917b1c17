import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How the name of a file ends until it is whole. */
export const temporarySuffix = '.tmp';

/** What systems answer that cannot flush a folder, or need not. */
const cannotFlushFolders = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM']);

/**
 * Writes a file that is there whole or not at all, whenever the process or the machine ends: a temporary name beside
 * it, flushed, renamed, and the folder flushed.
 *
 * On `node:fs` rather than `write-file-atomic`, which takes a short write (a disk that becomes full midway) for a whole
 * one and gives the rest of a file its name, does not flush the folder, and leaves names that nobody can tell afterwards.
 *
 * @param temporary - in the same folder, of a file that does not exist; default one that nobody else takes
 * @throws the system's error; the temporary file is then gone and `path` as before
 */
export async function writeDurably(
  path: string,
  bytes: Uint8Array,
  temporary: string = `${path}.${randomUUID()}${temporarySuffix}`,
): Promise<void> {
  // Fails where the name exists: another process is writing this very file.
  const file = await open(temporary, 'wx');
  try {
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the next start takes it away
    throw error;
  }
  await flushFolder(dirname(path));
}

/** Makes new, renamed and deleted names in a folder outlast the machine's end. */
export async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!cannotFlushFolders.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
