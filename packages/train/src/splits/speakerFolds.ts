import { createRng } from '@ser/random';
import { TrainError } from '../errors';
import { splitByTestGroups } from './groupSplit';
import type { Split } from './split';

/** One fold: its split, and who is tested. */
export interface SpeakerFold extends Split {
  readonly testSpeakers: readonly string[];
}

/** Options of {@link speakerFolds}. */
export interface SpeakerFoldsOptions<Row> {
  /** How many folds, or the test speakers of each fold (a published protocol). */
  readonly folds: number | readonly (readonly string[])[];
  /** Default 0; unused when the folds are given. */
  readonly seed?: number | string;
  /** Spread evenly over the folds: the speaker's sex. Default: none. */
  readonly stratum?: (row: Row) => string;
}

/**
 * Folds for testing on speakers never trained on: each speaker is tested exactly once, all his rows together.
 *
 * @returns one split a fold, indices in rising order
 * @throws TrainError `INVALID_OPTION` for fewer than 2 folds or more folds than speakers; `INVALID_SPLIT` when given
 * folds name a speaker that has no row, one twice, or leave one out
 */
export function speakerFolds<Row extends { readonly speaker: string }>(
  rows: readonly Row[],
  options: SpeakerFoldsOptions<Row>,
): SpeakerFold[] {
  const { folds, seed = 0, stratum = () => '' } = options;
  const speakers = rows.map(({ speaker }) => speaker);
  const strata = new Map<string, string>();
  for (const row of rows) strata.set(row.speaker, stratum(row));
  const tested = typeof folds === 'number' ? deal(strata, folds, seed) : checkGiven(strata, folds);
  return tested.map((testSpeakers) => ({
    ...splitByTestGroups(speakers, new Set(testSpeakers)),
    testSpeakers,
  }));
}

/** Shuffles the speakers of each stratum and deals them out like cards. */
function deal(strata: ReadonlyMap<string, string>, folds: number, seed: number | string): string[][] {
  if (!Number.isInteger(folds) || folds < 2 || folds > strata.size) {
    throw new TrainError(
      'INVALID_OPTION',
      `speakerFolds: folds=${String(folds)}; expected 2 to ${strata.size}, the number of speakers`,
    );
  }
  const rng = createRng(seed).fork('speakerFolds');
  const order = [...new Set(strata.values())].sort().flatMap((name) => {
    const members = [...strata.keys()].filter((speaker) => strata.get(speaker) === name).sort();
    return rng.fork(name).shuffle(members);
  });
  return Array.from({ length: folds }, (_, fold) => order.filter((_speaker, i) => i % folds === fold).sort());
}

function checkGiven(strata: ReadonlyMap<string, string>, folds: readonly (readonly string[])[]): string[][] {
  const named = folds.flat();
  const unknown = named.filter((speaker) => !strata.has(speaker));
  const twice = named.filter((speaker, index) => named.indexOf(speaker) !== index);
  const missing = [...strata.keys()].filter((speaker) => !named.includes(speaker));
  for (const [what, who] of Object.entries({
    'have no row': unknown,
    'are named twice': twice,
    'are in no fold': missing,
  })) {
    if (who.length > 0) {
      throw new TrainError(
        'INVALID_SPLIT',
        `speakerFolds: speakers ${who.join(', ')} ${what}; expected each speaker of the rows in exactly one fold`,
      );
    }
  }
  if (folds.length < 2 || folds.some((fold) => fold.length === 0)) {
    throw new TrainError(
      'INVALID_OPTION',
      `speakerFolds: ${folds.length} folds given; expected at least 2, none empty`,
    );
  }
  return folds.map((fold) => [...fold]);
}
