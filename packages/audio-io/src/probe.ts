import { detectFormat } from './decode';
import { AudioError } from './errors';
import { type FlacInfo, parseFlac } from './parseFlac';
import { NEED_MORE_BYTES, parseWav, type WavLayout } from './parseWav';
import { type ByteReader, type ByteSource, openSource } from './readSource';

/** What the headers of a file say. */
export interface AudioInfo {
  readonly format: 'wav' | 'flac';
  /** In Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitDepth: number;
  /** Samples a channel; undefined when a FLAC encoder did not write it. */
  readonly samples: number | undefined;
  /** In seconds; undefined as `samples`. */
  readonly duration: number | undefined;
  readonly warnings: readonly string[];
}

const FIRST_READ = 64 * 1024;

/**
 * Reads format, rate, channels and length from the headers, without decoding. Of files and Blobs only the beginning is
 * read (64 kB, more where the headers are longer); a URL is fetched whole.
 *
 * @param source path (in Node), URL, bytes or Blob
 * @throws {AudioError} `UNREADABLE`, `UNKNOWN_FORMAT`, `MALFORMED`, `UNSUPPORTED`, `TRUNCATED`, `EMPTY`, `INVALID_ARGUMENT`
 */
export async function probe(source: ByteSource): Promise<AudioInfo> {
  const reader = await openSource(source);
  try {
    const { format, layout } = await readHeaders(reader);
    const isWav = 'frames' in layout;
    const samples = isWav ? layout.frames : layout.totalSamples || undefined;
    return {
      format,
      sampleRate: layout.sampleRate,
      channels: layout.channels,
      bitDepth: layout.bitDepth,
      samples,
      duration: samples === undefined ? undefined : samples / layout.sampleRate,
      warnings: isWav ? layout.warnings : [],
    };
  } finally {
    await reader.close();
  }
}

async function readHeaders(reader: ByteReader): Promise<{ format: 'wav' | 'flac'; layout: WavLayout | FlacInfo }> {
  for (let length = FIRST_READ; ; length *= 4) {
    const bytes = await reader.read(0, Math.min(length, reader.size));
    const format = detectFormat(bytes);
    const layout = format === 'wav' ? parseWav(bytes, reader.size) : parseFlac(bytes, reader.size);
    if (layout !== NEED_MORE_BYTES) return { format, layout };
    if (length >= reader.size) {
      throw new AudioError('TRUNCATED', `the headers do not end within ${reader.size} bytes`, {
        byteOffset: reader.size,
      });
    }
  }
}
