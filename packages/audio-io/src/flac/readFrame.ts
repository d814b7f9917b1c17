import { AudioError } from '../errors';
import { formatCount } from '../limits';
import { BitReader, OutOfBytes } from './bitReader';
import { crc16 } from './crc';
import type { FrameHeader } from './frameHeader';
import { createFrameKernels } from './frameKernels';
import type { FlacInfo } from './parseFlac';
import { readSubframe } from './subframe';

/** Bytes behind a frame that are there for its last codes to be read in one go with what follows. */
const READ_AHEAD = 16;

/**
 * One frame's samples into `blocks`, one array of the frame's length a channel; the byte after it, or undefined when the
 * bytes end before it does. RFC 9639 section 9.
 *
 * @param fileOffset byte of the file that is bytes[0], for messages
 * @throws {AudioError} `CORRUPT` where its checksum or its codes are wrong, `MALFORMED` where it contradicts STREAMINFO
 */
export function readFrame(
  bytes: Uint8Array,
  start: number,
  header: FrameHeader,
  info: FlacInfo,
  blocks: readonly Int32Array[],
  fileOffset = 0,
): number | undefined {
  const { blockSize, stereo, end } = header;
  checkAgainst(info, header, fileOffset + start);
  const reader = new BitReader(bytes, end, fileOffset);
  const mostBytes = info.maxFrameBytes || Math.ceil((blockSize * info.channels * (info.bitDepth + 1)) / 8);
  const kernels = createFrameKernels(bytes, end, mostBytes + READ_AHEAD, blockSize);
  // The difference of two 32-bit channels has 33 bits.
  const wide = stereo !== 'independent' && info.bitDepth === 32 ? new Float64Array(blockSize) : undefined;
  try {
    blocks.forEach((block, channel) => {
      const isSide = stereo === 'side-right' ? channel === 0 : stereo !== 'independent' && channel === 1;
      readSubframe(reader, isSide ? info.bitDepth + 1 : info.bitDepth, blockSize, (isSide && wide) || block, kernels);
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
    const at = fileOffset + start;
    const message = `the frame at byte ${at} has checksum ${found}; the file says ${check}`;
    throw new AudioError('CORRUPT', message, { byteOffset: at });
  }
  if (stereo !== 'independent') {
    if (wide) joinWideStereo(stereo, blocks[0]!, blocks[1]!, wide);
    else joinStereo(stereo, blocks[0]!, blocks[1]!);
  }
  return body + 2;
}

function checkAgainst(info: FlacInfo, header: FrameHeader, at: number): void {
  if (agrees(info, header)) return;
  const describe = (channels: number, bitDepth: number | null, sampleRate: number | null) =>
    `${channels} channels of ${bitDepth ?? info.bitDepth} bits at ${formatCount(sampleRate ?? info.sampleRate)} Hz`;
  const frame = describe(header.channels, header.bitDepth, header.sampleRate);
  const promised = describe(info.channels, info.bitDepth, info.sampleRate);
  const message = `the frame at byte ${at} holds ${frame}; STREAMINFO at byte ${info.offset + 18} says ${promised}`;
  throw new AudioError('MALFORMED', message, { byteOffset: info.offset + 18 });
}

/** Whether a frame is one of this file. */
export function agrees(info: FlacInfo, { channels, bitDepth, sampleRate }: FrameHeader): boolean {
  const isSame = (value: number | null, promised: number) => value === null || value === promised;
  return channels === info.channels && isSame(bitDepth, info.bitDepth) && isSame(sampleRate, info.sampleRate);
}

type Joined = Exclude<FrameHeader['stereo'], 'independent'>;

/** Undoes what an encoder does to two channels that are alike: left and right again, in place. */
function joinStereo(stereo: Joined, first: Int32Array, second: Int32Array): void {
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

/** The same with a difference that 32 bits do not hold, in float64, which is exact to 2^53. */
function joinWideStereo(stereo: Joined, first: Int32Array, second: Int32Array, side: Float64Array): void {
  const count = side.length;
  if (stereo === 'left-side') for (let i = 0; i < count; i++) second[i] = first[i]! - side[i]!;
  else if (stereo === 'side-right') for (let i = 0; i < count; i++) first[i] = second[i]! + side[i]!;
  else {
    for (let i = 0; i < count; i++) {
      const sum = 2 * first[i]! + (Math.abs(side[i]!) % 2);
      first[i] = (sum + side[i]!) / 2;
      second[i] = (sum - side[i]!) / 2;
    }
  }
}
