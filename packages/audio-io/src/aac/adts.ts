import { AudioError } from '../errors';

/** Rates by their number in the headers of AAC, ISO 14496-3 table 1.18. */
export const AAC_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const;

export interface AdtsHeader {
  readonly sampleRate: number;
  /** 0 where the frame itself says. */
  readonly channels: number;
  readonly length: number;
}

/** Samples a channel in a frame. */
export const AAC_FRAME = 1024;

/** The header of an ADTS frame at byte `at`, or undefined. */
export function readAdtsHeader(bytes: Uint8Array, at: number): AdtsHeader | undefined {
  if (at + 7 > bytes.length) return undefined;
  // 12 bits of sync, 1 of version, 2 of layer (0), 1 of protection.
  if (bytes[at] !== 0xff || (bytes[at + 1]! & 0xf6) !== 0xf0) return undefined;
  const sampleRate = AAC_RATES[(bytes[at + 2]! >> 2) & 15];
  const channelCode = ((bytes[at + 2]! & 1) << 2) | (bytes[at + 3]! >> 6);
  const length = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
  if (sampleRate === undefined || length < 7) return undefined;
  return { sampleRate, channels: channelCode === 7 ? 8 : channelCode, length };
}

/** Whether an ADTS stream begins: a header, and where there is room for it, a second one behind the frame. */
export function startsAdts(head: Uint8Array): boolean {
  const header = readAdtsHeader(head, 0);
  if (header === undefined) return false;
  return head.length < header.length + 7 || readAdtsHeader(head, header.length)?.sampleRate === header.sampleRate;
}

/** Counts the frames of a file that is in memory. @throws {AudioError} `CORRUPT`, `TRUNCATED` */
export function countAdtsFrames(bytes: Uint8Array, start: number): number {
  let count = 0;
  for (let at = start; at < bytes.length; count++) {
    const header = readAdtsHeader(bytes, at);
    const isTag = bytes[at] === 0x54 && bytes[at + 1] === 0x41 && bytes[at + 2] === 0x47;
    if (header === undefined && isTag) break;
    if (header === undefined && bytes.length - at >= 7) {
      throw new AudioError('CORRUPT', `an ADTS frame was expected at byte ${at}`, { byteOffset: at });
    }
    if (header === undefined || at + header.length > bytes.length) {
      throw new AudioError('TRUNCATED', `the ADTS frame at byte ${at} is cut short`, { byteOffset: at });
    }
    at += header.length;
  }
  return count;
}
