/** Figures of one speaker's held-back clips. */
export interface Score {
  readonly accuracy: number;
  readonly uar: number;
}

/** Ways to use a trained network on a new speaker, in the order of the table. */
export const ways = {
  before: 'as trained on the twelve',
  head: 'its head retrained on the few clips, body frozen',
  newHead: 'a new head trained on the few clips, body frozen',
  whole: 'all layers trained on the few clips',
} as const;

export type Way = keyof typeof ways;

/** One new speaker of one run. */
export interface Row {
  readonly network: string;
  readonly seed: number;
  readonly speaker: string;
  readonly scores: Readonly<Record<Way, Score>>;
}

/** What the benchmark writes as JSON, and all its Markdown is made of. */
export interface Results {
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  readonly seeds: readonly number[];
  /** Clips of each class that a new speaker gives. */
  readonly perClass: number;
  /** Epochs of the training on twelve speakers, by network. */
  readonly epochs: Readonly<Record<string, number>>;
  readonly rows: readonly Row[];
}
