import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CorpusError } from '../errors';
import { listFiles } from '../listFiles';
import { ACTORS, speechIds } from '../parseRavdessName';
import { throwIfAborted } from './progress';
import { publishedMd5 } from './publishedMd5';

export interface VerifiedRavdess {
  /** WAV files that are byte for byte as published. */
  readonly intact: number;
  /** Those that are not, by their path from the folder. */
  readonly differing: readonly string[];
  /** Ids of published clips of which there is no WAV file. */
  readonly missing: readonly string[];
}

/**
 * Compares the WAV files of a folder of RAVDESS speech with the MD5 of each file published. FLAC copies have other bytes
 * and count as missing.
 *
 * @throws {CorpusError} `NO_CLIPS` when there is no WAV file of RAVDESS' name; `UNREADABLE`; `ABORTED`
 * @example
 * const { intact, differing, missing } = await verifyRavdess('data/ravdess');
 */
export async function verifyRavdess(
  folder: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<VerifiedRavdess> {
  const expected = new Map(ACTORS.flatMap(speechIds).map((id, index) => [id, publishedMd5(index)]));
  const missing = new Set(expected.keys());
  const differing: string[] = [];
  let intact = 0;
  for (const { path, relative } of (await listFiles(folder)).files) {
    const id = /(?:^|\/)([^/]+)\.wav$/i.exec(relative)?.[1] ?? '';
    const md5 = expected.get(id);
    if (md5 === undefined) continue;
    throwIfAborted(signal, 'verifyRavdess');
    missing.delete(id);
    const bytes = await readFile(path).catch((cause: Error) => {
      throw new CorpusError('UNREADABLE', `verifyRavdess: "${path}" cannot be read: ${cause.message}`, { cause });
    });
    if (createHash('md5').update(bytes).digest('hex') === md5) intact++;
    else differing.push(relative);
  }
  if (missing.size === expected.size) {
    const text = `verifyRavdess: no WAV file of RAVDESS' speech in "${folder}"; only WAV files can be compared with those published`;
    throw new CorpusError('NO_CLIPS', text);
  }
  return { intact, differing, missing: [...missing] };
}
