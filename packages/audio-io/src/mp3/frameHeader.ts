/** The header of a frame of MPEG-1, 2 or 2.5 audio, layer III (ISO 11172-3, 13818-3). */
export interface Mp3FrameHeader {
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Samples a channel. */
  readonly samples: 1152 | 576;
  /** Bytes of the frame, this header included. */
  readonly length: number;
  readonly bitRate: number;
  /** Bytes from the frame's start to the Xing header, where the frame carries one. */
  readonly sideInfoEnd: number;
}

export const MP3_HEADER_BYTES = 4;

/** kbit/s of MPEG-1, and of MPEG-2 and 2.5. */
const BIT_RATES = [
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;
/** By the two version bits: MPEG-2.5, reserved, MPEG-2, MPEG-1. */
const RATE_DIVISORS = [4, 0, 2, 1] as const;

/** The header at byte `at`, or undefined where none stands. Frames of a free bit rate, whose length nothing tells, are none. */
export function readMp3Header(bytes: Uint8Array, at: number): Mp3FrameHeader | undefined {
  if (at + MP3_HEADER_BYTES > bytes.length) return undefined;
  const [sync, versions, rates, modes] = bytes.subarray(at, at + MP3_HEADER_BYTES) as unknown as number[];
  // 11 bits of sync, 2 of version, 2 of layer: 1 is layer III.
  if (sync !== 0xff || (versions! & 0xe6) !== 0xe2) return undefined;
  const divisor = RATE_DIVISORS[(versions! >> 3) & 3]!;
  const isMpeg1 = divisor === 1;
  const bitRate = BIT_RATES[isMpeg1 ? 0 : 1][(rates! >> 4) - 1];
  const baseRate = SAMPLE_RATES[(rates! >> 2) & 3];
  const emphasis = modes! & 3;
  if (divisor === 0 || bitRate === undefined || baseRate === undefined || emphasis === 2) return undefined;
  const sampleRate = baseRate / divisor;
  const channels = modes! >> 6 === 3 ? 1 : 2;
  const samples = isMpeg1 ? 1152 : 576;
  const padding = (rates! >> 1) & 1;
  const isProtected = (versions! & 1) === 0;
  const sideInfo = isMpeg1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return {
    sampleRate,
    channels,
    samples,
    length: Math.floor(((samples / 8) * bitRate * 1000) / sampleRate) + padding,
    bitRate: bitRate * 1000,
    sideInfoEnd: MP3_HEADER_BYTES + (isProtected ? 2 : 0) + sideInfo,
  };
}

/** Whether two frames may belong to one stream. */
export function isSameStream(a: Mp3FrameHeader, b: Mp3FrameHeader): boolean {
  return a.sampleRate === b.sampleRate && a.samples === b.samples;
}
