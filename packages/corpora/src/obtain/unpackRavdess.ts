import { mkdir, open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CorpusError } from '../errors';
import { type ArchivedClip, archivedClips } from './archivedClips';
import { flushFolder, writeError } from './disk';
import { FileReader } from './fileReader';
import { makeFolder } from './makeFolder';
import { type ObtainProgress, throwIfAborted } from './progress';

export interface UnpackRavdessOptions {
  /** Called after each clip. */
  readonly onProgress?: (progress: ObtainProgress) => void;
  /** Stops it; nothing is left behind. */
  readonly signal?: AbortSignal;
  /** Most bytes of one clip. Default 16,777,216, thirty times RAVDESS' longest. */
  readonly maxClipBytes?: number;
  /** Most bytes of all clips together. Default 2,147,483,648, four times RAVDESS. */
  readonly maxTotalBytes?: number;
}

export interface UnpackedRavdess {
  /** Absolute; for `ravdess(folder)`. */
  readonly folder: string;
  /** Clips in it, 1,440 when complete. */
  readonly clips: number;
  /** Other files of the zip, left out. */
  readonly others: number;
}

/**
 * Unpacks the speech clips of RAVDESS from the publisher's zip, `Audio_Speech_Actors_01-24.zip`, as `Actor_NN/ID.wav`. Only
 * clips with RAVDESS' names are taken; every one is compared with its checksum in the zip.
 *
 * The clips go to a temporary folder beside `folder`, which gets its name when all is written and flushed: a folder that
 * exists is whole, whatever ended an earlier run, and what that one left is taken away at the next call.
 *
 * @param folder to be made; it must not exist, or be empty
 * @throws {CorpusError} `UNREADABLE`, `NOT_ARCHIVE`, `DAMAGED_ARCHIVE`, `UNSAFE_ARCHIVE` or `NO_CLIPS` for the zip; `EXISTS`,
 * `NO_SPACE` or `NOT_WRITTEN` for the folder; `ABORTED`; `INVALID_ARGUMENT`
 * @example
 * const { folder } = await unpackRavdess('Audio_Speech_Actors_01-24.zip', 'data/ravdess');
 * const manifest = await ravdess(folder);
 */
export async function unpackRavdess(
  zipPath: string,
  folder: string,
  options: UnpackRavdessOptions = {},
): Promise<UnpackedRavdess> {
  const { signal, maxClipBytes = 2 ** 24, maxTotalBytes = 2 ** 31 } = options;
  requirePath(zipPath, 'zipPath');
  requirePath(folder, 'folder');
  for (const [name, value] of Object.entries({ maxClipBytes, maxTotalBytes })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new CorpusError('INVALID_ARGUMENT', `unpackRavdess: ${name} is ${value}; a whole number from 1 up expected`);
  }
  throwIfAborted(signal, 'unpackRavdess');
  const target = resolve(folder);
  const what = `unpackRavdess: "${zipPath}"`;
  const file = await open(zipPath, 'r').catch((cause: Error) => {
    throw new CorpusError('UNREADABLE', `${what} cannot be read: ${cause.message}`, { cause });
  });
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new CorpusError('UNREADABLE', `${what} is not a file; the path of a zip expected`);
    const reader = new FileReader(file, status.size);
    const limits = { clipBytes: maxClipBytes, totalBytes: maxTotalBytes };
    const { clips, others } = await archivedClips(reader, limits, what);
    const totalBytes = clips.reduce((sum, { bytes }) => sum + bytes, 0);
    const folders = [...new Set(clips.map(({ path }) => dirname(path)))];
    await makeFolder(target, totalBytes, 'unpackRavdess', async (temporary) => {
      for (const name of folders) await mkdir(join(temporary, name));
      let doneBytes = 0;
      for (const clip of clips) {
        throwIfAborted(signal, 'unpackRavdess');
        await write(join(temporary, clip.path), await content(clip, what, signal));
        doneBytes += clip.bytes;
        options.onProgress?.({ step: 'unpack', doneBytes, totalBytes });
      }
      for (const name of folders) await flushFolder(join(temporary, name));
    });
    return { folder: target, clips: clips.length, others };
  } finally {
    await file.close();
  }
}

function requirePath(path: unknown, name: string): void {
  if (typeof path === 'string' && path !== '') return;
  throw new CorpusError('INVALID_ARGUMENT', `unpackRavdess: ${name} is ${JSON.stringify(path)}; a path expected`);
}

/** A clip's bytes, compared with the zip's checksum. A clip is small, so that a disk's errors cannot be taken for the zip's. */
async function content(
  { entry, bytes }: ArchivedClip,
  what: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes);
  let filled = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      whole.set(chunk, filled); // throws where there are more bytes than were said
      filled += chunk.length;
    },
  });
  try {
    await entry.getData(sink, { checkCrc32: true, checkOverlappingEntry: true, useWebWorkers: false, signal });
  } catch (cause) {
    throwIfAborted(signal, 'unpackRavdess');
    const reason = cause instanceof Error ? cause.message : String(cause);
    const text = `${what} is damaged at ${JSON.stringify(entry.filename)}: ${reason}. Fetch it again`;
    throw new CorpusError('DAMAGED_ARCHIVE', text, { cause });
  }
  return whole;
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw writeError(error, `unpackRavdess: writing "${path}"`);
  }
}
