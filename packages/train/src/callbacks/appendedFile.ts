import { appendFile, mkdir, open, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CallbackState } from '../callback';
import { restoreNumbers, saveNumbers } from './savedNumbers';

/**
 * A file that grows at its end, and that a resumed training cuts back to where it was at the checkpoint. Nothing stays
 * open between writes, so a training that is aborted leaves no handle.
 */
export interface AppendedFile {
  /** Begins the file when this was not done yet, with its folder. Returns how many bytes it has. */
  begin(): Promise<number>;
  write(data: string | Uint8Array): Promise<void>;
  /** Flushes to the disk: the file is never behind the checkpoint that holds this state. */
  saveState(): Promise<CallbackState>;
  /** Cuts off what was written later. A file that lost bytes since then goes on as it is. */
  restoreState(state: CallbackState): Promise<void>;
}

/** @param options.append - go on in a file that is there; otherwise it is emptied by the first write */
export function appendedFile(callback: string, path: string, { append }: { append: boolean }): AppendedFile {
  let bytes: number | undefined;
  const begin = async () => {
    if (bytes !== undefined) return bytes;
    await mkdir(dirname(path), { recursive: true });
    if (!append) await writeFile(path, '');
    bytes = await sizeOf(path);
    return bytes;
  };
  return {
    begin,
    async write(data) {
      const added = typeof data === 'string' ? Buffer.from(data) : data;
      const before = await begin();
      await appendFile(path, added);
      bytes = before + added.length;
    },
    async saveState() {
      if (bytes !== undefined) {
        const file = await open(path, 'r+');
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      }
      return saveNumbers({ bytes });
    },
    async restoreState(state) {
      const saved = restoreNumbers(callback, state, 'bytes').bytes;
      if (saved === undefined) return;
      const size = await sizeOf(path);
      if (size > saved) await truncate(path, saved);
      bytes = Math.min(size, saved);
    },
  };
}

/** In bytes; 0 when there is no such file. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
