import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import type { FlacInfo } from '../parseFlac';
import { BitReader, OutOfBytes } from './bitReader';
import { crc16 } from './crc';
import { type FrameHeader, readFrameHeader } from './frameHeader';
import { readSubframe } from './subframe';

export interface DecodedFrames {
  /** Integers of the file's bit depth. */
  readonly channels: readonly Int32Array[];
  /** Samples a channel. */
  readonly length: number;
  /** Byte after the last frame; bytes that follow belong to no frame. */
  readonly end: number;
}

/**
 * All frames of a FLAC file, RFC 9639 section 9, each verified by its checksums.
 *
 * Bytes that end early (in the middle of a frame or before one) end the result early: whoever knows how many samples there
 * should be compares.
 *
 * @param bytes the whole file
 * @throws {AudioError} `CORRUPT` for a frame that is damaged or missing, `MALFORMED` for one that contradicts STREAMINFO
 */
export function decodeFrames(bytes: Uint8Array, info: FlacInfo): DecodedFrames {
  const { totalSamples } = info;
  const limit = totalSamples > 0 ? totalSamples : Math.floor(MAX_SAMPLES / info.channels);
  // A file can unpack to a thousand times its size, or claim that it does: memory is taken as frames turn up.
  let capacity = Math.min(limit, 8 * bytes.length + 65_536);
  let channels = Array.from({ length: info.channels }, () => new Int32Array(capacity));
  let length = 0;
  let at = firstFrame(bytes, info.offset);
  while (at < bytes.length) {
    const header = readFrameHeader(bytes, at);
    if (header === undefined) {
      if (totalSamples === 0 ? length > 0 : length === totalSamples) break;
      // A header cut off by the end of the file is a file cut short.
      if (bytes.length - at < MAX_HEADER_BYTES && bytes[at] === 0xff) break;
      throw new AudioError('CORRUPT', `a FLAC frame was expected at byte ${at}`, { byteOffset: at });
    }
    checkAgainst(info, header, at);
    if (length + header.blockSize > limit) {
      const message = `over ${formatCount(limit)} samples decoded, more than STREAMINFO at byte ${info.offset + 21} allows`;
      throw new AudioError('MALFORMED', message, { byteOffset: info.offset + 21 });
    }
    if (length + header.blockSize > capacity) {
      capacity = Math.min(limit, 2 * (length + header.blockSize));
      channels = channels.map((samples) => grown(samples, capacity));
    }
    const blocks = channels.map((samples) => samples.subarray(length, length + header.blockSize));
    const end = readFrame(bytes, at, header, info.bitDepth, blocks);
    if (end === undefined) break;
    length += header.blockSize;
    at = end;
  }
  return { channels: channels.map((samples) => samples.subarray(0, length)), length, end: at };
}

/** Sync and codes, number, block size, rate, checksum. */
const MAX_HEADER_BYTES = 4 + 7 + 2 + 2 + 1;

/** Behind all metadata blocks. */
function firstFrame(bytes: Uint8Array, offset: number): number {
  let at = offset + 4;
  for (;;) {
    const type = bytes[at] ?? 0x80;
    at += 4 + (bytes[at + 1] ?? 0) * 65_536 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    if (type & 0x80) return at;
  }
}

function checkAgainst(info: FlacInfo, header: FrameHeader, at: number): void {
  const { channels, bitDepth } = header;
  if (channels === info.channels && (bitDepth === null || bitDepth === info.bitDepth)) return;
  const message = `the frame at byte ${at} holds ${channels} channels of ${bitDepth ?? info.bitDepth} bits; STREAMINFO at byte ${info.offset + 20} says ${info.channels} of ${info.bitDepth}`;
  throw new AudioError('MALFORMED', message, { byteOffset: info.offset + 20 });
}

function grown(samples: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(samples);
  return larger;
}

/** One frame's samples into `blocks`; the byte after it, or undefined when the bytes end before it does. */
function readFrame(
  bytes: Uint8Array,
  start: number,
  { blockSize, stereo, end }: FrameHeader,
  bitDepth: number,
  blocks: readonly Int32Array[],
): number | undefined {
  const reader = new BitReader(bytes, end);
  try {
    blocks.forEach((block, channel) => {
      const isSide = stereo === 'side-right' ? channel === 0 : stereo !== 'independent' && channel === 1;
      readSubframe(reader, isSide ? bitDepth + 1 : bitDepth, blockSize, block);
    });
  } catch (error) {
    // Behind the end there are zeros only: what they seem to say is no damage.
    if (error instanceof OutOfBytes || reader.isExhausted) return undefined;
    throw error;
  }
  reader.align();
  const body = reader.position;
  const check = reader.unsigned(16);
  if (reader.isExhausted) return undefined;
  const found = crc16(bytes, start, body);
  if (found !== check) {
    const message = `the frame at byte ${start} has checksum ${found}; the file says ${check}`;
    throw new AudioError('CORRUPT', message, { byteOffset: start });
  }
  if (stereo !== 'independent') joinStereo(stereo, blocks[0]!, blocks[1]!);
  return body + 2;
}

/** Undoes what an encoder does to two channels that are alike: left and right again, in place. */
function joinStereo(
  stereo: Exclude<FrameHeader['stereo'], 'independent'>,
  first: Int32Array,
  second: Int32Array,
): void {
  const count = first.length;
  if (stereo === 'left-side') for (let i = 0; i < count; i++) second[i] = first[i]! - second[i]!;
  else if (stereo === 'side-right') for (let i = 0; i < count; i++) first[i] = first[i]! + second[i]!;
  else {
    for (let i = 0; i < count; i++) {
      const side = second[i]!;
      // The halved sum lost the lowest bit, which is that of the difference.
      const sum = 2 * first[i]! + (side & 1);
      first[i] = (sum + side) >> 1;
      second[i] = (sum - side) >> 1;
    }
  }
}
