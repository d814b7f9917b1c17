import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { type Manifest, type RavdessRow, synthetic } from '@ser/corpora';
import { type BuildOptions, buildDataset, type Dataset, defaultCacheDirectory } from '@ser/dataset';
import { version_core as tensorflow } from '@tensorflow/tfjs-core';
import { useBackend } from './backend';
import { type Cell, type CellName, type Corpus, type FailedClip, foldAddress, type Machine } from './cell';
import { type CustomAugmentation, customAugmentation, customVersion } from './customAugmentation';
import { ReproduceError } from './errors';
import { type FinishedWork, finishedWork } from './finishedWork';
import { createLog, type Log } from './log';
import type { Options } from './options';
import { type Profile, profiles } from './profiles';
import { realCorpus } from './realCorpus';
import type { Work } from './trainOnce';

/** One run of the pipeline: what all families of networks share. */
export interface Experiment {
  readonly manifest: Manifest<RavdessRow>;
  /** False on the embedded synthetic corpus. */
  readonly isReal: boolean;
  readonly profile: Profile;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly finished: FinishedWork;
  readonly backend: string;
  readonly machine: Machine;
  /** The user's augmentation, where one was given. */
  readonly custom?: CustomAugmentation;
  /** Those of `names` that the user asked for. */
  wanted(names: readonly string[]): string[];
  /** The seeds of a network trained as the report trains it, or of the honest twin. */
  seeds(of: 'twin' | (string & {})): number[];
  /** Whether the user asked for this training; with `--list` it is printed, and none is asked for. */
  asksFor(work: Work): boolean;
  /** Features of every clip, from the cache where they lie there. Clips that gave none are named and go into the results. */
  features(title: string, options: Pick<BuildOptions, 'featureSet' | 'versions' | 'clip' | 'seed'>): Promise<Dataset>;
  /** What `make` gives for this run and seed, made at the first call: whoever asks again gets the very same. */
  once<T>(make: (experiment: Experiment, seed: number) => Promise<T>, seed?: number): Promise<T>;
  /** The corpus, with the clips that failed so far. */
  corpus(): Corpus;
  add(cell: Cell, trained: Trained): void;
  readonly cells: readonly Cell[];
  /** What each cell was trained from, in the same order. */
  readonly trained: readonly Trained[];
}

/** How a cell can be made again: its weights lie under the key. */
export interface Trained {
  readonly key: string;
  readonly work: Work;
}

/** The embedded corpus of a run without `--data`: RAVDESS' design with few speakers, one repetition, so that it takes minutes. */
const embedded = { seed: 0, speakers: 3, repetitions: [1] } as const;
/** More clips without features than this: the corpus is not what it should be, and its figures would mislead. */
const MOST_FAILED = 0.05;
/** Lines of a message that lists clips. */
const SHOWN = 10;

/** Where finished features and networks are kept. */
export function cacheFolder({ cache }: Pick<Options, 'cache'>): string {
  return cache === undefined ? defaultCacheDirectory() : resolve(cache);
}

