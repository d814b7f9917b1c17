import { AudioError } from '../errors';
import { formatCount } from '../limits';
import type { ByteReader } from '../sources/byteReader';
import { readFrameHeader } from './frameHeader';
import type { FlacInfo } from './parseFlac';
import { agrees, readFrame } from './readFrame';

/** A frame, verified by its checksum, and where it stands. */
export interface PlacedFrame {
  readonly at: number;
  /** Byte behind it. */
  readonly end: number;
  /** Number of its first sample in the file. */
  readonly sample: number;
  readonly channels: readonly Int32Array[];
}

/**
 * The frame at byte `at`; undefined where none begins.
 *
 * @param blockSize samples in every frame but the last, for files that number frames and not samples
 * @throws {AudioError} `TRUNCATED` where the bytes end before the frame does, `CORRUPT`
 */
export async function readPlacedFrame(
  reader: ByteReader,
  info: FlacInfo,
  at: number,
  blockSize: number,
): Promise<PlacedFrame | undefined> {
  for (let length = Math.min(info.maxFrameBytes || 16_384, 65_536); ; length *= 4) {
    const bytes = await reader.read(at, at + length);
    const header = readFrameHeader(bytes, 0);
    if (header === undefined || !agrees(info, header)) return undefined;
    const channels = Array.from({ length: info.channels }, () => new Int32Array(header.blockSize));
    const end = readFrame(bytes, 0, header, info, channels, at);
    if (end !== undefined) {
      const sample = header.hasVariableBlocks ? header.number : header.number * blockSize;
      return { at, end: at + end, sample, channels };
    }
    if (at + length >= reader.size) {
      const message = `the frame at byte ${at} does not end within the ${formatCount(reader.size)} bytes there are`;
      throw new AudioError('TRUNCATED', message, { byteOffset: at });
    }
  }
}
