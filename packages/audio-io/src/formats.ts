import { aac } from './aac/aac';
import type { AudioFormat } from './audioFormat';
import { AudioError } from './errors';
import { flac } from './flac/flac';
import { id3Length } from './id3Length';
import { mp3 } from './mp3/mp3';
import { ogg } from './ogg/ogg';
import type { ByteReader } from './sources/byteReader';
import { wav } from './wav/wav';

const FORMATS: readonly AudioFormat[] = [wav, flac, ogg, mp3, aac];

const ACCEPTED = 'WAV, FLAC, MP3, Ogg (Vorbis, Opus, FLAC), and AAC in M4A or ADTS are decoded';

/** Enough for the longest frame of MP3 and the next one's header. */
const HEAD_BYTES = 4096;

/**
 * Tells the format from the first bytes behind any ID3v2 tags, never from a name.
 * @throws {AudioError} `EMPTY`, `UNKNOWN_FORMAT`
 */
export async function detectFormat(reader: ByteReader): Promise<{ format: AudioFormat; start: number }> {
  let start = 0;
  let head = await reader.read(0, HEAD_BYTES);
  if (head.length === 0) throw new AudioError('EMPTY', `the file has 0 bytes; ${ACCEPTED}`, { byteOffset: 0 });
  for (let tag = id3Length(head); tag > 0; tag = id3Length(head)) {
    start += tag;
    head = await reader.read(start, start + HEAD_BYTES);
  }
  const format = FORMATS.find(({ detect }) => detect(head));
  if (format !== undefined) return { format, start };
  throw new AudioError('UNKNOWN_FORMAT', `${describe(head, start)}; ${ACCEPTED}`, { byteOffset: start });
}

function describe(head: Uint8Array, start: number): string {
  const text = String.fromCharCode(...head.subarray(0, 256)).trimStart();
  if (/^(?:\xef\xbb\xbf)?\s*<(!doctype|html|head|body)/i.test(text)) {
    return 'this is a web page (HTML), not audio: the address may be that of a page, or the server answered with one';
  }
  if (start > 0 && head.length === 0) return `the file ends at byte ${start}, with its tag`;
  const bytes = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return start > 0 ? `behind the tag, byte ${start}, stands ${bytes}` : `the file starts with ${bytes}`;
}
