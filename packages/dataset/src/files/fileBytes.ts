import type { FileHandle } from 'node:fs/promises';
import { DatasetError } from '../errors';

/** Bytes moved by one call at most: larger ones would only hold a thread for long. */
const LARGEST_STEP = 16 * 1024 * 1024;

/**
 * Fills `target` from a position of the file.
 *
 * @throws DatasetError `TRUNCATED_FILE` when the file ends before, `UNREADABLE_FILE` when the system cannot read it
 */
export async function readFully(file: FileHandle, path: string, target: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < target.length) {
    const length = Math.min(target.length - done, LARGEST_STEP);
    const { bytesRead } = await file.read(target, done, length, position + done).catch((cause: Error) => {
      throw unreadable(path, cause);
    });
    if (bytesRead === 0) {
      const end = position + target.length;
      throw new DatasetError('TRUNCATED_FILE', `the dataset file ${path} ends before byte ${end}, which was asked for`);
    }
    done += bytesRead;
  }
}

/** Writes all bytes at a position of the file. */
export async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const length = Math.min(bytes.length - done, LARGEST_STEP);
    done += (await file.write(bytes, done, length, position + done)).bytesWritten;
  }
}

/** The bytes of a typed array, without a copy. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

export function unreadable(path: string, cause: Error): DatasetError {
  return new DatasetError('UNREADABLE_FILE', `the dataset file ${path} cannot be read: ${cause.message}`, { cause });
}
