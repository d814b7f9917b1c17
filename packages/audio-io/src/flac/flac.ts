import type { AudioFormat } from '../audioFormat';
import type { AudioInfo } from '../audioInfo';
import { fourCC } from '../wav/parseWav';
import { decodeFlac, decodeFlacPart } from './decodeFlac';
import { decodeStretch } from './decodeStretch';
import { FLAC_HEAD_BYTES, type FlacInfo, parseFlac } from './parseFlac';

/** FLAC, RFC 9639. */
export const flac: AudioFormat = {
  detect: (head) => fourCC(head, 0) === 'fLaC',
  probe: async (reader, start) => describeFlac(parseFlac(await reader.read(start, start + FLAC_HEAD_BYTES), start)),
  decode: async (bytes, start) => decodeFlac(bytes, start),
  decodePart: decodeFlacPart,
  decodeStretch,
};

export function describeFlac({ sampleRate, channels, bitDepth, totalSamples }: FlacInfo): AudioInfo {
  const samples = totalSamples || undefined;
  const duration = samples === undefined ? undefined : samples / sampleRate;
  return { format: 'flac', sampleRate, channels, bitDepth, samples, duration, warnings: [] };
}
