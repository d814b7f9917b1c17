import type { Spread } from '../features/results';
import type { PeerName } from './peers';
import type { CaseName } from './settings';

/** One peer's time of one augmentation beside ours, or why there is none. */
export type PeerResult = { readonly peer: PeerName } & (
  | {
      /** Milliseconds of processor time a clip. */
      readonly ms: number;
      /** Theirs over ours: how many times faster ours is, one a round. */
      readonly ratio: Spread;
      /** The largest between the two results, as a part of the largest value; 'shape' where they do not mean the same. */
      readonly difference: number | 'shape';
    }
  | { readonly why: string }
);

export interface AugmentRow {
  readonly name: CaseName;
  /** Milliseconds of processor time a clip. */
  readonly ms: Spread;
  readonly peers: readonly PeerResult[];
}

/** What the benchmark writes as JSON, and all its Markdown is made of. */
export interface AugmentResults {
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  /** The peers' versions, or why they were not there. */
  readonly peers: string;
  readonly clip: string;
  /** Length of the clip, in seconds. */
  readonly duration: number;
  readonly quick: boolean;
  /** Load average over one minute before and after. */
  readonly load: readonly [number, number];
  readonly rows: readonly AugmentRow[];
}
