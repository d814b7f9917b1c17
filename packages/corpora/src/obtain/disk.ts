import { open, statfs } from 'node:fs/promises';
import { CorpusError } from '../errors';

/** What systems answer that cannot flush a folder, or need not. */
const cannotFlushFolders = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM']);

/**
 * The system's error while writing, as one of ours.
 *
 * @param todo what was being done, `unpackRavdess: writing "data/ravdess"`
 */
export function writeError(error: unknown, todo: string): CorpusError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new CorpusError('NO_SPACE', `${todo} failed: the disk is full; make room and start again`, { cause: error });
  }
  return new CorpusError('NOT_WRITTEN', `${todo} failed: ${message}`, { cause: error });
}

/**
 * Asks the system for free space before something is written, where it tells.
 *
 * @param folder that exists
 * @throws {CorpusError} `NO_SPACE`
 */
export async function requireSpace(folder: string, bytes: number, todo: string): Promise<void> {
  const answer = await statfs(folder).catch(() => undefined);
  if (answer === undefined) return; // some network disks do not tell; then writing itself fails
  const free = answer.bavail * answer.bsize;
  if (free < bytes) {
    const [needed, left] = [Math.ceil(bytes / 1e6), Math.floor(free / 1e6)];
    const text = `${todo} needs ${needed} MB; the disk has ${left} MB left. Make room or choose another disk`;
    throw new CorpusError('NO_SPACE', text);
  }
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
