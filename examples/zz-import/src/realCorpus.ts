import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CorpusError, type Manifest, type RavdessRow, ravdess } from '@ser/corpora';
import { type DownloadRavdessOptions, downloadRavdess, type ObtainProgress, unpackRavdess } from '@ser/corpora/node';
import type { Log } from './log';
import type { Options } from './options';

/** Speech clips of RAVDESS, as published. */
const CLIPS = 1440;
/** Of the end of a zip that its folder is named by. */
const TAIL = 2 ** 20;

/** Where the zip comes from; default its publisher. */
export type Source = Pick<DownloadRavdessOptions, 'url' | 'md5' | 'waits'>;

/**
 * RAVDESS from `--data`, a folder or the publisher's zip, or from `--download`. What is unpacked lies in `folder` and is
 * found there by the next start.
 *
 * @throws {CorpusError} in one sentence, what is wrong with what was given
 */
export async function realCorpus(
  { data, download = false }: Pick<Options, 'data' | 'download'>,
  folder: string,
  log: Log,
  signal: AbortSignal,
  source: Source = {},
): Promise<Manifest<RavdessRow>> {
  const clips = download ? await downloaded(folder, log, signal, source) : await given(data ?? '', folder, log, signal);
  const manifest = await ravdess(clips);
  if (manifest.rows.length < CLIPS) {
    const share = `${manifest.rows.length} of its ${CLIPS} speech clips are in ${clips}`;
    log.warn(`RAVDESS is not complete: ${share}; figures from fewer clips do not compare with the report's`);
  }
  return manifest;
}

async function downloaded(folder: string, log: Log, signal: AbortSignal, source: Source): Promise<string> {
  const target = join(folder, 'ravdess');
  await once(target, () => {
    log.line('RAVDESS: Livingstone and Russo 2018, licensed CC BY-NC-SA 4.0, from https://zenodo.org/records/1188976');
    return downloadRavdess(target, { consent: true, onProgress: tenths(log), signal, ...source });
  });
  return target;
}

async function given(data: string, folder: string, log: Log, signal: AbortSignal): Promise<string> {
  const path = resolve(data);
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    const problem =
      cause.code === 'ENOENT' ? `there is nothing at "${path}"` : `"${path}" cannot be read: ${cause.message}`;
    const text = `--data: ${problem}; give the folder of RAVDESS' speech clips or the zip Audio_Speech_Actors_01-24.zip`;
    throw new CorpusError('UNREADABLE', text, { cause });
  });
  try {
    if ((await file.stat()).isDirectory()) return path;
    const target = join(folder, `ravdess-${await nameOfZip(file)}`);
    await once(target, () => unpackRavdess(path, target, { onProgress: tenths(log), signal }));
    return target;
  } finally {
    await file.close();
  }
}

/** By its length and its end, where a zip lists every file's checksum: what is in it, without reading 200 MB at each start. */
async function nameOfZip(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const tail = new Uint8Array(Math.min(size, TAIL));
  await file.read(tail, 0, tail.length, size - tail.length);
  return createHash('md5').update(`${size} `).update(tail).digest('hex');
}

/** A folder that exists is whole, from an earlier start or from a run beside this one. */
async function once(target: string, make: () => Promise<unknown>): Promise<void> {
  if (existsSync(target)) return;
  try {
    await make();
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== 'EXISTS') throw error;
  }
}

/** A line at every tenth of a step. */
function tenths(log: Log): (progress: ObtainProgress) => void {
  const titles = { download: 'fetched', check: 'checked', unpack: 'unpacked' };
  let told = '';
  return ({ step, doneBytes, totalBytes }) => {
    if (totalBytes === undefined) return;
    const text = `RAVDESS: ${Math.floor((10 * doneBytes) / totalBytes) * 10} % of ${Math.ceil(totalBytes / 1e6)} MB ${titles[step]}`;
    if (text !== told) log.line(text);
    told = text;
  };
}
