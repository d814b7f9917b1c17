import { AudioError } from '../errors';

/** One page of an Ogg file, RFC 3533 section 6. */
export interface OggPage {
  readonly at: number;
  /** Byte behind it. */
  readonly end: number;
  /** Of the logical stream it belongs to. */
  readonly serial: number;
  /** Pages of a stream are numbered without gaps. */
  readonly sequence: number;
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Position in the stream after the last packet that ends here, -1 where none does; its unit is the coding's. */
  readonly granule: number;
  /** Bytes of the packets, cut at each 255. */
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
}

const HEADER_BYTES = 27;
export const MAX_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;

/**
 * The page at byte `at` of `bytes`; undefined where they end before it does.
 *
 * @param fileOffset byte of the file that is bytes[0], for messages
 * @throws {AudioError} `CORRUPT` where none begins or its checksum is wrong
 */
export function readOggPage(bytes: Uint8Array, at: number, fileOffset = 0): OggPage | undefined {
  const place = fileOffset + at;
  if (bytes.length - at < HEADER_BYTES) return undefined;
  if (!isCapture(bytes, at)) {
    throw new AudioError('CORRUPT', `an Ogg page was expected at byte ${place}`, { byteOffset: place });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER_BYTES);
  const flags = view.getUint8(5);
  const body = at + HEADER_BYTES + view.getUint8(26);
  const lacing = bytes.subarray(at + HEADER_BYTES, body);
  const end = lacing.reduce((sum, length) => sum + length, body);
  if (end > bytes.length) return undefined;
  const found = crc32(bytes, at, end);
  const check = view.getUint32(22, true);
  if (found !== check) {
    const message = `the Ogg page at byte ${place} has checksum ${found}; the file says ${check}`;
    throw new AudioError('CORRUPT', message, { byteOffset: place });
  }
  return {
    at,
    end,
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    isContinued: (flags & 1) !== 0,
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    granule: view.getInt32(10, true) * 2 ** 32 + view.getUint32(6, true),
    lacing,
    body: bytes.subarray(body, end),
  };
}

/** "OggS" and version 0. */
export function isCapture(bytes: Uint8Array, at: number): boolean {
  const [o, g, g2, s, version] = bytes.subarray(at, at + 5);
  return o === 0x4f && g === 0x67 && g2 === 0x67 && s === 0x53 && version === 0;
}

const TABLE = /* @__PURE__ */ makeTable();

/** Of x^32 + x^26 + x^23 + ... + 1, most significant bit first. */
function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
    return crc;
  });
}

/** Of a page, its own checksum (bytes 22 to 25) taken for zeros. */
function crc32(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) {
    const byte = i - from >= 22 && i - from < 26 ? 0 : bytes[i]!;
    crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ byte]!;
  }
  return crc >>> 0;
}
