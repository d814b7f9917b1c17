import { crc8 } from './crc';

/** The header of a frame, RFC 9639 section 9.1. */
export interface FrameHeader {
  /** Samples a channel, 1 to 65,536. */
  readonly blockSize: number;
  readonly channels: number;
  /** How two channels are stored. */
  readonly stereo: 'independent' | 'left-side' | 'side-right' | 'mid-side';
  /** Null: as STREAMINFO says. */
  readonly bitDepth: number | null;
  /** In Hz; null: as STREAMINFO says. */
  readonly sampleRate: number | null;
  /** Of the frame, or of its first sample where blocks differ in size. */
  readonly number: number;
  readonly hasVariableBlocks: boolean;
  /** Byte of the first subframe. */
  readonly end: number;
}

/** Sync and codes, number, block size, rate, checksum. */
export const MAX_HEADER_BYTES = 4 + 7 + 2 + 2 + 1;

const STEREO = ['left-side', 'side-right', 'mid-side'] as const;
/** In kHz, by their codes from 1 on. */
const RATES = [88.2, 176.4, 192, 8, 16, 22.05, 24, 32, 44.1, 48, 96] as const;
const BIT_DEPTHS = [null, 8, 12, undefined, 16, 20, 24, 32] as const;

/** The header at `start`, or undefined where none stands whole: its own checksum tells it from audio that looks alike. */
export function readFrameHeader(bytes: Uint8Array, start: number): FrameHeader | undefined {
  const byte = (index: number) => bytes[start + index] ?? 0;
  // 14 bits of sync, a zero, and whether blocks differ in size.
  if (byte(0) !== 0xff || (byte(1) & 0xfe) !== 0xf8) return undefined;
  const sizeCode = byte(2) >> 4;
  const rateCode = byte(2) & 15;
  const channelCode = byte(3) >> 4;
  const bitDepth = BIT_DEPTHS[(byte(3) >> 1) & 7];
  if (sizeCode === 0 || rateCode === 15 || channelCode > 10 || bitDepth === undefined || byte(3) & 1) return undefined;

  // The number is written as UTF-8 writes a character: leading ones count the bytes, which bring six bits each but the first.
  const leadingOnes = Math.clz32(~(byte(4) << 24));
  if (leadingOnes === 1 || leadingOnes === 8) return undefined;
  let number = byte(4) & (0x7f >> leadingOnes);
  let at = 4 + Math.max(1, leadingOnes);
  for (let i = 5; i < at; i++) number = number * 64 + (byte(i) & 63);
  let blockSize: number;
  if (sizeCode === 1) blockSize = 192;
  else if (sizeCode <= 5) blockSize = 144 << sizeCode;
  else if (sizeCode === 6) blockSize = byte(at++) + 1;
  else if (sizeCode === 7) blockSize = byte(at++) * 256 + byte(at++) + 1;
  else blockSize = 1 << sizeCode;
  let sampleRate: number | null = null;
  if (rateCode === 12) sampleRate = byte(at++) * 1000;
  else if (rateCode > 12) sampleRate = (byte(at++) * 256 + byte(at++)) * (rateCode === 13 ? 1 : 10);
  else if (rateCode > 0) sampleRate = Math.round(RATES[rateCode - 1]! * 1000);
  if (start + at >= bytes.length || crc8(bytes, start, start + at) !== byte(at)) return undefined;
  return {
    blockSize,
    channels: channelCode < 8 ? channelCode + 1 : 2,
    stereo: STEREO[channelCode - 8] ?? 'independent',
    bitDepth,
    sampleRate,
    number,
    hasVariableBlocks: (byte(1) & 1) === 1,
    end: start + at + 1,
  };
}
