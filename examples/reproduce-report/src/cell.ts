import type { AugmentationJson } from '@ser/augment';
import type { EpochLog, LeakVerdict } from '@ser/train';
import type { ProfileName } from './profiles';
import type { ProtocolName } from './twin/protocols';

/** Raise it when the shape of a cell changes: merge refuses files of another. */
export const cellFormat = 'ser-reproduce-report cell 1';

/** What a training is for: the report's networks as it trained them, the honest twin, or "does the augmentation help?". */
export type Study = 'report' | 'twin' | 'ablation';

/** Which training of all that the pipeline knows. */
export interface CellName {
  readonly study: Study;
  readonly network: string;
  readonly protocol: ProtocolName;
  /** Which versions of a clip were trained on; absent: all. */
  readonly augmentation?: string;
  /** Of the protocol, counted from 1. */
  readonly fold: number;
  readonly seed: number;
}

/** Rows side by side, one entry each: what was asked and what the network said. */
export interface TestRows {
  readonly clips: readonly string[];
  readonly versions: readonly string[];
  readonly speakers: readonly string[];
  /** Class indices. */
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  /** Of each class in the order of the cell's labels, to six decimals. */
  readonly probabilities: readonly (readonly number[])[];
}

/** Clips that were trained on in the same versions. */
export interface TrainedClips {
  readonly versions: readonly string[];
  readonly clips: readonly string[];
}

/** A clip, or one version of it, that could not be read, decoded or computed: no network saw it. */
export interface FailedClip {
  readonly clip: string;
  /** Absent when every version failed. */
  readonly version?: string;
  readonly code: string;
  readonly message: string;
}

export interface Corpus {
  readonly name: string;
  readonly synthetic: boolean;
  readonly clips: number;
  readonly speakers: number;
  readonly counts: readonly { readonly label: string; readonly count: number }[];
  readonly warnings: readonly string[];
  readonly licence: string;
  readonly citation: string;
  readonly failed: readonly FailedClip[];
}

export interface Machine {
  readonly node: string;
  readonly tensorflow: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly backend: string;
}

/**
 * One network, trained once on one side of one split from one seed, and all that it said about the other side. Every
 * table and figure is made from a set of these, wherever each was trained; as a file it is named by what it depends on.
 */
export interface Cell extends CellName {
  readonly format: typeof cellFormat;
  readonly profile: ProfileName;
  /** The command that trains it, with DIR for the corpus. */
  readonly command: string;
  readonly foldName: string;
  /** Of the protocol. */
  readonly folds: number;
  /** Epochs, stages and whatever else the numbers depend on. */
  readonly recipe: Readonly<Record<string, unknown>>;
  /** Name of the feature set. */
  readonly features: string;
  /** `contentKey` of the dataset: SHA-256 of all its rows. */
  readonly data: string;
  readonly corpus: Corpus;
  /** The user's augmentation; absent where its version of the clips is not among the rows. */
  readonly augment?: AugmentationJson;
  readonly labels: readonly string[];
  readonly parameters: number;
  readonly train: { readonly rows: number; readonly clips: readonly TrainedClips[] };
  readonly leaks: {
    readonly verdict: LeakVerdict;
    readonly message: string;
    readonly siblingTestRows: number;
    readonly sharedSpeakers: number;
  };
  readonly epochs: readonly EpochLog[];
  /** Index of the first epoch of each training stage. */
  readonly stageStarts: readonly number[];
  readonly test: TestRows;
  readonly machine: Machine;
}

/** How the command line and the log name a fold: `speaker:3`, or with the versions trained on `speaker:3:noise`. */
export function foldAddress({
  protocol,
  fold,
  augmentation,
}: Pick<CellName, 'protocol' | 'fold' | 'augmentation'>): string {
  return [protocol, fold, ...(augmentation === undefined ? [] : [augmentation])].join(':');
}

/** The cell in a few words, for the log. */
export function shownName({ study, network, seed, ...fold }: CellName): string {
  return study === 'report' ? `${network}, seed ${seed}` : `${network}, ${foldAddress(fold)}, seed ${seed}`;
}
