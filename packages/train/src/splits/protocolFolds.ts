import { TrainError } from '../errors';
import { splitByTestGroups } from './groupSplit';
import { groupsOf } from './groupsOf';
import { foldsBySpeakers } from './speakerFolds';
import type { NamedFold } from './split';

/** Test actors of RAVDESS, fold by fold, as their authors published them. */
const actorFolds = {
  emobox6: ['01 11 20 21', '04 10 12 14', '08 09 19 23', '03 05 07 24', '02 15 16 18', '06 13 17 22'],
  lunaJimenez5: ['02 05 14 15 16', '03 06 07 13 18', '10 11 12 19 20', '08 17 21 23 24', '01 04 09 22'],
} as const;

/** Names that {@link protocolFolds} knows. */
export type ProtocolName = keyof typeof actorFolds | 'loso' | 'textIndependent';

/** What {@link protocolFolds} reads of a row. */
export interface ProtocolRow {
  /** As in `@ser/corpora`'s manifest: two digits for RAVDESS. */
  readonly speaker?: string;
  readonly clipId?: string;
}

/** Options of {@link protocolFolds}. */
export interface ProtocolFoldsOptions<Row> {
  /** What is said, for `textIndependent`. Default: the fifth field of a RAVDESS `clipId` (`03-01-05-01-02-01-12` says `02`). */
  readonly statement?: (row: Row) => string | number;
}

/**
 * The folds of a published protocol by name, so that figures can stand beside others':
 *
 * | name | folds |
 * |---|---|
 * | `emobox6` | RAVDESS, 6 folds of 4 actors |
 * | `lunaJimenez5` | RAVDESS, 5 folds of 5 or 4 actors |
 * | `loso` | leave one speaker out: as many folds as speakers, any corpus |
 * | `textIndependent` | each statement tested once, trained on the others; speakers are on both sides |
 *
 * @param rows - for the first two all 24 actors `'01'` to `'24'`, each with any number of rows
 * @returns one split a fold in the protocol's order, indices in rising order
 * @throws TrainError `INVALID_OPTION` for an unknown name, or `textIndependent` without a way to tell statements;
 * `INVALID_SPLIT` when the rows lack an actor, have one more, or form one group only
 * @example
 * const folds = protocolFolds('loso', [{ speaker: '01' }, { speaker: '02' }]);
 * @see Ma et al. 2024, "EmoBox"; Luna-Jiménez et al. 2021, "Multimodal emotion recognition on RAVDESS dataset using
 * transfer learning"
 */
export function protocolFolds<Row extends ProtocolRow>(
  name: ProtocolName,
  rows: readonly Row[],
  { statement = statementOf }: ProtocolFoldsOptions<Row> = {},
): NamedFold[] {
  const caller = `protocolFolds('${name}')`;
  if (name === 'textIndependent') {
    const statements = groupsOf(caller, rows, (row) => String(statement(row)));
    return distinct(caller, statements, 'statements').map((tested) => ({
      name: `statement ${tested}`,
      ...splitByTestGroups(statements, new Set([tested])),
    }));
  }
  const speakers = groupsOf(caller, rows, ({ speaker }) => speaker);
  let folds: string[][];
  if (name === 'loso') folds = distinct(caller, speakers, 'speakers').map((speaker) => [speaker]);
  else if (Object.hasOwn(actorFolds, name)) folds = actorFolds[name].map((actors) => actors.split(' '));
  else {
    throw new TrainError(
      'INVALID_OPTION',
      `protocolFolds: name=${JSON.stringify(name)}; expected ${[...Object.keys(actorFolds), 'loso', 'textIndependent'].join(', ')}`,
    );
  }
  return foldsBySpeakers(caller, speakers, folds).map(({ train, test, testSpeakers }) => ({
    name: `${testSpeakers.length > 1 ? 'speakers' : 'speaker'} ${testSpeakers.join(', ')}`,
    train,
    test,
  }));
}

/** The names that occur, sorted; at least two. */
function distinct(caller: string, names: readonly string[], what: string): string[] {
  const found = [...new Set(names)].sort();
  if (found.length < 2) {
    throw new TrainError('INVALID_SPLIT', `${caller}: the rows have ${found.length} ${what}; expected at least 2`);
  }
  return found;
}

function statementOf({ clipId }: ProtocolRow): string {
  const fields = clipId?.split('-') ?? [];
  if (fields.length !== 7 || fields.some((field) => !/^\d\d$/.test(field))) {
    throw new TrainError(
      'INVALID_OPTION',
      `protocolFolds('textIndependent'): clipId=${JSON.stringify(clipId)} is not a RAVDESS name; give the option statement, (row) => what is said`,
    );
  }
  return fields[4]!;
}
