import type { DecodedAudio } from '../decodedAudio';
import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { type Decoder, decodeLossy, importDecoder } from '../registerDecoder';
import type { OggStream } from './readOgg';
import { parseVorbisHead } from './vorbis';

/** Vorbis in Ogg. @param stream that of `bytes` */
export async function decodeVorbis(bytes: Uint8Array, stream: OggStream): Promise<DecodedAudio> {
  const { channels, sampleRate } = parseVorbisHead(stream.groups[0]!.packets[0]!);
  if (stream.granule * channels > MAX_SAMPLES) {
    const message = `${formatCount(stream.granule * channels)} samples; ${formatCount(MAX_SAMPLES)} are decoded at once`;
    throw new AudioError('TOO_LARGE', message);
  }
  const decoder: Decoder = async () => {
    const name = '@wasm-audio-decoders/ogg-vorbis';
    const { OggVorbisDecoder } = await importDecoder(name, () => import('@wasm-audio-decoders/ogg-vorbis'));
    const vorbis = new OggVorbisDecoder();
    await vorbis.ready;
    try {
      const { channelData, errors } = await vorbis.decodeFile(bytes);
      if (errors[0]) throw new Error(`${errors[0].message}, packet ${formatCount(errors[0].frameNumber)}`);
      return { channels: channelData, sampleRate };
    } finally {
      vorbis.free();
    }
  };
  const audio = await decodeLossy('vorbis', bytes, decoder);
  const length = audio.channels[0]!.length;
  const warnings = [...stream.warnings];
  if (length < stream.granule) {
    const message = `${formatCount(length)} samples decoded; the last page stands at sample ${formatCount(stream.granule)}`;
    warnings.push(`${message}: the file was cut out of a longer stream`);
  }
  return { ...audio, warnings };
}
