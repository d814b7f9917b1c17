import type { LoopNetwork } from './tasks';

/** One network: milliseconds of each epoch, `fit[i]` and `bare[i]` measured one after the other. */
export interface LoopRow {
  readonly network: LoopNetwork;
  readonly rows: number;
  readonly fit: readonly number[];
  readonly bare: readonly number[];
  readonly torch: readonly TorchEpoch[];
}

/** Milliseconds that a PyTorch takes for as many rows, or why there are none. */
export type TorchEpoch = { readonly title: string } & ({ readonly epoch: number } | { readonly why: string });

/** What the benchmark writes as JSON, and all its Markdown is made of. */
export interface LoopResults {
  readonly date: string;
  readonly machine: string;
  readonly versions: string;
  readonly threads: number;
  readonly quick: boolean;
  /** Load average over one minute before and after. */
  readonly load: readonly [number, number];
  /** Each check that passed, as a sentence. */
  readonly checks: readonly string[];
  readonly rows: readonly LoopRow[];
}

/** What `fit` takes beyond the steps alone, as a part of them: one number a pair of epochs. */
export function added({ fit, bare }: LoopRow): number[] {
  return fit.map((ms, pair) => ms / bare[pair]! - 1);
}
