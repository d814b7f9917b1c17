import type { DecodedAudio } from './decodedAudio';
import { decodeFlac } from './decodeFlac';
import { decodeWav } from './decodeWav';
import { AudioError } from './errors';
import { id3Length } from './parseFlac';
import { fourCC } from './parseWav';

/**
 * Decodes a whole WAV or FLAC file, told apart by their first bytes, never by a name.
 *
 * WAV: PCM of 8, 16, 24 and 32 bits, float of 32 and 64, plain or extensible. FLAC: up to 24 bits; checksums
 * of the frames, length and MD5 are verified.
 *
 * @param bytes the file
 * @returns every channel at the file's own rate; `warnings` lists what was wrong with the file and put right
 * @throws {AudioError} `UNKNOWN_FORMAT`, `MALFORMED`, `UNSUPPORTED`, `TRUNCATED`, `CORRUPT`, `NON_FINITE`, `TOO_LARGE`,
 * `INVALID_ARGUMENT` when `bytes` are not bytes
 * @see libsndfile 1.2, whose values the samples equal exactly
 */
export async function decode(bytes: Uint8Array | ArrayBuffer): Promise<DecodedAudio> {
  const input = toBytes(bytes);
  return detectFormat(input) === 'flac' ? decodeFlac(input) : decodeWav(input);
}

/** Tells the container from its first bytes. */
export function detectFormat(bytes: Uint8Array): 'wav' | 'flac' {
  if (bytes.length === 0)
    throw new AudioError('EMPTY', 'the file has 0 bytes; a WAV or FLAC file was expected', { byteOffset: 0 });
  if (fourCC(bytes, 0) === 'fLaC' || id3Length(bytes) > 0) return 'flac';
  if (['RIFF', 'RIFX', 'RF64', 'BW64'].includes(fourCC(bytes, 0))) return 'wav';
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new AudioError('UNKNOWN_FORMAT', `the file starts with ${start}; WAV ("RIFF") and FLAC ("fLaC") are decoded`, {
    byteOffset: 0,
  });
}

/** The same bytes as a Uint8Array, without a copy. Tags, not `instanceof`: bytes may come from another realm. */
export function toBytes(bytes: unknown): Uint8Array {
  const tag = Object.prototype.toString.call(bytes);
  if (tag === '[object Uint8Array]') return bytes as Uint8Array;
  if (tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]')
    return new Uint8Array(bytes as ArrayBuffer);
  throw new AudioError('INVALID_ARGUMENT', `decode: bytes is ${tag}; a Uint8Array or ArrayBuffer was expected`);
}
