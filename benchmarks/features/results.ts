import type { Measured as Training } from '../training/results';
import type { CaseName, PeerName } from './cases';

/** Median, 10th and 90th percentile. */
export type Spread = Pick<Training, 'median' | 'low' | 'high' | 'count'>;

export interface Timing {
  /** Milliseconds. */
  readonly ours: Spread;
  readonly theirs: Spread;
  /** Theirs over ours: how many times faster ours is, one a round. */
  readonly ratio: Spread;
  /** The same by processor time, which other programs on the machine do not add to. */
  readonly processor: { readonly ours: number; readonly theirs: number; readonly ratio: number };
}

export interface Measured extends Timing {
  readonly what: CaseName;
  readonly peer: PeerName;
  /** The largest between the two results, as a part of the largest value. */
  readonly difference: number | 'shape';
}

export interface Missing {
  readonly what: CaseName;
  readonly peer: PeerName;
  readonly why: string;
}

export type Row = Measured | Missing;

/** What the benchmark writes as JSON, and all its Markdown is made of. */
export interface FeatureResults {
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  readonly clip: string;
  /** Length of the clip, in seconds. */
  readonly duration: number;
  readonly quick: boolean;
  /** Load average over one minute before and after: a busy machine measures something else. */
  readonly load: readonly [number, number];
  readonly peers: readonly { readonly name: PeerName; readonly title: string }[];
  readonly rows: readonly Row[];
}
