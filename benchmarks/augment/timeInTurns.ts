import type { Calculator } from '../features/calculator';
import type { Turns } from '../features/timeInTurns';

export interface Party {
  readonly calculator: Calculator;
  /** What it calls the case. */
  readonly what: string;
}

/**
 * Milliseconds of processor time a run, of each party and round. All take a turn in each round, and who begins changes, so that a
 * machine that slows down or speeds up favours nobody.
 */
export async function timeInTurns(
  parties: readonly Party[],
  { warmUp, block, rounds }: Turns,
): Promise<readonly (readonly number[])[]> {
  const times = parties.map((): number[] => []);
  for (const { calculator, what } of parties) await calculator.time(what, warmUp);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < parties.length; turn++) {
      const index = (turn + round) % parties.length;
      const { calculator, what } = parties[index]!;
      times[index]!.push((await calculator.time(what, block)).processor);
    }
  }
  return times;
}
