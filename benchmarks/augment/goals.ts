import type { PeerName } from './peers';
import type { CaseName } from './settings';

/** What we promised ourselves, as ratios of processor time in one run. */
export const MEDIAN_OF_SHARED = { peer: 'audiomentations', mark: 1.5, goal: 3 } as const;

/** None that takes the peer longer than this, in ms, falls below the share of its speed; what takes less moves memory once. */
export const SLOWEST_OF_SHARED = { peer: 'audiomentations', from: 0.1, mark: 1 / 3 } as const;

/** Seconds of sound a second, for every augmentation. */
export const REAL_TIME = { mark: 20 } as const;

export interface SpeedGoal {
  readonly name: CaseName;
  readonly peer: PeerName;
  readonly mark: number;
  readonly goal: number;
}

export const speedGoals: readonly SpeedGoal[] = [
  { name: 'timeStretch', peer: 'librosa', mark: 1.5, goal: 4 },
  { name: 'pitchShiftSinc', peer: 'librosa', mark: 1.5, goal: 4 },
  { name: 'pitchShift', peer: 'librosaKaiser', mark: 1.5, goal: 4 },
];
