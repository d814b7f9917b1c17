import type { ClassificationReport, EpochLog, LeakVerdict, ScoreSummary } from '@ser/train';
import type { Cell, Corpus, Machine } from './cell';
import type { ProfileName } from './profiles';

/** A figure over seeds. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation; null for one seed. */
  readonly deviation: number | null;
}

/** 95 % interval of an accuracy, whole speakers drawn with repeats. */
export interface OverSpeakers {
  readonly low: number;
  readonly high: number;
  readonly speakers: number;
}

/** One network trained as the report trains it, from one seed. */
export interface NetworkResult {
  readonly name: string;
  readonly seed: number;
  readonly parameters: number;
  readonly labels: readonly string[];
  readonly trainRows: number;
  readonly testRows: number;
  /** What the test rows share with the training rows. */
  readonly leaks: Cell['leaks'];
  readonly epochs: readonly EpochLog[];
  /** Index of the first epoch of each training stage. */
  readonly stageStarts: readonly number[];
  /** Test accuracy of the last epoch, as the report prints it. */
  readonly accuracy: number;
  /** The best test accuracy of any epoch: chosen on the test set, so an upper bound and no more. */
  readonly bestAccuracy: number;
  readonly bestEpoch: number;
  /** Test accuracy at the end of each training stage. */
  readonly afterStages: readonly number[];
  readonly classification: ClassificationReport;
  /** Rows are the actual classes, columns the predicted ones; last epoch. */
  readonly confusion: readonly (readonly number[])[];
  /** Training time, validation included. */
  readonly seconds: number;
}

/** A network of the report over all its seeds, beside what the report says. */
export interface NetworkSummary {
  readonly name: string;
  readonly title: string;
  readonly parameters: number;
  /** Percent, as printed; absent where the report has no such network. */
  readonly reported?: number;
  readonly reportedBest?: number;
  readonly seeds: readonly number[];
  readonly accuracy: Spread;
  readonly bestAccuracy: Spread;
  readonly afterStages: readonly Spread[];
  readonly uar: Spread;
  /** Of the first seed. */
  readonly overSpeakers?: OverSpeakers;
  readonly epochs: Spread;
  readonly seconds: Spread;
}

/** A network under one protocol of the honest twin: every fold and seed, without their predictions. */
export interface TwinResult {
  readonly network: string;
  readonly protocol: string;
  /** The protocol in words. */
  readonly title: string;
  /** Which versions were trained on beside the original; absent: all. */
  readonly augmentation?: string;
  readonly epochs: number;
  readonly labels: readonly string[];
  /** Folds of the protocol; fewer may have been trained. */
  readonly of: number;
  readonly folds: readonly {
    readonly fold: number;
    readonly name: string;
    readonly seed: number;
    readonly trainRows: number;
    readonly testRows: number;
    readonly accuracy: number;
    readonly uar: number;
    readonly leaks: LeakVerdict;
  }[];
  /** Over folds and seeds. */
  readonly accuracy: ScoreSummary;
  readonly uar: ScoreSummary;
  /** Of all predictions together. */
  readonly pooled: { readonly accuracy: number; readonly uar: number };
  /** Of the first seed's accuracy; absent with one speaker. */
  readonly overSpeakers?: OverSpeakers;
  readonly confusion: readonly (readonly number[])[];
  /** Ablation: against the network trained on originals only, same test rows, whole speakers exchanged. */
  readonly againstNone?: { readonly difference: number; readonly pValue: number };
}

/** What `results.json` holds: every number and figure of the report page can be made from it. */
export interface Results {
  readonly $schema: string;
  readonly corpus: Corpus;
  readonly profiles: readonly { readonly name: ProfileName; readonly summary: string }[];
  readonly machines: readonly Machine[];
  /** One line a training; DIR stands for the corpus. */
  readonly commands: readonly string[];
  /** The user's augmentation, whose version of each clip the LSTM and the CNN+LSTM were trained on beside the report's. */
  readonly augment?: Cell['augment'];
  /** The report's networks over their seeds, in its order. */
  readonly summary: readonly NetworkSummary[];
  /** The same, each seed. */
  readonly networks: readonly NetworkResult[];
  /** The same networks under honest protocols, and the ablation. */
  readonly twin: readonly TwinResult[];
}
