import { AudioError } from '../errors';
import { formatCount, MAX_CHANNELS, MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from '../limits';
import type { ByteReader } from '../sources/byteReader';
import { fourCC } from '../wav/parseWav';
import { AAC_RATES } from './adts';

/** The sound track of an MP4 file. */
export interface Mp4Track {
  readonly sampleRate: number;
  readonly channels: number;
  /** Samples a channel, without what the encoder put before the audio; undefined where the file does not say. */
  readonly samples: number | undefined;
}

/** Two hours of AAC have a movie box of 1.5 MB. */
const MAX_MOVIE_BYTES = 2 ** 26;
/** Boxes side by side in one other; files have dozens. */
const MAX_BOXES = 10_000;

/**
 * Finds the AAC track of an MP4 (M4A) file, ISO 14496-12, wherever in the file it is described.
 * @throws {AudioError} `UNSUPPORTED` (no AAC in it), `MALFORMED`, `TRUNCATED`
 */
export async function readMp4(reader: ByteReader, start: number): Promise<Mp4Track> {
  const movie = await readMovie(reader, start);
  const time = child(movie, 'mvhd');
  for (const track of children(movie).filter(({ type }) => type === 'trak')) {
    const media = child(track.body, 'mdia');
    const handler = media && child(media, 'hdlr');
    if (media === undefined || handler === undefined || fourCC(handler, 8) !== 'soun') continue;
    const description = descend(media, ['minf', 'stbl', 'stsd']);
    const [entry] = description === undefined ? [] : children(description.subarray(8));
    const header = child(media, 'mdhd');
    if (entry === undefined || header === undefined) throw malformed('its sound track has no description');
    if (entry.type !== 'mp4a') {
      const message = `the MP4 file's sound is ${JSON.stringify(entry.type)}; AAC ("mp4a") is decoded`;
      throw new AudioError('UNSUPPORTED', `${message}: convert it to WAV or FLAC`);
    }
    const { timescale, duration } = readTimes(header);
    const { sampleRate, channels } = readDescription(entry.body);
    const edit = descend(track.body, ['edts', 'elst']);
    const seconds = playedSeconds(
      timescale,
      duration,
      edit,
      time === undefined ? undefined : readTimes(time).timescale,
    );
    return { sampleRate, channels, samples: seconds === undefined ? undefined : Math.round(seconds * sampleRate) };
  }
  throw new AudioError('UNSUPPORTED', 'the MP4 file has no sound track');
}

async function readMovie(reader: ByteReader, start: number): Promise<Uint8Array> {
  let at = start;
  for (let count = 0; at + 8 <= reader.size && count < MAX_BOXES; count++) {
    const head = await reader.read(at, at + 16);
    const { type, headBytes, size } = readBoxHead(head, 0, reader.size - at);
    if (size < headBytes) throw malformed(`the box at byte ${at} claims ${size} bytes`, at);
    if (type === 'moov') {
      if (at + size > reader.size) {
        const message = `the movie box at byte ${at} claims ${formatCount(size)} bytes; the file has ${formatCount(reader.size - at)} left`;
        throw new AudioError('TRUNCATED', message, { byteOffset: at });
      }
      if (size > MAX_MOVIE_BYTES) throw malformed(`the movie box at byte ${at} claims ${formatCount(size)} bytes`, at);
      return reader.read(at + headBytes, at + size);
    }
    at += size;
  }
  const message = `no movie box ("moov") in the ${formatCount(reader.size)} bytes of the MP4 file`;
  throw new AudioError('TRUNCATED', `${message}: it is cut short or was never finished`, { byteOffset: reader.size });
}

interface Box {
  readonly type: string;
  readonly body: Uint8Array;
}

/** Size and name; a size of 1 stands for one of 64 bits, of 0 for all the rest. */
function readBoxHead(bytes: Uint8Array, at: number, rest: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const short = view.getUint32(at);
  const type = fourCC(bytes, at + 4);
  if (short === 0) return { type, headBytes: 8, size: rest };
  if (short !== 1 || at + 16 > bytes.length) return { type, headBytes: 8, size: short };
  return { type, headBytes: 16, size: view.getUint32(at + 8) * 2 ** 32 + view.getUint32(at + 12) };
}

/** The boxes in a box; one that runs beyond its end is the last. */
function children(bytes: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length && boxes.length < MAX_BOXES; ) {
    const { type, headBytes, size } = readBoxHead(bytes, at, bytes.length - at);
    if (size < headBytes) break;
    boxes.push({ type, body: bytes.subarray(at + headBytes, at + size) });
    at += size;
  }
  return boxes;
}

