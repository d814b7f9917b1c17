import { TrainError } from '../errors';
import { seededRng } from '../seededRng';
import { groupsOf } from './groupsOf';
import { type Split, trainCount } from './split';

/** Options of {@link groupSplit}. */
export interface GroupSplitOptions<Row> {
  /** The rows of one group stay together: the speaker, or the clip. */
  readonly group: (row: Row) => string | undefined;
  /** Share of groups that train; the test side is rounded up. Default 0.75. */
  readonly trainFraction?: number;
  /** Default 0. */
  readonly seed?: number | string;
}

/**
 * Splits so that no group lies on both sides.
 *
 * @returns indices in rising order
 * @throws TrainError `INVALID_OPTION`, `INVALID_SPLIT` when a side would be empty or a row has no group
 * @see scikit-learn's `GroupShuffleSplit`: same counts, another shuffle
 */
export function groupSplit<Row>(rows: readonly Row[], options: GroupSplitOptions<Row>): Split {
  const { group, trainFraction = 0.75, seed = 0 } = options;
  const groups = groupsOf('groupSplit', rows, group);
  const names = [...new Set(groups)].sort();
  if (names.length < 2) {
    throw new TrainError('INVALID_SPLIT', `groupSplit: the rows form ${names.length} group(s); expected at least 2`);
  }
  const count = trainCount('groupSplit', names.length, trainFraction);
  const test = new Set(seededRng('groupSplit', seed, 'split').shuffle(names).slice(count));
  return splitByTestGroups(groups, test);
}

/** Rows whose group is in `test` test, all others train. */
export function splitByTestGroups(groups: readonly string[], test: ReadonlySet<string>): Split {
  const indices = groups.map((_, index) => index);
  return {
    train: Uint32Array.from(indices.filter((index) => !test.has(groups[index]!))),
    test: Uint32Array.from(indices.filter((index) => test.has(groups[index]!))),
  };
}
