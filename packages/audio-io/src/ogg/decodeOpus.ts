import type { DecodedAudio } from '../decodedAudio';
import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { type Decoder, decodeLossy, importDecoder } from '../registerDecoder';
import { OPUS_RATE, type OpusHead, opusPacketSamples, parseOpusHead } from './opus';
import type { OggStream } from './readOgg';

/**
 * Opus in Ogg, RFC 7845: what the encoder put before the audio (pre-skip) and behind it is cut off, and the header's gain is
 * applied.
 *
 * @param stream that of `bytes`
 */
export async function decodeOpus(bytes: Uint8Array, stream: OggStream): Promise<DecodedAudio> {
  const warnings = [...stream.warnings];
  const packets = stream.groups.flatMap((group) => group.packets);
  const head = parseOpusHead(packets[0]!);
  // The second one holds comments.
  const audio = packets.slice(2);
  const { total, first } = countSamples(stream);
  if (total * head.channels > MAX_SAMPLES) {
    const message = `${formatCount(total * head.channels)} samples; ${formatCount(MAX_SAMPLES)} are decoded at once`;
    throw new AudioError('TOO_LARGE', message);
  }
  const most = Math.max(0, total - head.preSkip);
  const length = stream.granule - first - head.preSkip;
  if (length < 0 || length > most) {
    warnings.push(
      `the last page stands at sample ${formatCount(stream.granule)}, which its packets do not give; all are kept`,
    );
  }
  const kept = length < 0 || length > most ? most : length;
  const decoder: Decoder = () => decodePackets(audio, head, total, kept);
  return { ...(await decodeLossy('opus', bytes, decoder)), warnings };
}

/** Samples in all packets, and the position of the first one: not 0 where the file was cut out of a longer stream. */
function countSamples({ groups }: OggStream): { total: number; first: number } {
  let total = 0;
  let first: number | undefined;
  let index = 0;
  groups.forEach((group, page) => {
    for (const packet of group.packets) {
      if (index++ < 2) continue;
      const samples = opusPacketSamples(packet);
      if (samples === undefined)
        throw new AudioError('CORRUPT', `Opus packet ${formatCount(index - 1)} says no length`);
      total += samples;
    }
    // The last page's position is where the audio ends, which may be within its last packet.
    if (first === undefined && total > 0 && group.granule >= 0 && page < groups.length - 1)
      first = group.granule - total;
  });
  return { total, first: Math.max(0, first ?? 0) };
}

async function decodePackets(packets: Uint8Array[], head: OpusHead, total: number, length: number) {
  const { OpusDecoder } = await importDecoder('opus-decoder', () => import('opus-decoder'));
  const { channels, streamCount, coupledStreamCount, channelMappingTable, preSkip, gain } = head;
  const decoder = new OpusDecoder({ channels, streamCount, coupledStreamCount, channelMappingTable, preSkip: 0 });
  await decoder.ready;
  try {
    const { channelData, samplesDecoded, errors } = decoder.decodeFrames(packets);
    const [error] = errors;
    if (error) throw new Error(`${error.message}, packet ${formatCount(error.frameNumber)}`);
    if (samplesDecoded !== total) {
      throw new Error(`it gave ${formatCount(samplesDecoded)} samples; the packets hold ${formatCount(total)}`);
    }
    const cut = channelData.map((samples) => samples.slice(preSkip, preSkip + length));
    if (gain !== 1) for (const samples of cut) for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * gain;
    return { channels: cut, sampleRate: OPUS_RATE };
  } finally {
    decoder.free();
  }
}
