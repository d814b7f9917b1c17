import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { CorpusError } from '../errors';
import { flushFolder, requireSpace, writeError } from './disk';

const DAY = 86_400_000;

/**
 * Makes a folder whole or not at all: `fill` writes into a temporary one beside it, which is then renamed. What killed
 * processes left of earlier tries is taken away first.
 *
 * @param target absolute; must not exist, or be empty
 * @param bytes that `fill` will write
 * @param caller its name, for errors
 * @throws {CorpusError} `EXISTS`, `NO_SPACE`, `NOT_WRITTEN`; what `fill` throws, if it is no error of the system
 */
export async function makeFolder(
  target: string,
  bytes: number,
  caller: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const todo = `${caller}: writing "${target}"`;
  const temporary = `${temporaryStart(target)}${hostPart()}-${process.pid}-${randomUUID()}`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await requireAbsent(target, caller);
    await removeLeftovers(target);
    await requireSpace(dirname(target), bytes, todo);
    await mkdir(temporary);
    await fill(temporary);
    await flushFolder(temporary);
    await requireAbsent(target, caller); // another process may have been faster
    await rename(temporary, target);
    await flushFolder(dirname(target));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined); // the next call takes it away
    if (!isSystemError(error)) throw error;
    throw error.code === 'ENOTEMPTY' || error.code === 'EEXIST' ? exists(target, caller) : writeError(error, todo);
  }
}

/**
 * Takes an empty folder away: systems differ in whether a folder may be renamed to one.
 *
 * @throws {CorpusError} `EXISTS` when there is anything else
 */
export async function requireAbsent(target: string, caller: string): Promise<void> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    if (error.code === 'ENOTDIR') throw exists(target, caller);
    throw error;
  });
  if (names === undefined) return;
  if (names.length > 0) throw exists(target, caller);
  await rmdir(target);
}

function exists(target: string, caller: string): CorpusError {
  const text = `${caller}: "${target}" exists and is not empty; name a new folder or delete that one`;
  return new CorpusError('EXISTS', text);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'errno' in error;
}

function temporaryStart(target: string): string {
  return `${target}.unpacking-`;
}

/** Of this machine, in letters that any file system takes. */
function hostPart(): string {
  return hostname().replace(/[^A-Za-z0-9]/g, '_');
}

/** Of this machine what belongs to no running process; of others (one disk may serve many) what did not change for a day. */
async function removeLeftovers(target: string): Promise<void> {
  const start = basename(temporaryStart(target));
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(start)) continue;
    const path = join(dirname(target), name);
    const [host, pid] = name.slice(start.length).split('-');
    const ended = host === hostPart() && !isRunning(Number(pid));
    const changed = await stat(path)
      .then(({ mtimeMs }) => mtimeMs)
      .catch(() => Date.now());
    if (ended || Date.now() - changed > DAY) await rm(path, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}
