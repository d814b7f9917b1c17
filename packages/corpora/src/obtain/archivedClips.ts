import { type FileEntry, ZipReader } from '@zip.js/zip.js';
import { CorpusError } from '../errors';
import { parseRavdessName } from '../parseRavdessName';
import { LICENCE } from '../ravdess';
import type { FileReader } from './fileReader';

/** A speech clip in a zip. */
export interface ArchivedClip {
  /** Where it goes, made of its id alone: `Actor_12/03-01-05-01-02-01-12.wav`. Nothing of a zip's paths reaches the disk. */
  readonly path: string;
  /** What it says to have; reading stops there. */
  readonly bytes: number;
  readonly entry: FileEntry;
}

export interface ArchiveLimits {
  readonly clipBytes: number;
  readonly totalBytes: number;
}

/** The publisher's zip has under 1,500; a few copies by hand with their system's extra files stay far below. */
const MOST_ENTRIES = 20_000;

/**
 * Reads a zip's list of entries, refuses what no corpus needs, and keeps RAVDESS' speech clips. A clip that lies in two
 * folders with the same content is taken once.
 *
 * @param what the zip's name, for errors
 * @returns clips in the order of their paths, and the number of other files
 * @throws {CorpusError} `NOT_ARCHIVE`, `DAMAGED_ARCHIVE`, `UNSAFE_ARCHIVE`, `NO_CLIPS`
 */
export async function archivedClips(
  reader: FileReader,
  limits: ArchiveLimits,
  what: string,
): Promise<{ clips: ArchivedClip[]; others: number }> {
  const start = await reader.readUint8Array(0, 4);
  // Every zip with an entry starts so; one whose head is something else is no publisher's.
  if (start[0] !== 0x50 || start[1] !== 0x4b || ![0x03, 0x05].includes(start[2] ?? 0)) {
    throw new CorpusError(
      'NOT_ARCHIVE',
      `${what} is no zip: a zip starts with the letters PK, this with ${hex(start)}`,
    );
  }
  const unsafe = (problem: string): never => {
    throw new CorpusError('UNSAFE_ARCHIVE', `${what} is refused: ${problem}. The publisher's has nothing of the kind`);
  };
  const names = new Set<string>();
  const clips = new Map<string, ArchivedClip>();
  let others = 0;
  // Names are judged below, all in one place.
  const zip = new ZipReader(reader, { useWebWorkers: false });
  const entries = zip.getEntriesGenerator({ filenameValidation: 'tolerant' });
  for (;;) {
    const { value: entry, done } = await entries.next().catch((cause: Error) => {
      const text = `${what} is cut off or damaged: its list of files cannot be read (${cause.message}). Fetch it again`;
      throw new CorpusError('DAMAGED_ARCHIVE', text, { cause });
    });
    if (done) break;
    const { filename: name } = entry;
    if (names.size >= MOST_ENTRIES) unsafe(`it lists more than ${MOST_ENTRIES} files`);
    if (leavesFolder(name)) unsafe(`the path ${JSON.stringify(name)} leads out of its folder`);
    if (names.has(name)) unsafe(`${JSON.stringify(name)} is in it twice`);
    names.add(name);
    if (entry.symlink) unsafe(`${JSON.stringify(name)} is a link, not a file`);
    if (entry.directory) continue;
    const path = clipPath(name);
    if (path === undefined) {
      others++;
      continue;
    }
    if (entry.encrypted) unsafe(`${JSON.stringify(name)} is encrypted`);
    if (entry.uncompressedSize > limits.clipBytes) {
      const bytes = entry.uncompressedSize.toLocaleString('en');
      unsafe(`${JSON.stringify(name)} says to have ${bytes} bytes; at most ${limits.clipBytes} are unpacked`);
    }
    const before = clips.get(path);
    if (before === undefined) clips.set(path, { path, bytes: entry.uncompressedSize, entry });
    else if (before.bytes !== entry.uncompressedSize || before.entry.crc32 !== entry.crc32) {
      unsafe(`${JSON.stringify(before.entry.filename)} and ${JSON.stringify(name)} are one clip with two contents`);
    }
  }
  if (clips.size === 0) {
    const expected = 'files named 03-01-EE-II-SS-RR-AA.wav, as in Audio_Speech_Actors_01-24.zip';
    const text = `${what} holds no speech clip of RAVDESS, but ${others} other files; expected are ${expected} (${LICENCE})`;
    throw new CorpusError('NO_CLIPS', text);
  }
  const total = [...clips.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > limits.totalBytes) {
    unsafe(
      `its clips say to have ${total.toLocaleString('en')} bytes in all; at most ${limits.totalBytes} are unpacked`,
    );
  }
  return { clips: [...clips.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), others };
}

/** Absolute on any system, or with a part `..`; a NUL would end the path early. */
function leavesFolder(name: string): boolean {
  return /^([\\/]|[a-z]:)/i.test(name) || name.split(/[\\/]/).includes('..') || name.includes('\0');
}

function clipPath(name: string): string | undefined {
  const extension = /\.(wav|flac)$/i.exec(name)?.[0].toLowerCase();
  if (extension === undefined) return undefined;
  try {
    const { id, modality, channel, actor } = parseRavdessName(name);
    return modality === 'audio-only' && channel === 'speech' ? `Actor_${actor}/${id}${extension}` : undefined;
  } catch (error) {
    if ((error as CorpusError).code === 'INVALID_NAME') return undefined;
    throw error;
  }
}

function hex(bytes: Uint8Array): string {
  return bytes.length === 0 ? 'nothing' : `the bytes ${Buffer.from(bytes).toString('hex')}`;
}
