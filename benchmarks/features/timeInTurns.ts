import { summarize } from '../training/results';
import type { Calculator } from './calculator';
import type { CaseName } from './cases';
import type { Timed } from './protocol';
import type { Timing } from './results';

/** How often, and for how many milliseconds of processor time: on a busy machine as many runs as on a quiet one. */
export interface Turns {
  readonly warmUp: number;
  readonly block: number;
  readonly rounds: number;
}

/**
 * A block of runs by ours, one by the peer, and so on; each round gives one ratio of medians. Who comes first changes from
 * round to round, so that a machine that slows down or speeds up favours neither.
 */
export async function timeInTurns(
  what: CaseName,
  ours: Calculator,
  peer: Calculator,
  { warmUp, block, rounds }: Turns,
): Promise<Timing> {
  const measured = new Map<Calculator, Timed[]>([
    [ours, []],
    [peer, []],
  ]);
  for (const calculator of measured.keys()) await calculator.time(what, warmUp);
  for (let round = 0; round < rounds; round++) {
    for (const calculator of round % 2 === 0 ? [ours, peer] : [peer, ours]) {
      measured.get(calculator)!.push(await calculator.time(what, block));
    }
  }
  const [own, other] = [measured.get(ours)!, measured.get(peer)!];
  const median = (values: readonly number[]) => summarize(values).median;
  const ratios = (value: (timed: Timed) => number) => own.map((timed, round) => value(other[round]!) / value(timed));
  return {
    ours: summarize(own.flatMap(({ times }) => times)),
    theirs: summarize(other.flatMap(({ times }) => times)),
    ratio: summarize(ratios(({ times }) => median(times))),
    processor: {
      ours: median(own.map(({ processor }) => processor)),
      theirs: median(other.map(({ processor }) => processor)),
      ratio: median(ratios(({ processor }) => processor)),
    },
  };
}
