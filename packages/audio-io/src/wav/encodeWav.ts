import type { AudioClip } from '@ser/dsp';
import { AudioError } from '../errors';
import { formatCount, MAX_CHANNELS, MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from '../limits';

export interface EncodeWavOptions {
  /** Bits a sample: 16 (default), 24 or 32 for integers, '32f' for float. */
  readonly bitDepth?: 16 | 24 | 32 | '32f';
}

/**
 * Encodes samples as a WAV file with the plain 44-byte header (58 for float, which carries the `fact` chunk).
 *
 * Integers are `round(x * 2^(bits-1))`, ties away from zero, clipped to the range: what `decode` reads back, it writes
 * again bit for bit.
 *
 * @param audio a mono clip, or `channels` of one length; values in [-1, 1] (beyond is clipped, except for '32f')
 * @returns the bytes of the file
 * @throws {AudioError} `INVALID_ARGUMENT`, `NON_FINITE`, `TOO_LARGE` (4 GiB is the format's limit)
 * @see Microsoft/IBM RIFF 1.0 (1991)
 * @example
 * const bytes = encodeWav({ samples: new Float32Array(48000), sampleRate: 48000 }, { bitDepth: 24 });
 */
export function encodeWav(
  audio: AudioClip | { readonly channels: readonly Float32Array[]; readonly sampleRate: number },
  { bitDepth = 16 }: EncodeWavOptions = {},
): Uint8Array<ArrayBuffer> {
  const channels = 'channels' in audio ? audio.channels : [audio.samples];
  const { sampleRate } = audio;
  const length = channels[0]?.length ?? 0;
  check(audio, channels, bitDepth);

  const isFloat = bitDepth === '32f';
  const bits = isFloat ? 32 : bitDepth;
  const width = bits / 8;
  const frameBytes = width * channels.length;
  const dataBytes = length * frameBytes;
  // Every format but PCM needs the extension size in `fmt ` and a `fact` chunk with the number of frames.
  const headerBytes = isFloat ? 58 : 44;
  const fileBytes = headerBytes + dataBytes + (dataBytes % 2);
  if (fileBytes > 2 ** 32 - 1) {
    throw new AudioError(
      'TOO_LARGE',
      `encodeWav: ${formatCount(fileBytes)} bytes; a WAV file holds ${formatCount(2 ** 32 - 1)}`,
    );
  }
  const bytes = new Uint8Array(fileBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => {
    for (let i = 0; i < value.length; i++) bytes[at + i] = value.charCodeAt(i);
  };
  text(0, 'RIFF');
  view.setUint32(4, fileBytes - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, isFloat ? 18 : 16, true);
  view.setUint16(20, isFloat ? 3 : 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, bits, true);
  if (isFloat) {
    text(38, 'fact');
    view.setUint32(42, 4, true);
    view.setUint32(46, length, true);
  }
  text(headerBytes - 8, 'data');
  view.setUint32(headerBytes - 4, dataBytes, true);

  const fullScale = 2 ** (bits - 1);
  channels.forEach((samples, channel) => {
    let at = headerBytes + channel * width;
    for (let i = 0; i < length; i++) {
      const sample = samples[i]!;
      if (!Number.isFinite(sample)) {
        throw new AudioError('NON_FINITE', `encodeWav: sample ${formatCount(i)} of channel ${channel} is ${sample}`);
      }
      if (isFloat) view.setFloat32(at, sample, true);
      else writeInteger(view, at, width, clampRound(sample * fullScale, fullScale));
      at += frameBytes;
    }
  });
  return bytes;
}

function clampRound(value: number, fullScale: number): number {
  const rounded = value < 0 ? -Math.round(-value) : Math.round(value);
  return Math.max(-fullScale, Math.min(fullScale - 1, rounded));
}

function writeInteger(view: DataView, at: number, width: number, value: number): void {
  if (width === 2) view.setInt16(at, value, true);
  else if (width === 4) view.setInt32(at, value, true);
  else {
    view.setUint16(at, value & 0xffff, true);
    view.setInt8(at + 2, value >> 16);
  }
}

function check(audio: object & { sampleRate: number }, channels: readonly Float32Array[], bitDepth: unknown): void {
  const fail = (message: string): never => {
    throw new AudioError('INVALID_ARGUMENT', `encodeWav: ${message}`);
  };
  if (channels.length < 1 || channels.length > MAX_CHANNELS) {
    fail(`${channels.length} channels; 1 to ${MAX_CHANNELS} were expected`);
  }
  channels.forEach((samples, channel) => {
    if (Object.prototype.toString.call(samples) !== '[object Float32Array]') {
      fail(`channel ${channel} is ${Object.prototype.toString.call(samples)}; a Float32Array was expected`);
    }
    if (samples.length !== channels[0]!.length) {
      fail(
        `channel ${channel} has ${samples.length} samples and channel 0 has ${channels[0]!.length}; one length was expected`,
      );
    }
  });
  const { sampleRate } = audio;
  if (!Number.isInteger(sampleRate) || sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
    fail(`sampleRate is ${sampleRate}; an integer of ${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz was expected`);
  }
  if (bitDepth !== 16 && bitDepth !== 24 && bitDepth !== 32 && bitDepth !== '32f') {
    fail(`bitDepth is ${String(bitDepth)}; 16, 24, 32 or '32f' were expected`);
  }
}
