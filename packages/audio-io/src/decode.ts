import type { DecodedAudio } from './decodedAudio';
import { AudioError } from './errors';
import { detectFormat } from './formats';
import { fromBytes } from './sources/byteReader';
import { asBytes } from './sources/collectBytes';

/**
 * Decodes a whole audio file, told by its first bytes, never by a name.
 *
 * WAV: PCM of 8, 16, 24 and 32 bits, float of 32 and 64, plain or extensible, RF64. FLAC: all of RFC 9639, also in Ogg; checksums of
 * the frames, length and MD5 are verified. MP3, Ogg Vorbis and Ogg Opus: by decoders that are imported when the first such
 * file comes; the length is that of what was encoded, without the encoder's padding. AAC in M4A or ADTS: by the browser, or
 * by a decoder that was registered.
 *
 * @param bytes the file: an ArrayBuffer, Uint8Array, Buffer or DataView
 * @returns every channel at the file's own rate; `warnings` lists what was wrong with the file and put right
 * @throws {AudioError} `UNKNOWN_FORMAT`, `MALFORMED`, `UNSUPPORTED`, `NO_DECODER`, `TRUNCATED`, `CORRUPT`, `NON_FINITE`,
 * `TOO_LARGE`, `EMPTY`, `INVALID_ARGUMENT` when `bytes` are not bytes
 * @see libsndfile 1.2, whose values the samples of WAV and FLAC equal exactly
 */
export async function decode(bytes: ArrayBuffer | ArrayBufferView): Promise<DecodedAudio> {
  const input = asBytes(bytes);
  if (input === undefined) {
    const tag = Object.prototype.toString.call(bytes);
    throw new AudioError('INVALID_ARGUMENT', `decode: bytes is ${tag}; a Uint8Array or ArrayBuffer was expected`);
  }
  const { format, start } = await detectFormat(fromBytes(input));
  return format.decode(input, start);
}
