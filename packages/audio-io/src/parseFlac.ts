import { AudioError } from './errors';
import { formatCount, MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from './limits';
import { fourCC, NEED_MORE_BYTES } from './parseWav';

/** STREAMINFO, the first metadata block of every FLAC file (RFC 9639, section 8.2). */
export interface FlacInfo {
  /** Where "fLaC" stands: not 0 when a tag was put before it. */
  readonly offset: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitDepth: number;
  /** Samples a channel; 0 when the encoder did not know. */
  readonly totalSamples: number;
  /** Of the interleaved little-endian samples, 32 hex digits; undefined when the encoder left it out. */
  readonly md5: string | undefined;
}

const STREAMINFO_BYTES = 34;

/**
 * Reads STREAMINFO. An ID3v2 tag before "fLaC" is skipped.
 * @throws {AudioError} `UNKNOWN_FORMAT`, `MALFORMED`, `TRUNCATED`
 */
export function parseFlac(bytes: Uint8Array, fileSize: number): FlacInfo | typeof NEED_MORE_BYTES {
  const offset = id3Length(bytes);
  const end = offset + 8 + STREAMINFO_BYTES;
  if (end > fileSize) {
    const message = `STREAMINFO ends at byte ${formatCount(end)}; the file has ${formatCount(fileSize)} bytes`;
    throw new AudioError('TRUNCATED', message, { byteOffset: fileSize });
  }
  if (end > bytes.length) return NEED_MORE_BYTES;
  if (fourCC(bytes, offset) !== 'fLaC') {
    throw new AudioError('UNKNOWN_FORMAT', `"fLaC" expected at byte ${offset}`, { byteOffset: offset });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 8 + STREAMINFO_BYTES);
  const blockHeader = view.getUint32(4);
  if ((blockHeader >>> 24) % 128 !== 0 || blockHeader % 0x1000000 !== STREAMINFO_BYTES) {
    throw new AudioError('MALFORMED', `the metadata block at byte ${offset + 4} is not a STREAMINFO of 34 bytes`, {
      byteOffset: offset + 4,
    });
  }
  // 20 bits of sample rate, 3 of channels - 1, 5 of bits - 1, 36 of total samples
  const high = view.getUint32(18);
  const low = view.getUint32(22);
  const sampleRate = high >>> 12;
  if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
    const range = `${formatCount(MIN_SAMPLE_RATE)} to ${formatCount(MAX_SAMPLE_RATE)}`;
    throw new AudioError('MALFORMED', `sample rate of ${sampleRate} Hz at byte ${offset + 18}; ${range} are accepted`, {
      byteOffset: offset + 18,
    });
  }
  const bitDepth = ((high >>> 4) & 31) + 1;
  if (bitDepth < 4) {
    throw new AudioError('MALFORMED', `${bitDepth} bits a sample at byte ${offset + 20}; FLAC has 4 to 32`, {
      byteOffset: offset + 20,
    });
  }
  let md5 = '';
  for (let i = 0; i < 16; i++)
    md5 += view
      .getUint8(26 + i)
      .toString(16)
      .padStart(2, '0');
  return {
    offset,
    sampleRate,
    channels: ((high >>> 9) & 7) + 1,
    bitDepth,
    totalSamples: (high & 15) * 2 ** 32 + low,
    md5: /^0+$/.test(md5) ? undefined : md5,
  };
}

/** Length of an ID3v2 tag at the start, 0 where there is none. Its size has 7 bits a byte. */
export function id3Length(bytes: Uint8Array): number {
  if (bytes.length < 10 || String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3') return 0;
  const size = [6, 7, 8, 9].reduce((total, at) => total * 128 + ((bytes[at] ?? 0) & 127), 0);
  return 10 + size + ((bytes[5] ?? 0) & 0x10 ? 10 : 0);
}
