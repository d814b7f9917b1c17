import type { NetworkName } from '../training/tasks';

/** The report's networks whose epochs have a goal, with their training rows and the seconds that one epoch may take. */
export const loopNetworks = {
  cnn4: { rows: 1080, mostSeconds: 5 },
  lstm: { rows: 3024, mostSeconds: 15 },
  cnnLstm5: { rows: 3024, mostSeconds: 15 },
} as const satisfies Partial<Record<NetworkName, { rows: number; mostSeconds: number }>>;
export type LoopNetwork = keyof typeof loopNetworks;

export const networkNames = Object.keys(loopNetworks) as LoopNetwork[];

/** Rows a step. */
export const BATCH = 64;

/** What one fresh process of ours does; handed to it as JSON. */
export type LoopTask =
  | {
      /** Some steps on one batch without dropout, by `fit` and by hand; gives the losses' largest relative difference. */
      readonly task: 'check';
      readonly network: LoopNetwork;
      readonly threads: number;
      readonly steps: number;
    }
  | {
      /** One epoch by `fit` and one by hand, in turns; gives milliseconds: fit, by hand, fit, by hand, ... */
      readonly task: 'epochs';
      readonly network: LoopNetwork;
      readonly threads: number;
      readonly rows: number;
      readonly pairs: number;
    };
