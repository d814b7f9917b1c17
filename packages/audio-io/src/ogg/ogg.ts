import type { AudioFormat } from '../audioFormat';
import type { AudioInfo } from '../audioInfo';
import { concatBytes } from '../concatBytes';
import { AudioError } from '../errors';
import { decodeFlac } from '../flac/decodeFlac';
import { describeFlac } from '../flac/flac';
import { FLAC_HEAD_BYTES, parseFlac } from '../flac/parseFlac';
import type { ByteReader } from '../sources/byteReader';
import { decodeOpus } from './decodeOpus';
import { decodeVorbis } from './decodeVorbis';
import { isCapture, MAX_PAGE_BYTES, type OggPage, readOggPage } from './oggPage';
import { OPUS_RATE, parseOpusHead } from './opus';
import { readOgg } from './readOgg';
import { parseVorbisHead } from './vorbis';

/** Ogg files of one stream of Vorbis, Opus or FLAC. */
export const ogg: AudioFormat = {
  detect: (head) => isCapture(head, 0),

  async probe(reader, start) {
    const page = readOggPage(await reader.read(start, start + MAX_PAGE_BYTES), 0, start);
    if (page === undefined) {
      throw new AudioError('TRUNCATED', `the Ogg page at byte ${start} is cut short`, { byteOffset: reader.size });
    }
    const coding = codingOf(page.body);
    if (coding === 'flac') {
      return describeFlac(parseFlac(page.body.subarray(FLAC_MARK_BYTES, FLAC_MARK_BYTES + FLAC_HEAD_BYTES), start));
    }
    const last = await lastPage(reader, start, page.serial);
    const granule = last?.granule;
    const warnings = last?.isLast
      ? []
      : ['no Ogg page near the end is marked as the last one: the file may be cut short'];
    const describe = (sampleRate: number, channels: number, samples: number | undefined): AudioInfo => {
      const duration = samples === undefined ? undefined : samples / sampleRate;
      return { format: coding, sampleRate, channels, bitDepth: undefined, samples, duration, warnings };
    };
    if (coding === 'vorbis') {
      const { sampleRate, channels } = parseVorbisHead(page.body);
      return describe(sampleRate, channels, granule);
    }
    const { channels, preSkip } = parseOpusHead(page.body);
    return describe(OPUS_RATE, channels, granule === undefined ? undefined : Math.max(0, granule - preSkip));
  },

  async decode(bytes, start) {
    const stream = readOgg(bytes, start);
    const coding = codingOf(stream.groups[0]?.packets[0] ?? new Uint8Array(0));
    const file = bytes.subarray(start);
    if (coding === 'opus') return decodeOpus(file, stream);
    if (coding === 'vorbis') return decodeVorbis(file, stream);
    // Ogg's packets of FLAC are the blocks and frames of a plain file, behind a mark of nine bytes.
    const parts = stream.groups.flatMap((group) => group.packets);
    parts[0] = parts[0]!.subarray(FLAC_MARK_BYTES);
    return decodeFlac(concatBytes(parts), 0);
  },
};

/** 0x7F, "FLAC", version and number of header packets. */
const FLAC_MARK_BYTES = 9;

function codingOf(packet: Uint8Array): 'vorbis' | 'opus' | 'flac' {
  const text = String.fromCharCode(...packet.subarray(0, 8));
  if (text.startsWith('\x01vorbis')) return 'vorbis';
  if (text === 'OpusHead') return 'opus';
  if (text.startsWith('\x7fFLAC')) return 'flac';
  const found = JSON.stringify(text.replace(/[^\x20-\x7e]/g, '.'));
  throw new AudioError('UNSUPPORTED', `an Ogg stream that begins with ${found}; Vorbis, Opus and FLAC are decoded`);
}

/** The last page of a stream that says a position; it lies within the last 64 kB unless something else follows. */
async function lastPage(reader: ByteReader, start: number, serial: number): Promise<OggPage | undefined> {
  const from = Math.max(start, reader.size - 2 * MAX_PAGE_BYTES);
  const bytes = await reader.read(from, reader.size);
  for (let at = bytes.length - 27; at >= 0; at--) {
    if (!isCapture(bytes, at)) continue;
    try {
      const page = readOggPage(bytes, at, from);
      if (page && page.serial === serial && page.granule >= 0) return page;
    } catch (error) {
      // "OggS" inside of audio.
      if (!(error instanceof AudioError) || error.code !== 'CORRUPT') throw error;
    }
  }
  return undefined;
}
