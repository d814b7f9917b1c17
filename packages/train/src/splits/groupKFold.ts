import { groupsOf } from './groupsOf';
import { checkFolds, type Split, splitsByFold } from './split';

/** Options of {@link groupKFold}. */
export interface GroupKFoldOptions<Row> {
  /** The rows of one group are tested together: the speaker, or the clip. */
  readonly group: (row: Row) => string | undefined;
  /** Default 5. */
  readonly folds?: number;
}

/**
 * Folds of whole groups with nearly as many rows each: the largest groups are dealt out first, always to the fold that
 * has the fewest rows. Nothing is drawn; for seeded folds of speakers, balanced by sex, see `speakerFolds`.
 *
 * @returns one split a fold, indices in rising order
 * @throws TrainError `INVALID_OPTION` for fewer than 2 folds or more folds than groups; `INVALID_SPLIT` for fewer than 2
 * groups, or a row without one
 * @example
 * const folds = groupKFold(rows, { group: ({ speaker }) => speaker, folds: 4 });
 * @see scikit-learn 1.9's `GroupKFold` without `shuffle`: the same folds (group names sorted by code unit)
 */
export function groupKFold<Row>(rows: readonly Row[], { group, folds = 5 }: GroupKFoldOptions<Row>): Split[] {
  const groups = groupsOf('groupKFold', rows, group);
  const sizes = new Map<string, number>();
  for (const name of groups) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  checkFolds('groupKFold', folds, sizes.size, 'groups');
  // Of equal groups the last by name comes first, as scikit-learn's reversed stable sort has it.
  const bySize = [...sizes.keys()].sort().reverse();
  bySize.sort((a, b) => sizes.get(b)! - sizes.get(a)!);
  const rowsOfFold = new Array<number>(folds).fill(0);
  const foldOf = new Map<string, number>();
  for (const name of bySize) {
    const lightest = rowsOfFold.indexOf(Math.min(...rowsOfFold));
    rowsOfFold[lightest] = rowsOfFold[lightest]! + sizes.get(name)!;
    foldOf.set(name, lightest);
  }
  return splitsByFold(
    groups.map((name) => foldOf.get(name)!),
    folds,
  );
}
