import { TrainError } from '../errors';
import { seededRng } from '../seededRng';
import { splitByTestGroups } from './groupSplit';
import { groupsOf } from './groupsOf';
import { checkFolds, type Split } from './split';

/** One fold: its split, and who is tested. */
export interface SpeakerFold extends Split {
  readonly testSpeakers: readonly string[];
}

/** Options of {@link speakerFolds}. */
export interface SpeakerFoldsOptions<Row> {
  /** How many folds, or the test speakers of each fold (a published protocol: see `protocolFolds`). */
  readonly folds?: number | readonly (readonly string[])[];
  /** Instead of `folds`: how many speakers a fold tests at most; as many folds as that takes. */
  readonly leaveOut?: number;
  /** Default 0; unused when the folds are given. */
  readonly seed?: number | string;
  /** Spread evenly over the folds: the speaker's sex. Speakers without one are spread for themselves. Default: none. */
  readonly stratum?: (row: Row) => string | undefined;
}

/**
 * Folds for testing on speakers never trained on: each speaker is tested exactly once, all his rows together. The speakers
 * of a fold, and those of each stratum in it, differ by one at most from fold to fold.
 *
 * @returns one split a fold, indices in rising order
 * @throws TrainError `INVALID_OPTION` for fewer than 2 folds, more folds than speakers, both or none of `folds` and
 * `leaveOut`; `INVALID_SPLIT` for fewer than 2 speakers, a row without one, a speaker in two strata, or when given folds
 * name a speaker that has no row, one twice, or leave one out
 * @example
 * const folds = speakerFolds(manifest.rows, { leaveOut: 4, stratum: ({ sex }) => sex });
 */
export function speakerFolds<Row extends { readonly speaker?: string }>(
  rows: readonly Row[],
  options: SpeakerFoldsOptions<Row>,
): SpeakerFold[] {
  const { folds, leaveOut, seed = 0, stratum = () => '' } = options;
  const speakers = groupsOf('speakerFolds', rows, ({ speaker }) => speaker);
  if ((folds === undefined) === (leaveOut === undefined)) {
    throw new TrainError('INVALID_OPTION', 'speakerFolds: expected either folds or leaveOut');
  }
  if (typeof folds === 'object') return foldsBySpeakers('speakerFolds', speakers, folds);
  const strata = strataOf(
    speakers,
    rows.map((row) => stratum(row) ?? ''),
  );
  const tested = deal(strata, folds ?? countFolds(strata.size, leaveOut!), seed);
  return tested.map((testSpeakers) => splitBySpeakers(speakers, testSpeakers));
}

/** The folds that test the speakers given, after checking that each speaker is in exactly one. */
export function foldsBySpeakers(
  functionName: string,
  speakers: readonly string[],
  folds: readonly (readonly string[])[],
): SpeakerFold[] {
  if (folds.length < 2 || folds.some((fold) => fold.length === 0)) {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: ${folds.length} folds given; expected at least 2, none empty`,
    );
  }
  const present = new Set(speakers);
  const named = folds.flat();
  const problems = {
    'have no row': named.filter((speaker) => !present.has(speaker)),
    'are named twice': named.filter((speaker, index) => named.indexOf(speaker) !== index),
    'are in no fold': [...present].filter((speaker) => !named.includes(speaker)),
  };
  for (const [what, who] of Object.entries(problems)) {
    if (who.length > 0) {
      throw new TrainError(
        'INVALID_SPLIT',
        `${functionName}: speakers ${who.join(', ')} ${what}; expected each speaker of the rows in exactly one fold`,
      );
    }
  }
  return folds.map((fold) => splitBySpeakers(speakers, fold));
}

function splitBySpeakers(speakers: readonly string[], testSpeakers: readonly string[]): SpeakerFold {
  return { ...splitByTestGroups(speakers, new Set(testSpeakers)), testSpeakers: [...testSpeakers] };
}

/** Each speaker's stratum. */
function strataOf(speakers: readonly string[], stratumOfRow: readonly string[]): Map<string, string> {
  const strata = new Map<string, string>();
  for (const [row, speaker] of speakers.entries()) {
    const name = stratumOfRow[row]!;
    const before = strata.get(speaker) ?? name;
    if (before !== name) {
      throw new TrainError(
        'INVALID_SPLIT',
        `speakerFolds: rows of speaker ${speaker} have the strata ${before} and ${name}; expected one a speaker`,
      );
    }
    strata.set(speaker, name);
  }
  return strata;
}

function countFolds(speakers: number, leaveOut: number): number {
  if (!Number.isInteger(leaveOut) || leaveOut < 1 || (speakers > 1 && leaveOut >= speakers)) {
    throw new TrainError(
      'INVALID_OPTION',
      `speakerFolds: leaveOut=${String(leaveOut)}; expected a whole number from 1 to ${speakers - 1}, so that some of the ${speakers} speakers train`,
    );
  }
  return Math.ceil(speakers / leaveOut);
}

/** Shuffles the speakers of each stratum and deals them out like cards. */
function deal(strata: ReadonlyMap<string, string>, folds: number, seed: number | string): string[][] {
  checkFolds('speakerFolds', folds, strata.size, 'speakers');
  const rng = seededRng('speakerFolds', seed);
  const order = [...new Set(strata.values())].sort().flatMap((name) => {
    const members = [...strata.keys()].filter((speaker) => strata.get(speaker) === name).sort();
    return rng.fork(name).shuffle(members);
  });
  return Array.from({ length: folds }, (_, fold) => order.filter((_speaker, i) => i % folds === fold).sort());
}
