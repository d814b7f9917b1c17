import { AudioError } from '../errors';
import { MAX_CHANNELS } from '../limits';

/** Opus decodes at this rate, whatever was recorded. */
export const OPUS_RATE = 48_000;

/** The identification header of Opus, RFC 7845 section 5.1. */
export interface OpusHead {
  readonly channels: number;
  /** Samples at 48 kHz that the encoder put before the audio. */
  readonly preSkip: number;
  /** Factor for all samples. */
  readonly gain: number;
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly channelMappingTable: number[];
}

/** @throws {AudioError} `MALFORMED`, `UNSUPPORTED` */
export function parseOpusHead(packet: Uint8Array): OpusHead {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  if (packet.length < 19) throw new AudioError('MALFORMED', `the Opus header has ${packet.length} bytes; it needs 19`);
  const version = view.getUint8(8);
  if (version > 15) throw new AudioError('UNSUPPORTED', `Opus in Ogg of version ${version}; 0 to 15 are read`);
  const channels = view.getUint8(9);
  const family = view.getUint8(18);
  const most = family === 0 ? 2 : MAX_CHANNELS;
  if (channels < 1 || channels > most) {
    throw new AudioError('MALFORMED', `the Opus header names ${channels} channels; 1 to ${most} are accepted`);
  }
  const base = { channels, preSkip: view.getUint16(10, true), gain: 10 ** (view.getInt16(16, true) / 256 / 20) };
  if (family === 0) {
    return {
      ...base,
      streamCount: 1,
      coupledStreamCount: channels - 1,
      channelMappingTable: [0, 1].slice(0, channels),
    };
  }
  if (packet.length < 21 + channels) throw new AudioError('MALFORMED', 'the channel mapping of the Opus header is cut');
  const streamCount = view.getUint8(19);
  const coupledStreamCount = view.getUint8(20);
  const channelMappingTable = [...packet.subarray(21, 21 + channels)];
  const sources = streamCount + coupledStreamCount;
  if (
    streamCount < 1 ||
    coupledStreamCount > streamCount ||
    channelMappingTable.some((source) => source !== 255 && source >= sources)
  ) {
    throw new AudioError('MALFORMED', 'the channel mapping of the Opus header names streams that there are not');
  }
  return { ...base, streamCount, coupledStreamCount, channelMappingTable };
}

/** Samples at 48 kHz of each mode's frames (RFC 6716 table 2): SILK, hybrid, CELT. */
const SILK = [480, 960, 1920, 2880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];

/** How many samples at 48 kHz a packet holds, by its first two bytes; undefined where they are damaged. */
export function opusPacketSamples(packet: Uint8Array): number | undefined {
  const toc = packet[0];
  if (toc === undefined) return undefined;
  const config = toc >> 3;
  const frame = config < 12 ? SILK[config % 4]! : config < 16 ? HYBRID[config % 2]! : CELT[config % 4]!;
  const code = toc & 3;
  const count = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63;
  const samples = count * frame;
  // At most 120 ms.
  return samples > 0 && samples <= 5760 ? samples : undefined;
}