function child(bytes: Uint8Array, type: string): Uint8Array | undefined {
  return children(bytes).find((box) => box.type === type)?.body;
}

function descend(bytes: Uint8Array, path: readonly string[]): Uint8Array | undefined {
  return path.reduce<Uint8Array | undefined>((body, type) => body && child(body, type), bytes);
}

/** Of `mvhd` and `mdhd`, whose version 1 has times of 64 bits. */
function readTimes(body: Uint8Array): { timescale: number; duration: number } {
  const isLong = body[0] === 1;
  if (body.length < (isLong ? 32 : 20)) throw malformed('a header of times is cut short');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const timescale = view.getUint32(isLong ? 20 : 12);
  if (timescale === 0) throw malformed('a time scale is 0');
  return { timescale, duration: isLong ? wide(view, 24) : view.getUint32(16) };
}

function wide(view: DataView, at: number): number {
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
}

/** Length of the track without what its edit list leaves out; undefined where it is not known. */
function playedSeconds(
  timescale: number,
  duration: number,
  edit: Uint8Array | undefined,
  movieTimescale: number | undefined,
): number | undefined {
  if (duration === 0 || duration >= 2 ** 32 - 1) return undefined;
  const whole = duration / timescale;
  const isLong = edit?.[0] === 1;
  // One edit is the usual way to leave out the encoder's delay; of several, the track's own length is all that is sure.
  if (edit === undefined || movieTimescale === undefined || edit.length < (isLong ? 28 : 20)) return whole;
  const view = new DataView(edit.buffer, edit.byteOffset, edit.byteLength);
  if (view.getUint32(4) !== 1) return whole;
  const segment = (isLong ? wide(view, 8) : view.getUint32(8)) / movieTimescale;
  const mediaTime = isLong ? wide(view, 16) : view.getInt32(12);
  if (mediaTime < 0 || mediaTime >= duration) return whole;
  const played = whole - mediaTime / timescale;
  // The segment is rounded to the movie's scale, often milliseconds.
  return segment > 0 && segment < played - 1 / movieTimescale ? segment : played;
}

/** The sample entry and the decoder's own configuration in it, which is right where the two differ. */
function readDescription(entry: Uint8Array): { sampleRate: number; channels: number } {
  if (entry.length < 28) throw malformed('the description of its sound is cut short');
  const view = new DataView(entry.buffer, entry.byteOffset, entry.byteLength);
  let channels = view.getUint16(16);
  let sampleRate = view.getUint32(24) / 65_536;
  const config = audioSpecificConfig(child(entry.subarray(28), 'esds'));
  if (config !== undefined && config.length >= 2) {
    const rate = AAC_RATES[((config[0]! & 7) << 1) | (config[1]! >> 7)];
    const channelCode = (config[1]! >> 3) & 15;
    if (rate !== undefined) sampleRate = rate;
    if (channelCode > 0) channels = channelCode === 7 ? 8 : channelCode;
  }
  if (channels < 1 || channels > MAX_CHANNELS)
    throw malformed(`${channels} channels; 1 to ${MAX_CHANNELS} are accepted`);
  if (!(sampleRate >= MIN_SAMPLE_RATE && sampleRate <= MAX_SAMPLE_RATE))
    throw malformed(`a sample rate of ${sampleRate} Hz`);
  return { sampleRate, channels };
}

/** Descriptor 5 within 4 within 3, ISO 14496-1: a tag, a length of 7 bits a byte, then the fields. */
function audioSpecificConfig(esds: Uint8Array | undefined): Uint8Array | undefined {
  if (esds === undefined) return undefined;
  let at = 4;
  for (const { tag, fields } of [
    { tag: 3, fields: 3 },
    { tag: 4, fields: 13 },
    { tag: 5, fields: 0 },
  ]) {
    if (esds[at] !== tag) return undefined;
    at++;
    while ((esds[at] ?? 0) & 0x80) at++;
    at += 1 + fields;
  }
  return esds.subarray(at);
}

function malformed(what: string, byteOffset?: number): AudioError {
  return new AudioError('MALFORMED', `the MP4 file contradicts itself: ${what}`, { byteOffset });
}
