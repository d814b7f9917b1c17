import type { DecodedAudio } from '../decodedAudio';
import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { type DecodedFrames, decodeFrames } from './decodeFrames';
import { md5Hex } from './md5Hex';
import { FLAC_HEAD_BYTES, parseFlac } from './parseFlac';

/**
 * FLAC bytes to samples, equal to libsndfile's; above 24 bits rounded to float32. Each frame's checksum, the count and the MD5 in STREAMINFO are verified, so
 * samples that come back are the samples that were encoded.
 *
 * @param offset byte at which "fLaC" stands, behind any tags
 * @throws {AudioError} `MALFORMED`, `TRUNCATED` (fewer samples than STREAMINFO says), `CORRUPT` (a damaged
 * frame, or the MD5), `TOO_LARGE`
 */
export function decodeFlac(bytes: Uint8Array, offset: number): DecodedAudio {
  const info = parseFlac(bytes.subarray(offset, offset + FLAC_HEAD_BYTES), offset);
  if (info.totalSamples * info.channels > MAX_SAMPLES) {
    const claimed = formatCount(info.totalSamples * info.channels);
    throw new AudioError(
      'TOO_LARGE',
      `STREAMINFO claims ${claimed} samples; ${formatCount(MAX_SAMPLES)} are decoded at once`,
      {
        byteOffset: info.offset + 21,
      },
    );
  }
  const frames = decodeFrames(bytes, info);
  const { length, end } = frames;
  const warnings: string[] = [];
  if (info.totalSamples === 0)
    warnings.push('STREAMINFO does not say how many samples there are; the length is not checked');
  else if (length !== info.totalSamples) {
    const message = `${formatCount(length)} samples decoded; STREAMINFO at byte ${info.offset + 21} promises ${formatCount(info.totalSamples)}`;
    throw new AudioError('TRUNCATED', `${message}: the file is cut short or damaged`, { byteOffset: info.offset + 21 });
  }
  const rest = bytes.length - end;
  if (info.totalSamples === 0 && rest > 0)
    warnings.push(`${formatCount(rest)} bytes at byte ${end} are no whole FLAC frame`);
  const found = hashSamples(frames, info.bitDepth);
  if (info.md5 === undefined) warnings.push('STREAMINFO has no MD5; the samples are not verified');
  else if (found !== info.md5) {
    throw new AudioError(
      'CORRUPT',
      `MD5 of the samples is ${found}; STREAMINFO at byte ${info.offset + 26} says ${info.md5}`,
      {
        byteOffset: info.offset + 26,
      },
    );
  }
  if (length === 0) warnings.push('the file holds no sample');
  const channels = frames.channels.map((integers) => toFloat32(integers, info.bitDepth));
  return { channels, sampleRate: info.sampleRate, format: 'flac', bitDepth: info.bitDepth, warnings };
}

/** Integers over 2^(bits-1). */
export function toFloat32(integers: Int32Array, bitDepth: number): Float32Array {
  const scale = 2 ** (1 - bitDepth);
  const samples = new Float32Array(integers.length);
  for (let i = 0; i < integers.length; i++) samples[i] = integers[i]! * scale;
  return samples;
}

/** The MD5 that FLAC defines: of the integers, interleaved, little endian, in the fewest whole bytes. */
function hashSamples({ channels, length }: DecodedFrames, bitDepth: number): string {
  const width = Math.ceil(bitDepth / 8);
  const total = length * channels.length;
  if (width === 2 && LITTLE_ENDIAN) {
    // Nearly all files: the array holds the bytes as they are hashed.
    const interleaved = int16For(total);
    interleave(channels, interleaved);
    return md5Hex(new Uint8Array(interleaved.buffer, 0, 2 * total));
  }
  const interleaved = new Int32Array(total);
  interleave(channels, interleaved);
  const bytes = new Uint8Array(total * width);
  for (let i = 0; i < total; i++) {
    for (let byte = 0; byte < width; byte++) bytes[i * width + byte] = interleaved[i]! >> (8 * byte);
  }
  return md5Hex(bytes);
}

/** Of the last file: see decodeFrames. */
let kept = new Int16Array(0);
const MOST_KEPT = 1_920_000;

function int16For(count: number): Int16Array<ArrayBuffer> {
  if (count > MOST_KEPT) return new Int16Array(count);
  if (kept.length < count) kept = new Int16Array(count);
  return kept.subarray(0, count);
}

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function interleave(channels: readonly Int32Array[], interleaved: Int16Array | Int32Array): void {
  if (channels.length === 1) {
    interleaved.set(channels[0]!);
    return;
  }
  channels.forEach((integers, channel) => {
    for (let i = 0, at = channel; i < integers.length; i++, at += channels.length) interleaved[at] = integers[i]!;
  });
}
