import { AudioError } from '../errors';
import type { ByteReader } from '../sources/byteReader';
import { MAX_HEADER_BYTES, readFrameHeader } from './frameHeader';
import type { FlacInfo } from './parseFlac';
import { type PlacedFrame, readPlacedFrame } from './placedFrame';
import { agrees } from './readFrame';

/** The start of a frame. */
interface Place {
  readonly at: number;
  readonly sample: number;
}

const SEEKTABLE = 3;
const SEEK_POINT_BYTES = 18;
/** A seek table of a point a second says as much about 15 hours. */
const MAX_TABLE_BYTES = 2 ** 20;
/** More are damage, or malice: a file of nothing but empty blocks. */
const MAX_BLOCKS = 10_000;
/** As near as bisection goes; from there on frames are read in order. */
const NEAR = 32_768;
/** Bytes that are searched for a header at a time. */
const SEARCH_BYTES = 8_192;

/** Behind all metadata blocks. */
export async function firstFrameOffset(reader: ByteReader, info: FlacInfo): Promise<number> {
  let end = 0;
  for await (const block of metadataBlocks(reader, info)) end = block.end;
  return end;
}

/**
 * A frame that starts at or before the sample `target`, and not far from it.
 *
 * @param first byte of the first frame
 */
export async function findFrame(
  reader: ByteReader,
  info: FlacInfo,
  blockSize: number,
  first: number,
  target: number,
): Promise<Place> {
  let low: Place = { at: first, sample: 0 };
  let high: Place = { at: reader.size, sample: info.totalSamples };
  for await (const { type, start, end } of metadataBlocks(reader, info)) {
    if (type === SEEKTABLE) {
      const table = await reader.read(start, Math.min(end, start + MAX_TABLE_BYTES));
      const { before, after } = lookUp(table, first, target);
      // A table may be wrong, as after a cut: what it says counts only where such a frame is found.
      for (const point of [before, after]) {
        const frame = point && point.at < high.at ? await tryFrame(reader, info, point.at, blockSize) : undefined;
        if (frame === undefined || frame.sample !== point?.sample) continue;
        if (point === before) low = frame;
        else high = frame;
      }
    }
  }
  for (let step = 0; high.at - low.at > NEAR; step++) {
    // Where it should be, were the bit rate even; the middle every other time, so that it ends where it is not.
    const share = step % 2 === 0 ? (target - low.sample) / (high.sample - low.sample) : 0.5;
    const span = high.at - low.at;
    const guess = low.at + Math.min(span - 1, Math.max(1, Math.floor(span * share) - NEAR / 2));
    const frame = await nextFrame(reader, info, blockSize, guess, high.at, low, high);
    if (frame === undefined) high = { at: guess, sample: high.sample };
    else if (frame.sample <= target) low = frame;
    else high = { at: guess, sample: frame.sample };
  }
  return low;
}

/** The first frame that starts in bytes `from` to `to - 1` and whose number lies between its neighbours'. */
async function nextFrame(
  reader: ByteReader,
  info: FlacInfo,
  blockSize: number,
  from: number,
  to: number,
  low: Place,
  high: Place,
): Promise<PlacedFrame | undefined> {
  for (let start = from; start < to; start += SEARCH_BYTES) {
    const end = Math.min(start + SEARCH_BYTES, to);
    const bytes = await reader.read(start, end + MAX_HEADER_BYTES);
    for (let i = bytes.indexOf(0xff); i >= 0 && i < end - start; i = bytes.indexOf(0xff, i + 1)) {
      const header = readFrameHeader(bytes, i);
      if (header === undefined || !agrees(info, header)) continue;
      const frame = await tryFrame(reader, info, start + i, blockSize);
      if (frame && frame.sample > low.sample && frame.sample <= high.sample) return frame;
    }
  }
  return undefined;
}

/** What looks like a frame may be audio: then its checksum is wrong. */
async function tryFrame(
  reader: ByteReader,
  info: FlacInfo,
  at: number,
  blockSize: number,
): Promise<PlacedFrame | undefined> {
  try {
    return await readPlacedFrame(reader, info, at, blockSize);
  } catch (error) {
    if (error instanceof AudioError && (error.code === 'CORRUPT' || error.code === 'TRUNCATED')) return undefined;
    throw error;
  }
}

/** The points next to `target`. A point is a sample's number, its frame's byte behind `first`, and 2 bytes more. */
function lookUp(table: Uint8Array, first: number, target: number): { before?: Place; after?: Place } {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const wide = (at: number) => view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
  let before: Place | undefined;
  let after: Place | undefined;
  for (let at = 0; at + SEEK_POINT_BYTES <= table.length; at += SEEK_POINT_BYTES) {
    const point = { sample: wide(at), at: first + wide(at + 8) };
    if (point.sample <= target) {
      if (before === undefined || point.sample > before.sample) before = point;
    } else if (after === undefined || point.sample < after.sample) {
      // Points held free are all ones, which no frame is.
      after = point;
    }
  }
  return { before, after };
}

async function* metadataBlocks(reader: ByteReader, info: FlacInfo) {
  let at = info.offset + 4;
  for (let isLast = false, count = 0; !isLast; count++) {
    if (count === MAX_BLOCKS) {
      throw new AudioError('MALFORMED', `over ${MAX_BLOCKS} metadata blocks before byte ${at}`, { byteOffset: at });
    }
    const head = await reader.read(at, at + 4);
    if (head.length < 4) {
      throw new AudioError('TRUNCATED', `the metadata block at byte ${at} is cut short`, { byteOffset: at });
    }
    isLast = head[0]! >= 128;
    const start = at + 4;
    const end = start + head[1]! * 65_536 + head[2]! * 256 + head[3]!;
    yield { type: head[0]! & 127, start, end };
    at = end;
  }
}
