/**
 * Specs that pass on the CPU backend and not on ours, by name, each with the reason. Fewer than ten (`compare.ts` counts);
 * one that passes after all is an error, so the list cannot go stale.
 */
export interface Exception {
  readonly name: string;
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    name: 'Switching cpu backends cpu {} Move data from cpu1 to cpu2 backend',
    reason: "made by the suite only for a backend that is called 'cpu'",
  },
  {
    name: 'Switching cpu backends cpu {} can execute op with data from mixed backends',
    reason: "made by the suite only for a backend that is called 'cpu'",
  },
];
