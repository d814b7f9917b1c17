import { AudioError } from '../errors';
import type { ByteReader } from './byteReader';
import { reading } from './reading';

type NodeFiles = typeof import('node:fs/promises');

/** A file by positional reads: nothing is read until it is asked for. */
export async function openFile(files: NodeFiles, path: string | URL): Promise<ByteReader> {
  const name = String(path);
  const handle = await reading(name, () => files.open(path, 'r'));
  try {
    const status = await reading(name, () => handle.stat());
    if (!status.isFile()) throw new AudioError('UNREADABLE', `${name} is not a file`, { source: name });
    return {
      name,
      size: status.size,
      read: async (start, end) =>
        reading(name, async () => {
          const bytes = new Uint8Array(Math.max(0, Math.min(end, status.size) - start));
          let done = 0;
          while (done < bytes.length) {
            const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
            if (bytesRead === 0) break;
            done += bytesRead;
          }
          return bytes.subarray(0, done);
        }),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Node's file system, or undefined elsewhere. `getBuiltinModule` (Node 20.16 on) needs no import, so bundlers for
 * browsers see none and the package needs only one build.
 */
export function nodeFiles(): NodeFiles | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.('node:fs/promises') as NodeFiles | undefined;
}
