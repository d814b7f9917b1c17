import type { FileHandle } from 'node:fs/promises';
import { Reader } from '@zip.js/zip.js';

/** The list of 20,000 files needs less; a zip of gigabytes could say that all of it is its list. */
const MOST_AT_ONCE = 2 ** 25;

/** Lets zip.js read from an open file. Not `fs.openAsBlob`, which Node 20 and 22 call experimental on standard error. */
export class FileReader extends Reader<FileHandle> {
  readonly #file: FileHandle;

  constructor(file: FileHandle, bytes: number) {
    super(file);
    this.#file = file;
    this.size = bytes;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (length > MOST_AT_ONCE) throw new Error(`a list of ${length} bytes`);
    const wanted = new Uint8Array(Math.max(0, Math.min(length, this.size - index)));
    let filled = 0;
    while (filled < wanted.length) {
      const { bytesRead } = await this.#file.read(wanted, filled, wanted.length - filled, index + filled);
      if (bytesRead === 0) break; // the file became shorter
      filled += bytesRead;
    }
    return wanted.subarray(0, filled);
  }
}
