import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { MAX_HEADER_BYTES, readFrameHeader } from './frameHeader';
import { keptMemory } from './keptMemory';
import type { FlacInfo } from './parseFlac';
import { readFrame } from './readFrame';

export interface DecodedFrames {
  /** Integers of the file's bit depth, in memory that the next call writes to. */
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
  let channels = Array.from({ length: info.channels }, (_, channel) => integersFor(channel, capacity));
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
    if (length + header.blockSize > limit) {
      const message = `over ${formatCount(limit)} samples decoded, more than STREAMINFO at byte ${info.offset + 21} allows`;
      throw new AudioError('MALFORMED', message, { byteOffset: info.offset + 21 });
    }
    if (length + header.blockSize > capacity) {
      capacity = Math.min(limit, 2 * (length + header.blockSize));
      channels = channels.map((samples) => grown(samples, capacity));
    }
    const blocks = channels.map((samples) => samples.subarray(length, length + header.blockSize));
    const end = readFrame(bytes, at, header, info, blocks);
    if (end === undefined) break;
    length += header.blockSize;
    at = end;
  }
  return { channels: channels.map((samples) => samples.subarray(0, length)), length, end: at };
}

const integersFor = keptMemory((length) => new Int32Array(length));

/** Behind all metadata blocks. */
function firstFrame(bytes: Uint8Array, offset: number): number {
  let at = offset + 4;
  for (;;) {
    const type = bytes[at] ?? 0x80;
    at += 4 + (bytes[at + 1] ?? 0) * 65_536 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    if (type & 0x80) return at;
  }
}

function grown(samples: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(samples);
  return larger;
}
