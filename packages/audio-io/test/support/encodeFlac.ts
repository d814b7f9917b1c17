import { createHash } from 'node:crypto';

interface EncodeFlacOptions {
  /** Rate, depth and size are left to STREAMINFO or to a byte of their own. */
  readonly fromStreamInfo?: boolean;
  /** Residuals are written plainly, where Rice parameters of 4 bits (method 0) or 5 (1) could stand. */
  readonly escaped?: 0 | 1;
  readonly stereo?: 'independent' | 'left-side' | 'side-right' | 'mid-side';
  /** Number of the first sample, where blocks differ in size. */
  readonly firstSample?: number;
}

/**
 * A minimal FLAC writer of its own for tests: verbatim subframes, MD5 by node:crypto. RFC 9639.
 *
 * @param blockSize of all frames, or sizes that are taken in turn: then the frames are numbered by samples
 */
export function encodeFlac(
  channels: readonly number[][],
  bits: 4 | 8 | 16 | 24 | 32,
  sampleRate: 16000 | 48000 = 16000,
  blockSize: number | readonly number[] = 192,
  { fromStreamInfo = false, escaped, stereo = 'independent', firstSample = 0 }: EncodeFlacOptions = {},
): Uint8Array {
  const length = channels[0]!.length;
  const width = Math.ceil(bits / 8);
  const interleaved = Buffer.alloc(length * channels.length * width);
  for (let i = 0, at = 0; i < length; i++) {
    for (const channel of channels) at = interleaved.writeIntLE(channel[i]!, at, width);
  }
  const sizes = typeof blockSize === 'number' ? [blockSize] : blockSize;
  const info = new BitWriter();
  info
    .put(Math.min(...sizes), 16)
    .put(Math.max(...sizes), 16)
    .put(0, 24)
    .put(0, 24)
    .put(sampleRate, 20);
  info
    .put(channels.length - 1, 3)
    .put(bits - 1, 5)
    .put(0, 4)
    .put(length, 32);
  const frames: number[] = [];
  for (let start = 0, number = 0; start < length; number++) {
    const count = Math.min(sizes[number % sizes.length]!, length - start);
    const frame = new BitWriter();
    const isVariable = sizes.length > 1;
    // sync, whether sizes differ; then codes: a block size of 16 (or 8) bits follows, rate and depth are named (or STREAMINFO's)
    frame
      .put(isVariable ? 0xfff9 : 0xfff8, 16)
      .put(fromStreamInfo ? 6 : 7, 4)
      .put(fromStreamInfo ? 0 : { 16000: 5, 48000: 10 }[sampleRate], 4)
      .put({ independent: channels.length - 1, 'left-side': 8, 'side-right': 9, 'mid-side': 10 }[stereo], 4)
      .put(fromStreamInfo ? 0 : { 4: 0, 8: 1, 16: 4, 24: 6, 32: 7 }[bits], 3)
      .put(0, 1);
    for (const byte of utf8Number(isVariable ? firstSample + start : number)) frame.put(byte, 8);
    frame.put(count - 1, fromStreamInfo ? 8 : 16);
    frame.put(crc(frame.bytes, 8, 0x07), 8);
    const blocks = channels.map((channel) => channel.slice(start, start + count));
    for (const { samples, depth } of joined(blocks, stereo, bits)) {
      // Verbatim, or not predicted (fixed, order 0) with an escape instead of a Rice parameter.
      if (escaped === 0) frame.put(16, 8).put(0, 2).put(0, 4).put(15, 4).put(depth, 5);
      else if (escaped === 1) frame.put(16, 8).put(1, 2).put(0, 4).put(31, 5).put(depth, 5);
      else frame.put(2, 8);
      for (const sample of samples) frame.put(sample < 0 ? sample + 2 ** depth : sample, depth);
    }
    frame.align().put(crc(frame.bytes, 16, 0x8005), 16);
    for (const byte of frame.bytes) frames.push(byte);
    start += count;
  }
  const md5 = createHash('md5').update(interleaved).digest();
  return Uint8Array.from(
    Buffer.concat([Buffer.from([...Buffer.from('fLaC'), 0x80, 0, 0, 34, ...info.bytes, ...md5]), Buffer.from(frames)]),
  );
}

/** Two channels as one and their difference. */
function joined(blocks: readonly number[][], stereo: NonNullable<EncodeFlacOptions['stereo']>, bits: number) {
  const plain = blocks.map((samples) => ({ samples, depth: bits }));
  if (stereo === 'independent') return plain;
  const [left, right] = blocks as [number[], number[]];
  const side = { samples: left.map((sample, i) => sample - right[i]!), depth: bits + 1 };
  if (stereo === 'left-side') return [plain[0]!, side];
  if (stereo === 'side-right') return [side, plain[1]!];
  return [{ samples: left.map((sample, i) => Math.floor((sample + right[i]!) / 2)), depth: bits }, side];
}

/** A number of up to 36 bits as UTF-8 would write it. */
export function utf8Number(value: number): number[] {
  if (value < 128) return [value];
  let count = 2;
  while (value >= 2 ** (5 * count + 1)) count++;
  const rest = Array.from({ length: count - 1 }, (_, i) => 128 + (Math.floor(value / 64 ** (count - 2 - i)) % 64));
  return [((0xff00 >> count) & 0xff) + Math.floor(value / 64 ** (count - 1)), ...rest];
}

/** Makes the checksums of the last frame right again after its bytes were changed; the frame's header has 8 bytes. */
export function resealFrame(bytes: Uint8Array, start: number): Uint8Array {
  const output = Uint8Array.from(bytes);
  output[start + 7] = crc([...output.subarray(start, start + 7)], 8, 0x07);
  const sum = crc([...output.subarray(start, -2)], 16, 0x8005);
  output.set([sum >> 8, sum & 255], output.length - 2);
  return output;
}

class BitWriter {
  readonly bytes: number[] = [];
  #used = 8;

  align(): this {
    this.#used = 8;
    return this;
  }

  put(value: number, bits: number): this {
    if (this.#used === 8 && bits % 8 === 0) {
      for (let shift = bits - 8; shift >= 0; shift -= 8) this.bytes.push(Math.floor(value / 2 ** shift) % 256);
      return this;
    }
    for (let bit = bits - 1; bit >= 0; bit--) {
      if (this.#used === 8) {
        this.bytes.push(0);
        this.#used = 0;
      }
      this.bytes[this.bytes.length - 1]! |= (Math.floor(value / 2 ** bit) % 2) << (7 - this.#used++);
    }
    return this;
  }
}

function crc(bytes: readonly number[], bits: 8 | 16, polynomial: number): number {
  const top = 2 ** (bits - 1);
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << (bits - 8);
    for (let i = 0; i < 8; i++) value = (value & top ? (value << 1) ^ polynomial : value << 1) & (2 ** bits - 1);
  }
  return value;
}
