import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { type Manifest, type RavdessRow, synthetic } from '@ser/corpora';
import { type BuildOptions, buildDataset, type Dataset, defaultCacheDirectory } from '@ser/dataset';
import { getBackend } from '@tensorflow/tfjs-core';
import { type FinishedWork, finishedWork } from './finishedWork';
import { createLog, type Log } from './log';
import type { Options } from './options';
import { type Profile, profiles } from './profiles';
import { realCorpus } from './realCorpus';
import type { FailedClip, NetworkResult, Prediction, Results, TwinResult } from './results';

/** One run of the pipeline: what all families of networks share. */
export interface Experiment {
  readonly manifest: Manifest<RavdessRow>;
  readonly profile: Profile;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly finished: FinishedWork;
  /** Those of `names` that the user asked for. */
  wanted(names: readonly string[]): string[];
  /** Features of every clip, from the cache where they lie there. Clips that gave none are named and go into the results. */
  features(title: string, options: Pick<BuildOptions, 'featureSet' | 'versions' | 'clip'>): Promise<Dataset>;
  /** What `make` gives for this run, made at the first call: whoever asks again gets the very same. */
  once<T>(make: (experiment: Experiment) => Promise<T>): Promise<T>;
  add(result: NetworkResult): void;
  addTwin(result: TwinResult, predictions: readonly Prediction[]): void;
  results(): Results;
  /** All test rows of the honest twin. */
  predictions(): readonly Prediction[];
}

/** The embedded corpus of a run without `--data`: RAVDESS' design with few speakers, one repetition, so that it takes minutes. */
const embedded = { seed: 0, speakers: 3, repetitions: [1] } as const;

/** Where finished features and networks are kept. */
export function cacheFolder({ cache }: Options): string {
  return cache === undefined ? defaultCacheDirectory() : resolve(cache);
}

export async function createExperiment(options: Options, signal: AbortSignal): Promise<Experiment> {
  const log = createLog();
  const cache = cacheFolder(options);
  const isReal = options.data !== undefined || options.download === true;
  const manifest = isReal ? await realCorpus(options, join(cache, 'corpora'), log, signal) : synthetic(embedded);
  for (const warning of manifest.warnings) log.warn(warning);
  await useSimdBackend();
  const profile = profiles[options.profile];
  const networks: NetworkResult[] = [];
  const twin: TwinResult[] = [];
  const predictions: Prediction[] = [];
  const failed = new Map<string, FailedClip>();
  const made = new Map<unknown, Promise<unknown>>();
  const experiment: Experiment = {
    manifest,
    profile,
    seed: options.seed,
    signal,
    log,
    finished: finishedWork(join(cache, 'networks'), log.warn),
    wanted: (names) => names.filter((name) => options.only.includes(name)),
    async features(title, asked) {
      const dataset = await buildDataset(manifest, {
        ...asked,
        seed: options.seed,
        cacheDir: join(cache, 'features'),
        onProgress: log.clips(title),
        signal,
      });
      for (const { clipId: clip, version, code, message } of dataset.failed) {
        // A damaged file fails for every kind of features: one line says it.
        const key = JSON.stringify([clip, version, code, message]);
        if (failed.has(key)) continue;
        failed.set(key, { clip, ...(version === undefined ? {} : { version }), code, message });
        log.warn(`${clip} gave no ${version === undefined ? 'row' : `row "${version}"`}: ${code}: ${message}`);
      }
      return dataset;
    },
    once<T>(make: (experiment: Experiment) => Promise<T>) {
      const result = (made.get(make) as Promise<T> | undefined) ?? make(experiment);
      made.set(make, result);
      return result;
    },
    add: (result) => networks.push(result),
    addTwin(result, rows) {
      twin.push(result);
      predictions.push(...rows);
    },
    predictions: () => predictions,
    results: () => ({
      corpus: describeCorpus(manifest, !isReal),
      profile: { name: profile.name, summary: profile.summary },
      seed: options.seed,
      machine: {
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
        cpu: cpus()[0]?.model.trim() ?? 'unknown',
        cores: availableParallelism(),
        backend: getBackend(),
      },
      failed: [...failed.values()],
      networks,
      twin,
    }),
  };
  return experiment;
}

function describeCorpus(manifest: Manifest, isSynthetic: boolean): Results['corpus'] {
  const { corpus, rows, labels, warnings, licence, citation } = manifest;
  return {
    name: corpus,
    synthetic: isSynthetic,
    clips: rows.length,
    speakers: new Set(rows.map(({ speaker }) => speaker)).size,
    counts: labels.map((label) => ({ label, count: rows.filter((row) => row.label === label).length })),
    warnings,
    licence,
    citation,
  };
}
