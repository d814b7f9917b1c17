import type { AudioFormat } from '../audioFormat';
import type { DecodedAudio } from '../decodedAudio';
import { AudioError } from '../errors';
import { formatCount, MAX_SAMPLES } from '../limits';
import { decodeLossy } from '../registerDecoder';
import { type ByteReader, fromBytes } from '../sources/byteReader';
import { fourCC } from '../wav/parseWav';
import { AAC_FRAME, countAdtsFrames, readAdtsHeader, startsAdts } from './adts';
import { decodeByPlatform } from './decodeByPlatform';
import { readMp4 } from './readMp4';

/** AAC in MP4 (M4A) or in ADTS. */
export const aac: AudioFormat = {
  detect: (head) => isMp4(head) || startsAdts(head),

  async probe(reader, start) {
    const head = await reader.read(start, start + 64);
    if (isMp4(head)) {
      const { sampleRate, channels, samples } = await readMp4(reader, start);
      const duration = samples === undefined ? undefined : samples / sampleRate;
      return { format: 'aac', sampleRate, channels, bitDepth: undefined, samples, duration, warnings: [] };
    }
    const { sampleRate, channels } = await readAdts(reader, start);
    const warnings = ['an ADTS file does not say how long it is'];
    const unknown = { samples: undefined, duration: undefined };
    return { format: 'aac', sampleRate, channels, bitDepth: undefined, ...unknown, warnings };
  },

  async decode(file, start): Promise<DecodedAudio> {
    const reader = fromBytes(file);
    const isInMp4 = isMp4(file.subarray(start));
    const { sampleRate, channels } = isInMp4 ? await readMp4(reader, start) : await readAdts(reader, start);
    if (!isInMp4) {
      const total = countAdtsFrames(file, start) * AAC_FRAME * channels;
      if (total > MAX_SAMPLES) {
        const message = `${formatCount(total)} samples; ${formatCount(MAX_SAMPLES)} are decoded at once`;
        throw new AudioError('TOO_LARGE', message);
      }
    }
    const audio = await decodeLossy('aac', file.subarray(start), (bytes) => decodeByPlatform(bytes, sampleRate));
    return { ...audio, warnings: [] };
  },
};

function isMp4(head: Uint8Array): boolean {
  return fourCC(head, 4) === 'ftyp';
}

async function readAdts(reader: ByteReader, start: number): Promise<{ sampleRate: number; channels: number }> {
  const header = readAdtsHeader(await reader.read(start, start + 7), 0);
  if (header === undefined) {
    throw new AudioError('MALFORMED', `an ADTS frame was expected at byte ${start}`, { byteOffset: start });
  }
  // Where the header names no channels, the audio does; nearly all such files have two.
  return { sampleRate: header.sampleRate, channels: header.channels || 2 };
}
