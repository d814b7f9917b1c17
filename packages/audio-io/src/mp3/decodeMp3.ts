import type { DecodedAudio } from '../decodedAudio';
import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { type Decoder, decodeLossy, importDecoder } from '../registerDecoder';
import { parseMp3 } from './parseMp3';
import { walkFrames } from './walkFrames';

/**
 * MP3 bytes to samples by mpg123. The frames are counted, and compared with the Info header where there is one, before they
 * are decoded; what the encoder put before and behind the audio is cut off.
 *
 * @throws {AudioError} `MALFORMED`, `TRUNCATED`, `CORRUPT`, `TOO_LARGE`, `NO_DECODER`
 */
export async function decodeMp3(file: Uint8Array, start: number): Promise<DecodedAudio> {
  const { header, at, frames: promised, samples } = parseMp3(file.subarray(start), start);
  const { count, end, cutAt, warnings } = walkFrames(file, at, header);
  if (promised !== undefined && count < promised) {
    const message = `${formatCount(count)} MP3 frames found; the Info header at byte ${start} promises ${formatCount(promised)}`;
    throw new AudioError(
      end + header.length >= file.length ? 'TRUNCATED' : 'CORRUPT',
      `${message}: the file is cut short or damaged`,
      {
        byteOffset: cutAt ?? end,
      },
    );
  }
  if (count === 0) {
    const message = `no whole MP3 frame of audio from byte ${at} on; the file has ${formatCount(file.length)} bytes`;
    throw new AudioError('TRUNCATED', message, { byteOffset: file.length });
  }
  if (cutAt !== undefined) warnings.push(`the MP3 frame at byte ${cutAt} is cut off by the end of the file; dropped`);
  const total = count * header.samples * header.channels;
  if (total > MAX_SAMPLES) {
    throw new AudioError('TOO_LARGE', `${formatCount(total)} samples; ${formatCount(MAX_SAMPLES)} are decoded at once`);
  }
  // A Uint8Array of this realm, never a Buffer: the decoder looks at the class.
  const bytes = new Uint8Array(file.buffer, file.byteOffset + start, end - start);
  const decoder: Decoder = async (input) => {
    const { MPEGDecoder } = await importDecoder('mpg123-decoder', () => import('mpg123-decoder'));
    const mpeg = new MPEGDecoder({ enableGapless: true });
    await mpeg.ready;
    try {
      const { channelData, errors } = mpeg.decode(input);
      if (errors[0]) throw new Error(errors[0].message);
      // mpg123 gives two channels of a mono file too.
      return { channels: channelData.slice(0, header.channels), sampleRate: header.sampleRate };
    } finally {
      mpeg.free();
    }
  };
  const audio = await decodeLossy('mp3', bytes, decoder);
  const length = audio.channels[0]!.length;
  if (samples !== undefined && length !== samples) {
    warnings.push(
      `${formatCount(length)} samples decoded; the Info header at byte ${start} says ${formatCount(samples)}`,
    );
  }
  return { ...audio, warnings };
}
