import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { type Manifest, ravdess, synthetic } from '@ser/corpora';
import { type BuildOptions, defaultCacheDirectory } from '@ser/dataset';
import { getBackend } from '@tensorflow/tfjs-core';
import { type FinishedWork, finishedWork } from './finishedWork';
import { createLog, type Log } from './log';
import type { Options } from './options';
import { type Profile, profiles } from './profiles';
import type { NetworkResult, Results } from './results';

/** One run of the pipeline: what all families of networks share. */
export interface Experiment {
  readonly manifest: Manifest;
  readonly profile: Profile;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly finished: FinishedWork;
  /** Those of `names` that the user asked for. */
  wanted(names: readonly string[]): string[];
  /** Options that every `buildDataset` of this run shares. */
  building(title: string): Pick<BuildOptions, 'seed' | 'cacheDir' | 'onProgress' | 'signal'>;
  add(result: NetworkResult): void;
  results(): Results;
}

/** The embedded corpus of a run without `--data`: RAVDESS' design with few speakers, one repetition, so that it takes minutes. */
const embedded = { seed: 0, speakers: 3, repetitions: [1] } as const;

export async function createExperiment(options: Options, signal: AbortSignal): Promise<Experiment> {
  const log = createLog();
  const manifest = options.data === undefined ? synthetic(embedded) : await ravdess(resolve(options.data));
  for (const warning of manifest.warnings) log.warn(warning);
  await useSimdBackend();
  const profile = profiles[options.profile];
  const cache = options.cache === undefined ? defaultCacheDirectory() : resolve(options.cache);
  const networks: NetworkResult[] = [];
  return {
    manifest,
    profile,
    seed: options.seed,
    signal,
    log,
    finished: finishedWork(join(cache, 'networks'), log.warn),
    wanted: (names) => names.filter((name) => options.only.includes(name)),
    building: (title) => ({
      seed: options.seed,
      cacheDir: join(cache, 'features'),
      onProgress: log.clips(title),
      signal,
    }),
    add: (result) => networks.push(result),
    results: () => ({
      corpus: describeCorpus(manifest, options.data === undefined),
      profile: { name: profile.name, summary: profile.summary },
      seed: options.seed,
      machine: {
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
        cpu: cpus()[0]?.model.trim() ?? 'unknown',
        cores: availableParallelism(),
        backend: getBackend(),
      },
      networks,
    }),
  };
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
