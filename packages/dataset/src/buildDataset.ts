import { rm } from 'node:fs/promises';
import type { ClipSource, Manifest } from '@ser/corpora';
import type { FeatureSet, ModuleReference } from '@ser/features';
import { defaultCacheDirectory } from './cacheDirectory';
import { datasetKey } from './cacheKey';
import { checkOptions } from './checkOptions';
import { openClipCache } from './clipCache/clipCache';
import { nameClips } from './clipNames';
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

export interface BuildOptions {
  /** What to compute, as an object or as `{ module, export, options }` naming one. */
  readonly featureSet: FeatureSet | ModuleReference;
  /** Rows of each clip, in this order. Default one, `{ name: 'original' }`. */
  readonly versions?: readonly VersionSpec[];
  /** Part of the clip that is read, and its sample rate. Default: all of it, at 22,050 Hz. */
  readonly clip?: ClipWindow;
  /** Default 0. A version draws from `createRng(seed).fork(clip id).fork(version name)`. */
  readonly seed?: number | string;
  /** Folder of the cache of clips, null for none. Default {@link defaultCacheDirectory}. */
  readonly cacheDir?: string | null;
  /** Worker threads; 0 computes in the calling thread. Default: one a core. The result does not depend on it. */
  readonly workers?: number;
  /** Called after each clip that is computed (once, with `done === total`, when all come from the cache). */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the build, running workers included. */
  readonly signal?: AbortSignal;
}

/** Options of a build whose rows go to disk: the file is its own cache. */
export interface BuildFileOptions extends BuildOptions {
  /**
   * Folder where finished clips are kept, null for none. Default: `FILE.partial`, beside the file and until it is whole.
   */
  readonly cacheDir?: string | null;
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
 * memory at a time beside the result. What a clip gave is kept in the cache under a key made of its bytes, the options
 * and the code, a second after it was computed at the latest: a build that was killed goes on there, and a corpus that
 * has grown costs its new clips. A cache that is damaged or cannot be written is a process warning.
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
  const { onProgress, signal, file } = options;
  const partial = file === undefined ? null : `${file}.partial`;
  const { cacheDir = partial ?? defaultCacheDirectory() } = options;
  const checkAborted = () => throwIfAborted(signal);
  checkAborted();

  const { recipe, portable } = await makeRecipe(options.featureSet, versions, clip, seed);
  const resolve = sourceResolver();
  const { rows } = manifest;
  const meter = progressMeter(rows.length, onProgress);
  // What cannot be named cannot be cached: an inline function, or anything at all where no cache is wanted.
  const names = portable && (file ?? cacheDir) !== null ? await nameClips(rows, portable, resolve, checkAborted) : null;

  const compute = async (put: (place: number, row: Float32Array) => void | Promise<void>) => {
    const collector = collectRows(manifest, recipe, put);
    const cache = names && cacheDir !== null ? openClipCache(cacheDir, recipe, names) : null;
    try {
      const missing = cache
        ? await cache.read((index, outcome) => {
            checkAborted();
            return collector.add(index, outcome);
          })
        : [...rows.keys()];
      meter.found(rows.length - missing.length);
      if (missing.length > 0) {
        const threads = Math.min(workers, missing.length);
        const runner = portable && threads > 0 ? workerRunner(portable, threads) : localRunner(recipe);
        await runAll(runner, missing.length, signal, async (at) => {
          const index = missing[at]!;
          const { id, source } = rows[index]!;
          const digest = source.kind === 'file' ? (names?.digest(index) ?? null) : null;
          const outcome = await runner.run({ id, source: resolve(source), digest });
          await collector.add(index, outcome);
          await cache?.add(index, outcome);
          checkAborted();
          meter.step();
        });
      }
    } finally {
      await cache?.close();
    }
    return { collected: collector.finish(), repeatable: collector.repeatable() };
  };

  const { shape } = recipe.featureSet;
  if (file !== undefined) {
    const buildKey = names && datasetKey(names, manifest);
    const found = await openBuilt(file, buildKey);
    if (found) meter.found(rows.length);
    const built = found ?? (await buildFile(file, shape, buildKey, compute));
    if (cacheDir === partial) await rm(partial!, { recursive: true, force: true });
    return built;
  }
  const size = rowSize(shape);
  const x = new Float32Array(rows.length * versions.length * size);
  const { collected } = await compute((place, row) => x.set(row, place * size));
  return inMemory(x, collected);
}

/** Moves the values of all rows together; rows that failed leave no gap. */
function inMemory(x: Float32Array, { places, rows, ...parts }: CollectedRows): Dataset {
  const size = rowSize(parts.shape);
  places.forEach((place, row) => {
    if (row < place) x.copyWithin(row * size, place * size, (place + 1) * size);
  });
  return makeDataset({
    ...parts,
    rows: [...rows],
    x: places.length * size === x.length ? x : x.slice(0, places.length * size),
  });
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
function sourceResolver(): (source: ClipSource) => ClipSource {
  const urls = new Map<string, string>();
  return (source) => {
    if (source.kind !== 'generated') return source;
    const url = urls.get(source.module) ?? resolveReference(source).module;
    urls.set(source.module, url);
    return { ...source, module: url };
  };
}
