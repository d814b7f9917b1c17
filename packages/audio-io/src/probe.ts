import type { AudioInfo } from './audioInfo';
import { namingSource } from './errors';
import { detectFormat } from './formats';
import { readAhead } from './sources/byteReader';
import { type ByteSource, openSource, type SourceOptions } from './sources/openSource';

/**
 * Reads format, rate, channels and length from the headers, without decoding.
 *
 * Of files, Blobs and URLs of servers that answer ranges only the headers are read, by 64 kB (of Ogg also the last page); of
 * other URLs and of streams all.
 *
 * @param source path (in Node), URL, bytes, Blob or stream
 * @throws {AudioError} `UNREADABLE`, `UNKNOWN_FORMAT`, `MALFORMED`, `UNSUPPORTED`, `TRUNCATED`, `CORRUPT`, `EMPTY`,
 * `TOO_LARGE`, `ABORTED`, `INVALID_ARGUMENT`
 */
export async function probe(source: ByteSource, options: SourceOptions = {}): Promise<AudioInfo> {
  const opened = await openSource(source, { ...options, isPartial: true });
  try {
    return await namingSource(opened.name, async () => {
      const reader = readAhead(opened);
      const { format, start } = await detectFormat(reader);
      return format.probe(reader, start);
    });
  } finally {
    await opened.close();
  }
}
