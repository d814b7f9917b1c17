import type { ClassificationReport, EpochLog, LeakAudit, ScoreSummary } from '@ser/train';
import type { ProfileName } from './profiles';

export interface NetworkResult {
  readonly name: string;
  readonly parameters: number;
  readonly labels: readonly string[];
  readonly trainRows: number;
  readonly testRows: number;
  /** What the test rows share with the training rows. */
  readonly leaks: Pick<LeakAudit, 'verdict' | 'message' | 'siblingTestRows'> & { readonly sharedSpeakers: number };
  readonly epochs: readonly EpochLog[];
  /** Index of the first epoch of each training stage. */
  readonly stageStarts: readonly number[];
  /** Test accuracy of the last epoch, as the report prints it. */
  readonly accuracy: number;
  /** The best test accuracy of any epoch: chosen on the test set, so an upper bound and no more. */
  readonly bestAccuracy: number;
  readonly bestEpoch: number;
  readonly classification: ClassificationReport;
  /** Rows are the actual classes, columns the predicted ones; last epoch. */
  readonly confusion: readonly (readonly number[])[];
  /** Training time, validation included. */
  readonly seconds: number;
}

/** A network under one protocol of the honest twin: every fold and seed, without their predictions. */
export interface TwinResult {
  readonly network: string;
  readonly protocol: string;
  /** The protocol in words. */
  readonly title: string;
  /** Which versions were trained on beside the original; absent: all. */
  readonly augmentation?: string;
  readonly labels: readonly string[];
  readonly folds: readonly {
    readonly name: string;
    readonly seed: number;
    readonly trainRows: number;
    readonly testRows: number;
    readonly accuracy: number;
    readonly uar: number;
    readonly leaks: LeakAudit['verdict'];
  }[];
  /** Over folds and seeds. */
  readonly accuracy: ScoreSummary;
  readonly uar: ScoreSummary;
  /** Of all predictions together. */
  readonly pooled: { readonly accuracy: number; readonly uar: number };
  /** 95 % interval of the first seed's accuracy, whole speakers drawn; absent with one speaker. */
  readonly overSpeakers?: { readonly low: number; readonly high: number; readonly speakers: number };
  readonly confusion: readonly (readonly number[])[];
}

/** What a network said about one test row: a line of `predictions.csv`. */
export interface Prediction {
  readonly network: string;
  readonly protocol: string;
  readonly augmentation: string;
  readonly fold: number;
  readonly seed: number;
  readonly clip: string;
  readonly version: string;
  readonly speaker: string;
  readonly actual: string;
  readonly predicted: string;
  readonly probabilities: readonly number[];
}

/** A clip, or one version of it, that could not be read, decoded or computed: no network saw it. */
export interface FailedClip {
  readonly clip: string;
  /** Absent when every version failed. */
  readonly version?: string;
  readonly code: string;
  readonly message: string;
}

/** What `results.json` holds: every number and figure of the report page can be made from it. */
export interface Results {
  readonly corpus: {
    readonly name: string;
    readonly synthetic: boolean;
    readonly clips: number;
    readonly speakers: number;
    readonly counts: readonly { readonly label: string; readonly count: number }[];
    readonly warnings: readonly string[];
    readonly licence: string;
    readonly citation: string;
  };
  readonly profile: { readonly name: ProfileName; readonly summary: string };
  readonly seed: number;
  readonly machine: {
    readonly node: string;
    readonly platform: string;
    readonly cpu: string;
    readonly cores: number;
    readonly backend: string;
  };
  readonly failed: readonly FailedClip[];
  readonly networks: readonly NetworkResult[];
  /** The same networks under honest protocols. */
  readonly twin: readonly TwinResult[];
}
