import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { TrainError } from '../errors';
import { flushFolder, temporarySuffix, writeDurably } from '../writeDurably';
import { decodeCheckpoint } from './decodeCheckpoint';
import { encodeCheckpoint } from './encodeCheckpoint';
import type { CheckpointStore, TrainCheckpoint } from './trainCheckpoint';

/** Options of {@link checkpointFolder}. */
export interface CheckpointFolderOptions {
  /** How many of the newest stay; one more than this lies there while a new one is written. Default 2. */
  readonly keep?: number;
  /** Gets one sentence about each file that is passed over, and each one that could not be deleted. Default `console.warn`. */
  readonly warn?: (sentence: string) => void;
}

const extension = '.safetensors';
/** Number in the order of writing, then the epoch that comes next. */
const ownName = /^(\d{6,12})-epoch-\d{4,16}\.safetensors$/;

/**
 * Keeps the checkpoints of one training in a folder, so that whatever ends the process or the machine, the newest one
 * or the one before is whole.
 *
 * A file is `000007-epoch-0012.safetensors`: the seventh written, epoch 12 comes next. It is written under a temporary
 * name, flushed and renamed; only then are older ones deleted. Files are ordered by how they were written, so a new
 * training in an old folder goes on from its own. `load` reads the newest that is whole; damaged ones are named to
 * `warn` and deleted when a newer one is written. Files of other names are never touched.
 *
 * @param path - made with its parents when the first checkpoint is written; one folder a training
 * @throws TrainError `INVALID_OPTION`. `save` rejects with `CHECKPOINT_NOT_WRITTEN` (disk full, no permission; `cause` is
 * the system's error; older checkpoints stay) or `BAD_CHECKPOINT` (see `encodeCheckpoint`); `load` with `BAD_CHECKPOINT`
 * when there are checkpoints and none is whole, or the folder cannot be read
 */
export function checkpointFolder(path: string, options: CheckpointFolderOptions = {}): CheckpointStore {
  const { keep = 2, warn = console.warn } = options;
  if (typeof path !== 'string' || path === '') {
    throw new TrainError('INVALID_OPTION', `checkpointFolder: path=${JSON.stringify(path)}; expected a folder's name`);
  }
  if (!Number.isInteger(keep) || keep < 1) {
    throw new TrainError('INVALID_OPTION', `checkpointFolder: keep=${keep}; expected a whole number of at least 1`);
  }
  const folder = resolve(path);
  const damaged = new Set<string>();
  /** Whether this store has cleaned the folder up and knows which of its newest files are damaged. */
  let known = false;
  let lastSave: Promise<void> = Promise.resolve();

  const save = async (checkpoint: TrainCheckpoint): Promise<void> => {
    const bytes = encodeCheckpoint(checkpoint);
    let file = folder;
    let older: string[] = [];
    try {
      await makeFolder(folder);
      if (!known) await deleteLeftovers(folder);
      older = newestFirst(await readdir(folder));
      if (!known) for (const name of await damagedAmong(folder, older)) damaged.add(name);
      known = true;
      file = join(folder, nameAfter(older[0], checkpoint.nextEpoch));
      await writeDurably(file, bytes, `${file}${temporarySuffix}`);
    } catch (error) {
      throw notWritten(file, bytes.length, older.length, error);
    }
    const whole = older.filter((name) => !damaged.has(name));
    for (const name of [...whole.slice(keep - 1), ...damaged]) {
      await rm(join(folder, name), { force: true }).catch((error: Error) =>
        warn(`checkpointFolder: ${join(folder, name)} is no longer needed but cannot be deleted (${error.message})`),
      );
    }
    damaged.clear();
  };

  return {
    save(checkpoint) {
      // One after the other: two at once would take the same name.
      lastSave = lastSave.catch(() => undefined).then(() => save(checkpoint));
      return lastSave;
    },
    async load() {
      const names = await readFolder(folder);
      if (!known) await deleteLeftovers(folder).catch(() => undefined); // reading needs no right to write
      for (const name of names) {
        if (name.endsWith(extension) && !ownName.test(name)) {
          warn(`checkpointFolder: ${join(folder, name)} is passed over: its name is not that of a checkpoint`);
        }
      }
      const problems: string[] = [];
      for (const name of newestFirst(names)) {
        try {
          const checkpoint = await readCheckpoint(join(folder, name));
          known = true;
          for (const problem of problems) warn(`checkpointFolder: ${problem}; ${name} is used instead`);
          return checkpoint;
        } catch (error) {
          damaged.add(name);
          problems.push(`${join(folder, name)} is passed over (${(error as Error).message})`);
        }
      }
      if (problems.length === 0) return undefined;
      throw new TrainError(
        'BAD_CHECKPOINT',
        `checkpointFolder: none of the ${problems.length} checkpoints in ${folder} is whole: ${problems.join(', ')}; delete them to train from the start`,
      );
    },
  };
}

/** Makes the folder and its parents, and flushes the name of each one that is new. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
}

/** What writers that were killed left; names that a writer of ours gives, no others. */
async function deleteLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const left = name.endsWith(temporarySuffix) && ownName.test(name.slice(0, -temporarySuffix.length));
    if (left) await rm(join(folder, name), { force: true });
  }
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    const failure = new TrainError(
      'BAD_CHECKPOINT',
      `checkpointFolder: ${folder} cannot be read (${(error as Error).message}); expected a folder, or nothing yet`,
    );
    failure.cause = error;
    throw failure;
  }
}

/** The newest files that are not whole, down to the first that is. */
async function damagedAmong(folder: string, names: readonly string[]): Promise<string[]> {
  for (const [index, name] of names.entries()) {
    const whole = await readCheckpoint(join(folder, name)).then(
      () => true,
      () => false,
    );
    if (whole) return names.slice(0, index);
  }
  return [...names];
}

function newestFirst(names: readonly string[]): string[] {
  return names.filter((name) => ownName.test(name)).sort((a, b) => numberOf(b) - numberOf(a));
}

function numberOf(name: string): number {
  return Number(ownName.exec(name)![1]);
}

function nameAfter(newest: string | undefined, nextEpoch: number): string {
  const number = newest === undefined ? 1 : numberOf(newest) + 1;
  const name = `${String(number).padStart(6, '0')}-epoch-${String(nextEpoch).padStart(4, '0')}${extension}`;
  if (!ownName.test(name)) throw new Error(`the numbers after ${newest} are used up`);
  return name;
}

async function readCheckpoint(path: string): Promise<TrainCheckpoint> {
  // A pipe would never end.
  if (!(await stat(path)).isFile()) throw new Error('it is not a file');
  return decodeCheckpoint(await readFile(path));
}

function notWritten(file: string, size: number, older: number, cause: unknown): TrainError {
  const stay = older === 1 ? 'the older checkpoint is' : `the ${older} older checkpoints are`;
  const failure = new TrainError(
    'CHECKPOINT_NOT_WRITTEN',
    `checkpointFolder: ${file} (${size} bytes) was not written: ${(cause as Error).message}; ${older === 0 ? 'there is no older checkpoint' : `${stay} untouched`}. Make room or give the right to write, then go on with resumeFrom`,
  );
  failure.cause = cause;
  return failure;
}
