import { join } from 'node:path';
import type { ClipSource, Manifest } from '@ser/corpora';
import type { FeatureSet, ModuleReference } from '@ser/features';
import { defaultCacheDirectory } from './cacheDirectory';
import { cacheKey, hashClips } from './cacheKey';
import { checkOptions } from './checkOptions';
import { type ClipRunner, localRunner, workerRunner } from './clipRunner';
import { type CollectedRows, collectRows } from './collectRows';
import { type Dataset, makeDataset, rowSize } from './dataset';
import { DatasetError } from './errors';
import { buildFile, openBuilt } from './files/buildFile';
import type { DatasetFile } from './files/openDataset';
import { forEachBounded } from './forEachBounded';
import { resolveReference } from './moduleReference';
import { type Progress, progressMeter } from './progressMeter';
import { type ClipWindow, makeRecipe, type VersionSpec } from './recipe';
import { readCached, writeCached } from './resultCache';

export interface BuildOptions {
  /** What to compute, as an object or as `{ module, export, options }` naming one. */
  readonly featureSet: FeatureSet | ModuleReference;
  /** Rows of each clip, in this order. Default one, `{ name: 'original' }`. */
  readonly versions?: readonly VersionSpec[];
  /** Part of the clip that is read, and its sample rate. Default: all of it, at 22,050 Hz. */
  readonly clip?: ClipWindow;
  /** Default 0. A version draws from `createRng(seed).fork(clip id).fork(version name)`. */
  readonly seed?: number | string;
  /** Folder of the cache, null for none. Default {@link defaultCacheDirectory}. */
  readonly cacheDir?: string | null;
  /** Worker threads; 0 computes in the calling thread. Default: one a core. The result does not depend on it. */
  readonly workers?: number;
  /** Called after each clip (once, with `done === total`, when the dataset comes from the cache). */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the build, running workers included. */
  readonly signal?: AbortSignal;
}

/** Options of a build whose rows go to disk: the file is its own cache. */
export interface BuildFileOptions extends Omit<BuildOptions, 'cacheDir'> {
  /**
   * Path of the dataset file. When it holds what these inputs, options and code give, it is opened and not built; a
   * dataset file that holds something else is replaced.
   */
  readonly file: string;
}

/**
 * Features of every clip of a corpus: each file is read, decoded, cropped and resampled once, and gives one row for
 * each version of it.
 *
 * Clips are computed on all cores. Functions do not cross to a worker, module references do: the built-in feature sets
 * and augmentations carry one, other packages' name their own. When one of them is an inline function, all is computed
 * in the calling thread and nothing is cached, since nothing tells one inline function from another; the values are the same.
 *
 * A clip that cannot be read, decoded or computed is listed in `failed` and the rest goes on. Only a few clips are in
 * memory at a time beside the result. The result is cached under a key made of all file contents, options, and code.
 *
 * With `file` the values never are in memory: they go to that file, which the caller then reads from (and closes).
 *
 * @returns `x` with `rows.length` rows, in the manifest's order, versions innermost; with `file` the same rows, opened.
 * @throws DatasetError `BAD_OPTION`, `BAD_MANIFEST`, `BAD_REFERENCE`, `ABORTED`, `NO_ROWS` when every clip failed,
 * `WORKERS_UNAVAILABLE` when no worker thread starts; with `file` also `FILE_NOT_WRITTEN`, and `FOREIGN_FILE` or
 * `UNREADABLE_FILE` when something else lies there.
 * @example see the package's README, which a test runs.
 */
export function buildDataset(manifest: Manifest, options: BuildFileOptions): Promise<DatasetFile>;
export function buildDataset(manifest: Manifest, options: BuildOptions): Promise<Dataset>;
export async function buildDataset(
  manifest: Manifest,
  options: BuildOptions & Partial<Pick<BuildFileOptions, 'file'>>,
): Promise<Dataset | DatasetFile> {
  const { versions, clip, seed, workers } = checkOptions(manifest, options);
  const { onProgress, signal, file, cacheDir = defaultCacheDirectory() } = options;
  const checkAborted = () => throwIfAborted(signal);
  checkAborted();

  const { recipe, portable } = await makeRecipe(options.featureSet, versions, clip, seed);
  const rows = resolveSources(manifest.rows);
  const meter = progressMeter(rows.length, onProgress);

  const cached = file !== undefined || cacheDir !== null;
  const digests = cached && portable ? await hashClips(rows, checkAborted) : undefined;
  const key = portable && digests ? cacheKey(portable, rows, manifest.labels, digests) : null;
  const compute = async (put: (place: number, row: Float32Array) => void | Promise<void>) => {
    const collector = collectRows(manifest, recipe, put);
    const runner = portable && workers > 0 ? workerRunner(portable, workers) : localRunner(recipe);
    await runAll(runner, rows.length, signal, async (index) => {
      const { id, source } = rows[index]!;
      const digest = source.kind === 'file' ? (digests?.[index] ?? null) : null;
      await collector.add(index, await runner.run({ id, source, digest }));
      checkAborted();
      meter.step();
    });
    return { collected: collector.finish(), buildKey: collector.repeatable() ? key : null };
  };

  const { shape, columns } = recipe.featureSet;
  if (file !== undefined) {
    const found = await openBuilt(file, key);
    if (found) meter.complete();
    return found ?? buildFile(file, shape, compute);
  }
  const cachePath = key === null || cacheDir === null ? undefined : join(cacheDir, 'dataset', `${key}.arrow`);
  const found = cachePath === undefined ? undefined : await readCached(cachePath);
  if (found) {
    meter.complete();
    return found;
  }
  const size = rowSize(shape);
  const x = new Float32Array(rows.length * versions.length * size);
  const { collected, buildKey } = await compute((place, row) => x.set(row, place * size));
  const dataset = inMemory(x, collected);
  if (cachePath !== undefined && buildKey !== null) await writeCached(cachePath, dataset, columns);
  return dataset;
}

/** Moves the values of all rows together; rows that failed leave no gap. */
function inMemory(x: Float32Array, { places, ...parts }: CollectedRows): Dataset {
  const size = rowSize(parts.shape);
  places.forEach((place, row) => {
    if (row < place) x.copyWithin(row * size, place * size, (place + 1) * size);
  });
  return makeDataset({ ...parts, x: places.length * size === x.length ? x : x.slice(0, places.length * size) });
}

/** Runs all clips; an abort closes the runner, which ends even a clip that would never finish. */
async function runAll(
  runner: ClipRunner,
  count: number,
  signal: AbortSignal | undefined,
  task: (index: number) => Promise<void>,
): Promise<void> {
  const close = () => void runner.close();
  signal?.addEventListener('abort', close, { once: true });
  try {
    await forEachBounded(count, runner.concurrency, async (index) => {
      throwIfAborted(signal);
      await task(index);
    });
  } finally {
    signal?.removeEventListener('abort', close);
    await runner.close();
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new DatasetError('ABORTED', 'buildDataset: aborted by the caller', { cause: signal.reason });
}

/** Generators are named by module; their URL is found once, here, not by every worker from where it happens to lie. */
function resolveSources(rows: Manifest['rows']): Manifest['rows'] {
  const urls = new Map<string, string>();
  const resolve = (source: ClipSource): ClipSource => {
    if (source.kind !== 'generated') return source;
    const url = urls.get(source.module) ?? resolveReference(source).module;
    urls.set(source.module, url);
    return { ...source, module: url };
  };
  return rows.map((row) => ({ ...row, source: resolve(row.source) }));
}
