import type { AudioFormat } from '../audioFormat';
import { decodeMp3 } from './decodeMp3';
import { parseMp3, startsMp3 } from './parseMp3';

/** MPEG-1, 2 and 2.5 audio, layer III. */
export const mp3: AudioFormat = {
  detect: startsMp3,

  async probe(reader, start) {
    const { header, at, samples } = parseMp3(await reader.read(start, start + LONGEST_FRAME), start);
    const { sampleRate, channels, bitRate } = header;
    const base = { format: 'mp3', sampleRate, channels, bitDepth: undefined } as const;
    if (samples !== undefined) return { ...base, samples, duration: samples / sampleRate, warnings: [] };
    const duration = ((reader.size - at) * 8) / bitRate;
    const warnings = [
      'no header says how long the file is; its duration is estimated by the bit rate of the first frame',
    ];
    return { ...base, samples: undefined, duration, warnings };
  },

  decode: decodeMp3,
};

/** 320 kbit/s at 32 kHz, and 160 kbit/s at 8 kHz. */
const LONGEST_FRAME = 1441;
