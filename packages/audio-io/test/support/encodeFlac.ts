import { createHash } from 'node:crypto';

/** A minimal FLAC writer of its own for tests: verbatim subframes, MD5 by node:crypto. RFC 9639. */
export function encodeFlac(
  channels: readonly number[][],
  bits: 8 | 16 | 24,
  sampleRate: 16000 | 48000 = 16000,
  blockSize = 192,
  { fromStreamInfo = false, escaped = false } = {},
): Uint8Array {
  const length = channels[0]!.length;
  const width = bits / 8;
  const interleaved = Buffer.alloc(length * channels.length * width);
  for (let i = 0, at = 0; i < length; i++) {
    for (const channel of channels) at = interleaved.writeIntLE(channel[i]!, at, width);
  }
  const info = new BitWriter();
  info.put(blockSize, 16).put(blockSize, 16).put(0, 24).put(0, 24).put(sampleRate, 20);
  info
    .put(channels.length - 1, 3)
    .put(bits - 1, 5)
    .put(0, 4)
    .put(length, 32);
  const frames: number[] = [];
  for (let start = 0, number = 0; start < length; start += blockSize, number++) {
    const count = Math.min(blockSize, length - start);
    const frame = new BitWriter();
    // sync, fixed block size; then codes: a block size of 16 (or 8) bits follows, rate and depth are named (or STREAMINFO's)
    frame
      .put(0xfff8, 16)
      .put(fromStreamInfo ? 6 : 7, 4)
      .put(fromStreamInfo ? 0 : { 16000: 5, 48000: 10 }[sampleRate], 4)
      .put(channels.length - 1, 4)
      .put(fromStreamInfo ? 0 : { 8: 1, 16: 4, 24: 6 }[bits], 3)
      .put(0, 1);
    frame.put(number, 8).put(count - 1, fromStreamInfo ? 8 : 16);
    frame.put(crc(frame.bytes, 8, 0x07), 8);
    for (const channel of channels) {
      // Verbatim, or not predicted (fixed, order 0) with an escape instead of a Rice parameter.
      if (escaped) frame.put(16, 8).put(0, 2).put(0, 4).put(15, 4).put(bits, 5);
      else frame.put(2, 8);
      for (const sample of channel.slice(start, start + count)) frame.put(sample & (2 ** bits - 1), bits);
    }
    frame.align().put(crc(frame.bytes, 16, 0x8005), 16);
    frames.push(...frame.bytes);
  }
  const md5 = createHash('md5').update(interleaved).digest();
  return Uint8Array.from([...Buffer.from('fLaC'), 0x80, 0, 0, 34, ...info.bytes, ...md5, ...frames]);
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
