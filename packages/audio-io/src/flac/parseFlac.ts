import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from '../limits';
import { fourCC } from '../wav/parseWav';

/** STREAMINFO, the first metadata block of every FLAC file (RFC 9639, section 8.2). */
export interface FlacInfo {
  /** Where "fLaC" stands: not 0 when a tag was put before it. */
  readonly offset: number;
  /** 0 where it is not known. */
  readonly maxFrameBytes: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitDepth: number;
  /** Samples a channel; 0 when the encoder did not know. */
  readonly totalSamples: number;
  /** Of the interleaved little-endian samples, 32 hex digits; undefined when the encoder left it out. */
  readonly md5: string | undefined;
}

const STREAMINFO_BYTES = 34;
export const FLAC_HEAD_BYTES = 8 + STREAMINFO_BYTES;

/**
 * Reads "fLaC" and STREAMINFO, the 42 bytes from byte `offset` of the file.
 * @param bytes those, or fewer where the file ends
 * @throws {AudioError} `UNKNOWN_FORMAT`, `MALFORMED`, `TRUNCATED`
 */
export function parseFlac(bytes: Uint8Array, offset: number): FlacInfo {
  if (bytes.length < FLAC_HEAD_BYTES) {
    const size = offset + bytes.length;
    const message = `STREAMINFO ends at byte ${formatCount(offset + FLAC_HEAD_BYTES)}; the file has ${formatCount(size)} bytes`;
    throw new AudioError('TRUNCATED', message, { byteOffset: size });
  }
  if (fourCC(bytes, 0) !== 'fLaC') {
    throw new AudioError('UNKNOWN_FORMAT', `"fLaC" expected at byte ${offset}`, { byteOffset: offset });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, FLAC_HEAD_BYTES);
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
    maxFrameBytes: view.getUint32(14) % 0x1000000,
    sampleRate,
    channels: ((high >>> 9) & 7) + 1,
    bitDepth,
    totalSamples: (high & 15) * 2 ** 32 + low,
    md5: /^0+$/.test(md5) ? undefined : md5,
  };
}
