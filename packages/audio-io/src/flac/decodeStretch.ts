import type { Stretch } from '../audioFormat';
import type { DecodedAudio } from '../decodedAudio';
import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { type ByteReader, readAhead } from '../sources/byteReader';
import { findFrame, firstFrameOffset } from './findFrame';
import { FLAC_HEAD_BYTES, parseFlac } from './parseFlac';
import { readPlacedFrame } from './placedFrame';
import { toFloat32 } from './toFloat32';

/**
 * Some samples of a FLAC file, by reading little more than their frames: the seek table is looked up, or else frames are
 * bisected by the numbers in their headers. The frames' checksums and numbers are verified; the MD5, of the whole, is not.
 *
 * @returns undefined where the file tells no length, or its frames are not numbered from 0 on
 * @throws {AudioError} `CORRUPT`, `TRUNCATED`, `MALFORMED`, `TOO_LARGE`
 */
export async function decodeStretch(
  source: ByteReader,
  offset: number,
  stretch: Stretch,
): Promise<DecodedAudio | undefined> {
  // Short reads to search, long ones to decode what was found.
  const search = readAhead(source, 16_384);
  const info = parseFlac(await search.read(offset, offset + FLAC_HEAD_BYTES), offset);
  const { totalSamples, sampleRate, bitDepth } = info;
  if (totalSamples === 0) return undefined;
  const first = await firstFrameOffset(search, info);
  const opening = await readPlacedFrame(search, info, first, 1);
  if (opening === undefined || opening.sample !== 0) return undefined;
  // Blocks of one size are numbered, and that size is not always the one that STREAMINFO promises.
  const blockSize = opening.channels[0]!.length;

  const { start, end } = stretch(sampleRate, totalSamples);
  if ((end - start) * info.channels > MAX_SAMPLES) {
    const message = `${formatCount((end - start) * info.channels)} samples; ${formatCount(MAX_SAMPLES)} are decoded at once`;
    throw new AudioError('TOO_LARGE', message);
  }
  // Memory is taken as frames turn up, whatever STREAMINFO claims.
  const parts = Array.from({ length: info.channels }, (): Int32Array[] => []);
  let { at, sample } = await findFrame(search, info, blockSize, first, start);
  const reader = readAhead(source, 131_072);
  while (sample < end) {
    const frame = await readPlacedFrame(reader, info, at, blockSize);
    if (frame === undefined)
      throw new AudioError('CORRUPT', `a FLAC frame was expected at byte ${at}`, { byteOffset: at });
    if (frame.sample !== sample) {
      const message = `the frame at byte ${at} starts with sample ${formatCount(frame.sample)}; ${formatCount(sample)} expected`;
      throw new AudioError('CORRUPT', message, { byteOffset: at });
    }
    const length = frame.channels[0]!.length;
    // Frames before the stretch add nothing.
    const from = Math.min(length, Math.max(0, start - sample));
    const to = Math.min(length, end - sample);
    frame.channels.forEach((block, channel) => {
      parts[channel]!.push(block.subarray(from, to));
    });
    sample += length;
    at = frame.end;
  }
  const channels = parts.map((blocks) => {
    const samples = new Float32Array(end - start);
    let filled = 0;
    for (const block of blocks) {
      toFloat32(block, bitDepth, samples.subarray(filled, filled + block.length));
      filled += block.length;
    }
    return samples;
  });
  return { channels, sampleRate, format: 'flac', bitDepth, warnings: [] };
}
