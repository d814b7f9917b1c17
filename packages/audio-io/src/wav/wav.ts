import type { AudioFormat } from '../audioFormat';
import { AudioError } from '../errors';
import { formatCount } from '../limits';
import type { ByteReader } from '../sources/byteReader';
import { decodeSamples, decodeWav } from './decodeWav';
import { fourCC, NEED_MORE_BYTES, parseWav, type WavLayout } from './parseWav';

/** WAV: RIFF files of PCM or float samples. */
export const wav: AudioFormat = {
  detect: (head) => ['RIFF', 'RIFX', 'RF64', 'BW64'].includes(fourCC(head, 0)),

  async probe(reader) {
    const { sampleRate, channels, bitDepth, frames, warnings } = await readLayout(reader);
    return { format: 'wav', sampleRate, channels, bitDepth, samples: frames, duration: frames / sampleRate, warnings };
  },

  decode: async (bytes) => decodeWav(bytes),

  async decodeStretch(reader, _, stretch) {
    const layout = await readLayout(reader);
    const { start, end } = stretch(layout.sampleRate, layout.frames);
    const stride = layout.channels * layout.bytesPerSample;
    const at = layout.dataOffset + start * stride;
    const bytes = await reader.read(at, layout.dataOffset + end * stride);
    if (bytes.length < (end - start) * stride) {
      const message = `${formatCount((end - start) * stride)} bytes expected at byte ${at}, ${formatCount(bytes.length)} read`;
      throw new AudioError('TRUNCATED', `${message}: the file shrank while it was read`, { byteOffset: at });
    }
    return decodeSamples(bytes, layout, start, end);
  },
};

const FIRST_READ = 65_536;

async function readLayout(reader: ByteReader): Promise<WavLayout> {
  for (let length = FIRST_READ; ; length *= 4) {
    const layout = parseWav(await reader.read(0, Math.min(length, reader.size)), reader.size);
    if (layout !== NEED_MORE_BYTES) return layout;
    if (length >= reader.size) {
      throw new AudioError('TRUNCATED', `the headers do not end within ${formatCount(reader.size)} bytes`, {
        byteOffset: reader.size,
      });
    }
  }
}
