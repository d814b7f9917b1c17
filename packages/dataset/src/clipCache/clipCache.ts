import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipNames } from '../clipNames';
import { rowSize } from '../dataset';
import { DatasetError } from '../errors';
import type { ClipOutcome } from '../extractClip';
import { ownPrefix, removeOrphans } from '../files/orphans';
import { mayPass } from '../mayPass';
import type { Recipe } from '../recipe';
import { warnBadCache } from '../warnBadCache';
import { type CachedClip, decodeShard, encodeShard } from './shard';

/** A file of this many bytes of values is written at once. */
const SHARD_BYTES = 4 * 1024 * 1024;
/** Otherwise what is finished waits this long, in ms, for more: the most work that a killed process loses. */
const SHARD_WAIT = 1000;
/** How files that are being written are called; pyarrow passes over names with a dot. */
const TEMPORARY = 'shard';

export interface ClipCache {
  /** Hands over every clip that lies in the cache, in any order; returns the numbers of those that do not. */
  read(take: (index: number, outcome: ClipOutcome) => void | Promise<void>): Promise<number[]>;
  /** Keeps a clip that was computed; it is on disk a second later at the latest. */
  add(index: number, outcome: ClipOutcome): Promise<void>;
  /** Writes what still waits. */
  close(): Promise<void>;
}

/**
 * What each clip gave, in a folder of small Arrow files, so that no clip is computed twice: not after the process was
 * killed, not when the corpus has grown.
 *
 * A file's name is the SHA-256 of its bytes and it is written elsewhere and renamed, so a whole file is told from a
 * damaged one before it is parsed, and any number of processes may share the folder. A cache that cannot be read or
 * written costs time but must not cost the result, so its failures are process warnings.
 */
export function openClipCache(cacheDir: string, { featureSet, versions }: Recipe, names: ClipNames): ClipCache {
  // A name that a person finds, and one that tells all recipes apart.
  const folder = join(cacheDir, 'dataset', `${featureSet.name.replace(/[^\w.-]+/g, '-')}-${names.recipe.slice(0, 32)}`);
  const { name, version, shape, columns } = featureSet;
  const recipe = { featureSet: { name, version }, shape, columns, versions: versions.map(({ name }) => name) };
  const clipBytes = 4 * rowSize(shape) * versions.length;
  let waiting: CachedClip[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let broken = false;

  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const clips = waiting;
    waiting = [];
    if (clips.length === 0) return writing;
    writing = writing.then(async () => {
      if (broken) return;
      try {
        await writeShard(folder, encodeShard(clips, recipe));
      } catch (error) {
        broken = true;
        const message = `what is computed from here on cannot be kept in the cache ${folder}; the build goes on without it`;
        warnBadCache(`${message}: ${(error as Error).message}`);
      }
    });
    return writing;
  };

  return {
    async read(take) {
      const wanted = new Map<string, number>();
      for (let index = 0; index < names.count; index++) {
        const key = names.key(index);
        if (key !== null) wanted.set(key, index);
      }
      const found = new Uint8Array(names.count);
      for await (const { key, outcome } of readShards(folder)) {
        const index = wanted.get(key);
        if (index === undefined || found[index]) continue;
        found[index] = 1;
        await take(index, outcome);
      }
      return Array.from(found.keys()).filter((index) => !found[index]);
    },
    async add(index, outcome) {
      const key = names.key(index);
      if (key === null || broken || outcome.failures.some(mayPass)) return;
      waiting.push({ key, id: names.id(index), outcome });
      if (waiting.length * clipBytes >= SHARD_BYTES) await write();
      else timer ??= setTimeout(write, SHARD_WAIT);
    },
    close: write,
  };
}

const shardName = /^[0-9a-f]{64}\.arrow$/;

async function* readShards(folder: string): AsyncGenerator<CachedClip> {
  let listed: string[] = [];
  try {
    await removeOrphans(folder, TEMPORARY);
    listed = await readdir(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') warnBadCache(`the cache ${folder} cannot be read: ${message}`);
  }
  for (const name of listed.filter((file) => shardName.test(file)).sort()) {
    const path = join(folder, name);
    try {
      const bytes = await readFile(path);
      const found = sha256(bytes);
      if (!name.startsWith(found)) throw new DatasetError('BAD_CACHE', `its SHA-256 is ${found}`);
      yield* decodeShard(bytes);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // Another process may have found it damaged, too.
      if (code === 'ENOENT') continue;
      warnBadCache(`the cached clips ${path} are not usable and will be computed again: ${message}`);
      await rm(path, { force: true }).catch(() => {}); // it would only be found damaged again
    }
  }
}

async function writeShard(folder: string, bytes: Uint8Array): Promise<void> {
  // apache-arrow has written files that it cannot read (apache/arrow-js#315).
  decodeShard(bytes);
  const name = sha256(bytes);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${ownPrefix(TEMPORARY)}${name}`);
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, join(folder, `${name}.arrow`));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
