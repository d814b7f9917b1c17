import type { CaseName, PeerName } from './cases';

/** What we promised ourselves: how many times faster than a peer, both timed in one run. */
export interface SpeedGoal {
  readonly what: CaseName;
  readonly peer: PeerName;
  readonly mark: number;
  /** Where there is only a mark. */
  readonly goal?: number;
}

export const speedGoals: readonly SpeedGoal[] = [
  { what: 'recipeSinc', peer: 'librosa', mark: 2, goal: 4 },
  { what: 'recipeKaiser', peer: 'librosa', mark: 6, goal: 12 },
  { what: 'mfcc2048', peer: 'librosa', mark: 1.2, goal: 3 },
  { what: 'mfcc512', peer: 'librosa', mark: 1.2, goal: 3 },
  { what: 'mfccFrames', peer: 'meyda', mark: 10, goal: 20 },
  { what: 'mfccFrames', peer: 'essentia', mark: 10, goal: 20 },
  { what: 'resampleKaiser', peer: 'librosa', mark: 8 },
  { what: 'resampleSinc', peer: 'librosa', mark: 0.3, goal: 0.8 },
];

/** Seconds of computing that a second of streamed audio may take. */
export const REAL_TIME_FACTOR = { what: 'mfccStream', mark: 0.002 } as const;