export async function createExperiment(options: Options, signal: AbortSignal): Promise<Experiment> {
  const log = createLog();
  const cache = cacheFolder(options);
  const isReal = options.data !== undefined || options.download === true;
  const profile = profiles[options.profile];
  const { augment, augmentOptions } = options;
  const custom = augment === undefined ? undefined : await customAugmentation(augment, augmentOptions);
  const whole = isReal ? await realCorpus(options, join(cache, 'corpora'), log, signal) : synthetic(embedded);
  for (const warning of whole.warnings) log.warn(warning);
  const manifest = partOf(whole, profile);
  await useBackend(options.backend);
  const cells: Cell[] = [];
  const trained: Trained[] = [];
  const failed = new Map<string, FailedClip>();
  const made = new Map<unknown, Map<number, Promise<unknown>>>();
  const experiment: Experiment = {
    manifest,
    isReal,
    profile,
    signal,
    log,
    finished: finishedWork(join(cache, 'networks'), join(resolve(options.out), 'cells'), log.warn),
    backend: options.backend,
    custom,
    machine: {
      node: process.version,
      tensorflow,
      platform: `${process.platform} ${process.arch}`,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      backend: options.backend,
    },
    wanted: (names) => names.filter((name) => options.only.includes(name)),
    seeds(of) {
      const usual = of === 'twin' ? profile.twin.seeds : profile.seeds(of);
      return Array.from({ length: usual === 0 ? 0 : (options.seeds ?? usual) }, (_, at) => options.seed + at);
    },
    asksFor(work) {
      const asked = options.folds === undefined || isOneOf(options.folds, work);
      if (asked && options.list) console.log(commandOf(experiment, work));
      return asked && !options.list;
    },
    async features(title, asked) {
      const dataset = await buildDataset(manifest, {
        ...asked,
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
      stopWhereTooManyFailed(title, dataset, manifest.rows.length);
      return dataset;
    },
    once<T>(make: (experiment: Experiment, seed: number) => Promise<T>, seed = 0) {
      const bySeed = made.get(make) ?? new Map<number, Promise<unknown>>();
      made.set(make, bySeed);
      const result = (bySeed.get(seed) as Promise<T> | undefined) ?? make(experiment, seed);
      bySeed.set(seed, result);
      return result;
    },
    corpus: () => ({ ...describeCorpus(manifest, !isReal), failed: [...failed.values()] }),
    add(cell, from) {
      cells.push(cell);
      trained.push(from);
    },
    cells,
    trained,
  };
  return experiment;
}

/** What the profile takes of the corpus. */
function partOf(manifest: Manifest<RavdessRow>, { speakers }: Profile): Manifest<RavdessRow> {
  if (speakers === undefined) return manifest;
  const first = [...new Set(manifest.rows.map(({ speaker }) => speaker))].sort().slice(0, speakers);
  return { ...manifest, rows: manifest.rows.filter((row) => row.repetition === 1 && first.includes(row.speaker)) };
}

/** The user's augmentation, where the work's rows hold versions that it made. */
export function customOf({ custom }: Experiment, { dataset }: Pick<Work, 'dataset'>): CustomAugmentation | undefined {
  return dataset.rows.some(({ version }) => version === customVersion) ? custom : undefined;
}

/** The command that does this training and no other. */
export function commandOf(experiment: Experiment, work: CellName & Pick<Work, 'dataset'>): string {
  const { profile, isReal, backend } = experiment;
  const custom = customOf(experiment, work);
  return [
    'npm start --',
    ...(isReal ? ['--data DIR'] : []),
    `--profile ${profile.name} --only ${work.network.replace('Plateau', '')}`,
    ...(work.study === 'report' ? [] : [`--fold ${foldAddress(work)}`]),
    ...(custom === undefined ? [] : [`--augment ${quoted(custom.typed)}`]),
    ...(custom?.options === undefined ? [] : [`--augment-options ${quoted(JSON.stringify(custom.options))}`]),
    `--seed ${work.seed} --seeds 1`,
    ...(backend === 'simd' ? [] : [`--backend ${backend}`]),
  ].join(' ');
}

/** As a shell takes it for one word. */
const quoted = (text: string) => (/^[\w@%+=:,./#-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const isOneOf = (folds: readonly string[], work: CellName) =>
  work.study !== 'report' && folds.includes(foldAddress(work));

function stopWhereTooManyFailed(title: string, { failed }: Dataset, clips: number): void {
  const gone = [...new Set(failed.map(({ clipId }) => clipId))];
  if (gone.length <= MOST_FAILED * clips) return;
  const shown = failed.slice(0, SHOWN).map(({ clipId, code, message }) => `\n  ${clipId}: ${code}: ${message}`);
  const more = gone.length > SHOWN ? `\n  and ${gone.length - SHOWN} more` : '';
  throw new ReproduceError(
    'TOO_MANY_FAILED',
    `${title}: ${gone.length} of ${clips} clips cannot be used, more than 5 in 100: figures from the rest would mislead. ` +
      `Compare the files with their publisher's checksums, or fetch the corpus anew by --download; clips that were read ` +
      `are kept in the cache.${shown.join('')}${more}`,
  );
}

function describeCorpus(manifest: Manifest, isSynthetic: boolean): Omit<Corpus, 'failed'> {
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
