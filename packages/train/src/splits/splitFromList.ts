import { TrainError } from '../errors';
import { parseSplitList, type SplitListEntry } from './parseSplitList';
import { type NamedFold, type Split, splitsByFold } from './split';

/** What the list is matched with: rows as `@ser/dataset` gives them. */
export interface ListedRow {
  readonly clipId: string;
  /** Where its corpus puts it; read when no list is given. */
  readonly split?: string;
}

/** Options of {@link splitFromList} and {@link foldsFromList}. */
export interface SplitFromListOptions {
  /**
   * Text of a CSV or JSON file (see `parseSplitList`), or its entries. Default: each row's own `split`.
   */
  readonly list?: string | readonly SplitListEntry[];
  /**
   * Default false: rows that the list does not name, and clips of the list without a row, are errors. With true both
   * are passed over: the rows are on no side.
   */
  readonly partial?: boolean;
}

/**
 * The split that a list of clips fixes, such as one published with a paper or saved from an earlier run. All versions of a
 * clip go where the clip goes.
 *
 * @returns indices in rising order; `validation` only when the list has that side
 * @throws TrainError `INVALID_SPLIT` for a list that cannot be read, a side not called `train`, `test` or `validation`, a
 * clip listed twice, rows and list that do not cover each other (unless `partial`), and a side without rows
 * @example
 * const { train, test } = splitFromList([{ clipId: 'a' }, { clipId: 'b' }], { list: 'clipId,side\na,train\nb,test\n' });
 */
export function splitFromList(
  rows: readonly ListedRow[],
  options: SplitFromListOptions = {},
): Split & { readonly validation?: Uint32Array } {
  const caller = 'splitFromList';
  const { sides, sideOf } = assign(caller, rows, options);
  const strange = sides.find((side) => !['train', 'test', 'validation'].includes(side));
  if (strange !== undefined) {
    throw new TrainError(
      'INVALID_SPLIT',
      `${caller}: the list has a side ${JSON.stringify(strange)}; expected train, test and validation (for folds use foldsFromList)`,
    );
  }
  const rowsOf = (side: string) => {
    const indices = Uint32Array.from(sideOf.flatMap((other, row) => (other === side ? [row] : [])));
    if (indices.length === 0) {
      throw new TrainError('INVALID_SPLIT', `${caller}: no row is on the side ${side}; expected at least one`);
    }
    return indices;
  };
  const split = { train: rowsOf('train'), test: rowsOf('test') };
  return sides.includes('validation') ? { ...split, validation: rowsOf('validation') } : split;
}

/**
 * The folds that a list of clips fixes: each is tested once and trained on otherwise.
 *
 * @returns one split a fold, by rising number when all names are numbers, else by name; indices in rising order
 * @throws TrainError `INVALID_SPLIT` as {@link splitFromList}, where any name is a fold's, and for fewer than 2 folds
 * @example
 * const folds = foldsFromList([{ clipId: 'a' }, { clipId: 'b' }], { list: 'clipId,fold\na,1\nb,2\n' });
 */
export function foldsFromList(rows: readonly ListedRow[], options: SplitFromListOptions = {}): NamedFold[] {
  const caller = 'foldsFromList';
  const { sides, sideOf } = assign(caller, rows, options);
  const numbered = sides.every((side) => /^\d+$/.test(side));
  const names = [...sides].sort(numbered ? (a, b) => Number(a) - Number(b) : undefined);
  const empty = names.find((name) => !sideOf.includes(name));
  if (names.length < 2 || empty !== undefined) {
    throw new TrainError(
      'INVALID_SPLIT',
      `${caller}: ${empty === undefined ? `the list has ${names.length} fold(s)` : `fold ${empty} has no row`}; expected at least 2 folds, each with rows`,
    );
  }
  const used = sideOf.flatMap((side, row) => (side === undefined ? [] : [row]));
  const folds = splitsByFold(
    used.map((row) => names.indexOf(sideOf[row]!)),
    names.length,
  );
  const toRow = (index: number) => used[index]!;
  return folds.map(({ train, test }, fold) => ({
    name: `fold ${names[fold]}`,
    train: train.map(toRow),
    test: test.map(toRow),
  }));
}

interface Assignment {
  /** The sides that the list names. */
  readonly sides: readonly string[];
  /** The side of each row; undefined for one that is on none. */
  readonly sideOf: readonly (string | undefined)[];
}

function assign(
  caller: string,
  rows: readonly ListedRow[],
  { list, partial = false }: SplitFromListOptions,
): Assignment {
  const { sides, twice } = sidesByClip(list === undefined ? ownSides(rows) : entriesOf(list));
  const present = new Set(rows.map(({ clipId }) => clipId));
  const problems = {
    'listed twice': twice,
    'not in the list': partial ? [] : [...present].filter((clip) => !sides.has(clip)),
    'listed but without a row': partial ? [] : [...sides.keys()].filter((clip) => !present.has(clip)),
  };
  for (const [what, clips] of Object.entries(problems)) {
    if (clips.length > 0) {
      const some = clips.slice(0, 5).join(', ') + (clips.length > 5 ? ', ...' : '');
      throw new TrainError(
        'INVALID_SPLIT',
        `${caller}: ${clips.length} clip(s) are ${what} (${some}); expected each clip once${partial ? '' : ', or partial: true to pass over what only one of rows and list has'}`,
      );
    }
  }
  return { sides: [...new Set(sides.values())], sideOf: rows.map(({ clipId }) => sides.get(clipId)) };
}

function entriesOf(list: string | readonly SplitListEntry[]): readonly SplitListEntry[] {
  return typeof list === 'string' ? parseSplitList(list) : list;
}

/** What the rows say themselves, each clip once (its versions agree, or it counts as listed twice). */
function ownSides(rows: readonly ListedRow[]): SplitListEntry[] {
  const entries = new Map<string, SplitListEntry>();
  for (const { clipId, split: side } of rows) {
    if (side) entries.set(JSON.stringify([clipId, side]), { clipId, side });
  }
  return [...entries.values()];
}

function sidesByClip(entries: readonly SplitListEntry[]): { sides: Map<string, string>; twice: string[] } {
  const sides = new Map<string, string>();
  const twice = new Set<string>();
  for (const { clipId, side } of entries) {
    if (sides.has(clipId)) twice.add(clipId);
    sides.set(clipId, side);
  }
  return { sides, twice: [...twice] };
}
