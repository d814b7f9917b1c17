import type { Stretch } from '../audioFormat';
import type { DecodedAudio } from '../decodedAudio';
import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { type DecodedFrames, decodeFrames } from './decodeFrames';
import { keptMemory } from './keptMemory';
import { md5Hex } from './md5Hex';
import { FLAC_HEAD_BYTES, parseFlac } from './parseFlac';
import { toFloat32 } from './toFloat32';

/**
 * FLAC bytes to samples, equal to libsndfile's; above 24 bits rounded to float32. Each frame's checksum, the count and the MD5 in STREAMINFO are verified, so
 * samples that come back are the samples that were encoded.
 *
 * @param offset byte at which "fLaC" stands, behind any tags
 * @throws {AudioError} `MALFORMED`, `TRUNCATED` (fewer samples than STREAMINFO says), `CORRUPT` (a damaged
 * frame, or the MD5), `TOO_LARGE`
 */
export function decodeFlac(bytes: Uint8Array, offset: number): DecodedAudio {
  const { info, frames, warnings } = verifiedFrames(bytes, offset);
  const channels = frames.channels.map((integers) => toFloat32(integers, info.bitDepth));
  return { channels, sampleRate: info.sampleRate, format: 'flac', bitDepth: info.bitDepth, warnings };
}

/**
 * As `decodeFlac`, but for the samples of a stretch. They lie in memory that the next call writes to, so `use` must take what it needs
 * from them before it returns.
 */
export function decodeFlacPart<T>(
  bytes: Uint8Array,
  offset: number,
  stretch: Stretch,
  use: (channels: Float32Array[], sampleRate: number) => T,
): T {
  const { info, frames } = verifiedFrames(bytes, offset);
  const { start, end } = stretch(info.sampleRate, frames.length);
  const channels = frames.channels.map((integers, channel) =>
    toFloat32(integers.subarray(start, end), info.bitDepth, floatsFor(channel, end - start)),
  );
  return use(channels, info.sampleRate);
}

/** Of the last part, by channel: see decodeFrames. */
const floatsFor = keptMemory((length) => new Float32Array(length));

function verifiedFrames(bytes: Uint8Array, offset: number) {
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
  return { info, frames, warnings };
}

/** The MD5 that FLAC defines: of the integers, interleaved, little endian, in the fewest whole bytes. */
function hashSamples({ channels, length }: DecodedFrames, bitDepth: number): string {
  const width = Math.ceil(bitDepth / 8);
  const total = length * channels.length;
  if (width === 2 && LITTLE_ENDIAN) {
    // Nearly all files: the array holds the bytes as they are hashed.
    const interleaved = int16For(0, total);
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
const int16For = keptMemory((length) => new Int16Array(length));

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
