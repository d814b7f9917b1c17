import { availableParallelism } from 'node:os';
import type { Manifest } from '@ser/corpora';
import type { BuildFileOptions, BuildOptions } from './buildDataset';
import { DatasetError } from './errors';
import type { ClipWindow, VersionSpec } from './recipe';

/** The options of `buildDataset` with defaults filled in, after everything that can be wrong has been looked at. */
export interface CheckedOptions {
  readonly versions: readonly VersionSpec[];
  readonly clip: ClipWindow;
  readonly seed: number | string;
  readonly workers: number;
}

export function checkOptions(
  manifest: Manifest,
  options: BuildOptions & Partial<Pick<BuildFileOptions, 'file'>>,
): CheckedOptions {
  checkManifest(manifest);
  const { versions = [{ name: 'original' }], clip = {}, seed = 0, file } = options;
  const workers = options.workers ?? availableParallelism();
  checkVersions(versions);
  checkWindow(clip);
  if (!(Number.isInteger(workers) && workers >= 0)) {
    throw bad(`workers must be a whole number of threads, 0 for the calling thread; received ${workers}`);
  }
  if (!(typeof seed === 'string' || Number.isFinite(seed))) {
    throw bad(`seed must be a finite number or a string; received ${seed}`);
  }
  if (file !== undefined && (typeof file !== 'string' || file === '')) {
    throw bad(`file must be the path of a file; received ${JSON.stringify(file)}`);
  }
  return { versions, clip, seed, workers };
}

function bad(message: string): DatasetError {
  return new DatasetError('BAD_OPTION', `buildDataset: ${message}`);
}

function checkVersions(versions: readonly VersionSpec[]): void {
  if (versions.length === 0) throw bad("versions is empty; leave it out for one version 'original'");
  const names = new Set<string>();
  for (const { name } of versions) {
    if (typeof name !== 'string' || name === '')
      throw bad(`each version needs a name; received ${JSON.stringify(name)}`);
    if (names.has(name))
      throw bad(`two versions are called '${name}'; a name picks the random stream, so each needs its own`);
    names.add(name);
  }
}

function checkWindow({ offset = 0, duration, sampleRate = 22050 }: ClipWindow): void {
  if (!(Number.isFinite(offset) && offset >= 0)) throw bad(`clip.offset must be seconds >= 0; received ${offset}`);
  if (duration !== undefined && !(Number.isFinite(duration) && duration > 0)) {
    throw bad(`clip.duration must be seconds > 0; received ${duration}`);
  }
  if (sampleRate !== null && !(Number.isFinite(sampleRate) && sampleRate > 0)) {
    throw bad(`clip.sampleRate must be Hz > 0, or null for the clip's own; received ${sampleRate}`);
  }
}

function checkManifest({ corpus, rows, labels }: Manifest): void {
  if (rows.length === 0)
    throw new DatasetError('BAD_MANIFEST', `buildDataset: the manifest of '${corpus}' has no rows`);
  const ids = new Set<string>();
  for (const { id, label } of rows) {
    if (ids.has(id))
      throw new DatasetError('BAD_MANIFEST', `buildDataset: two rows of '${corpus}' have the id '${id}'`);
    ids.add(id);
    if (!labels.includes(label)) {
      const message = `buildDataset: clip '${id}' has the label '${label}'; the manifest lists ${labels.join(', ')}`;
      throw new DatasetError('BAD_MANIFEST', message);
    }
  }
}
