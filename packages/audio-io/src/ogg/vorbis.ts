import { AudioError } from '../errors';
import { formatCount, MAX_CHANNELS, MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from '../limits';

/** The identification header of Vorbis I, section 4.2.2. */
export function parseVorbisHead(packet: Uint8Array): { channels: number; sampleRate: number } {
  if (packet.length < 30)
    throw new AudioError('MALFORMED', `the Vorbis header has ${packet.length} bytes; it needs 30`);
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const version = view.getUint32(7, true);
  if (version !== 0) throw new AudioError('UNSUPPORTED', `Vorbis of version ${version}; Vorbis I (0) is decoded`);
  const channels = view.getUint8(11);
  if (channels < 1 || channels > MAX_CHANNELS) {
    throw new AudioError(
      'MALFORMED',
      `the Vorbis header names ${channels} channels; 1 to ${MAX_CHANNELS} are accepted`,
    );
  }
  const sampleRate = view.getUint32(12, true);
  if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
    const range = `${formatCount(MIN_SAMPLE_RATE)} to ${formatCount(MAX_SAMPLE_RATE)}`;
    throw new AudioError('MALFORMED', `the Vorbis header names ${formatCount(sampleRate)} Hz; ${range} are accepted`);
  }
  return { channels, sampleRate };
}
