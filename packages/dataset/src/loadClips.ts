import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type LoadOptions, load } from '@ser/audio-io';
import type { AudioClip } from '@ser/dsp';
import { DatasetError } from './errors';
import { forEachBounded } from './forEachBounded';

export interface LoadClipsOptions extends Pick<LoadOptions, 'sampleRate' | 'offset' | 'duration'> {
  /** Ends the loading. */
  readonly signal?: AbortSignal;
}

/** The clips of a folder, and the files that gave none. */
export interface LoadedClips {
  readonly clips: readonly AudioClip[];
  /** Path of each clip below the folder, with `/` on every system. */
  readonly paths: readonly string[];
  readonly failed: readonly FailedFile[];
}

export interface FailedFile {
  readonly path: string;
  /** The code of what was thrown, as those of `@ser/audio-io`. */
  readonly code: string;
  readonly message: string;
}

const AUDIO = /\.(wav|flac|mp3|ogg|oga|opus|m4a|aac)$/i;
/** Files read at a time. */
const AT_ONCE = 4;

/**
 * Loads every audio file of a folder and of the folders in it, for augmentations that take clips: background noises,
 * impulse responses.
 *
 * The order is that of the paths by code unit, whatever the disk's. Files that are not named as audio and hidden ones are
 * passed over; one that cannot be read or decoded is listed in `failed`. All samples are in memory: a minute at
 * 22,050 Hz takes 5.3 MB.
 *
 * @param folder - path, absolute or relative to the working folder.
 * @param options - `sampleRate` (Hz, default 22,050; null keeps each file's), `offset` and `duration` (s) as of `load`.
 * @returns clips and paths of the same length, and `failed`.
 * @throws DatasetError `UNREADABLE_FOLDER`; `NO_CLIPS` when no file gives a clip (the message quotes the first failure);
 * `ABORTED`. AudioError `INVALID_ARGUMENT` for an option out of range.
 * @example
 * const { clips, failed } = await loadClips('noises', { sampleRate: 22050 });
 * const noisy = backgroundNoise({ clips, snrDb: 10 });
 */
export async function loadClips(folder: string, options: LoadClipsOptions = {}): Promise<LoadedClips> {
  const { signal, ...window } = options;
  const paths = await listAudio(folder);
  const loaded: (AudioClip | FailedFile)[] = new Array(paths.length);
  await forEachBounded(paths.length, AT_ONCE, async (index) => {
    if (signal?.aborted) {
      throw new DatasetError('ABORTED', 'loadClips: aborted by the caller', { cause: signal.reason });
    }
    const path = paths[index]!;
    try {
      loaded[index] = await load(join(folder, path), window);
    } catch (error) {
      const { code = 'ERROR', message } = error as { code?: string; message: string };
      // Wrong for every file alike: the caller's mistake, not a file's.
      if (code === 'INVALID_ARGUMENT') throw error;
      loaded[index] = { path, code, message };
    }
  });
  const isClip = (entry: AudioClip | FailedFile): entry is AudioClip => 'samples' in entry;
  const clips = loaded.filter(isClip);
  const failed = loaded.filter((entry) => !isClip(entry)) as FailedFile[];
  if (clips.length === 0) {
    const [first] = failed;
    const found = first ? `all ${failed.length} fail; the first, ${first.path}: ${first.message}` : 'there are none';
    throw new DatasetError('NO_CLIPS', `loadClips: ${folder}: audio files were expected (.wav, .flac, ...); ${found}`);
  }
  return { clips, paths: paths.filter((_, index) => isClip(loaded[index]!)), failed };
}

async function listAudio(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => AUDIO.test(path) && !/(^|\/)\./.test(path))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (cause) {
    const message = `loadClips: the folder ${folder} cannot be read: ${(cause as Error).message}`;
    throw new DatasetError('UNREADABLE_FOLDER', message, { cause });
  }
}
