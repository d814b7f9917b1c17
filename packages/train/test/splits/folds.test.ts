import fc from 'fast-check';
import {
  groupKFold,
  groupSplit,
  kFold,
  randomSplit,
  type Split,
  speakerFolds,
  stratifiedKFold,
  stratifiedSplit,
} from '../../src';
import { readGolden } from '../support/readGolden';
import { thrownCode } from '../support/thrownCode';

const golden = readGolden<{
  kFold: { rows: number; folds: number; assigned: number[] }[];
  stratifiedKFold: { y: number[]; folds: number; assigned: number[] }[];
  groupKFold: { groups: string[]; folds: number; assigned: number[] }[];
  stratifiedSplit: { counts: number[]; trainFraction: number; trained: number[][] }[];
}>('splits.json');

/** The fold that tests each row, after checking that each row is tested once and trained on otherwise. */
function assignedOf(folds: readonly Split[], rows: number): number[] {
  const assigned = new Array<number>(rows).fill(-1);
  folds.forEach(({ train, test }, fold) => {
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, row) => row));
    for (const row of test) {
      expect(assigned[row]).toBe(-1);
      assigned[row] = fold;
    }
  });
  expect(assigned).not.toContain(-1);
  return assigned;
}

/** How many rows of each class are in each of some sets of rows. */
const countsOf = (y: readonly number[], sides: readonly Uint32Array[]) =>
  sides.map((side) => [...new Set(y)].sort().map((label) => side.filter((row) => y[row] === label).length));

const unshuffled = { shuffle: false };

describe('kFold', () => {
  it.each(golden.kFold)("gives scikit-learn's folds without shuffle: $rows rows, $folds folds", (of) => {
    expect(assignedOf(kFold(of.rows, { ...unshuffled, folds: of.folds }), of.rows)).toEqual(of.assigned);
  });

  it('shuffles unless told otherwise, by seed, with the same sizes', () => {
    const sizes = (folds: readonly Split[]) => folds.map(({ test }) => test.length);
    const folds = kFold(103, { folds: 6, seed: 1 });
    expect(assignedOf(folds, 103)).not.toEqual(assignedOf(kFold(103, { folds: 6, seed: 2 }), 103));
    expect(sizes(folds)).toEqual(sizes(kFold(103, { ...unshuffled, folds: 6 })));
    expect(kFold(103, { folds: 6, seed: 1 })).toEqual(folds);
    expect(kFold(10)).toHaveLength(5);
  });

  it('refuses more folds than rows, fewer than two, and one row', () => {
    expect(thrownCode(() => kFold(4, { folds: 5 }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => kFold(4, { folds: 1 }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => kFold(4, { folds: 2.5 }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => kFold(1, { folds: 2 }))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => kFold(4.5, { folds: 2 }))).toBe('INVALID_SPLIT');
  });
});

describe('stratifiedKFold', () => {
  it.each(golden.stratifiedKFold)("gives scikit-learn's folds without shuffle: $folds folds", (of) => {
    const folds = stratifiedKFold(of.y, { ...unshuffled, folds: of.folds });
    expect(assignedOf(folds, of.y.length)).toEqual(of.assigned);
    // Whatever the classes are called.
    expect(
      stratifiedKFold(
        of.y.map((label) => `emotion ${9 - label}`),
        { ...unshuffled, folds: of.folds },
      ),
    ).toEqual(folds);
  });

  it('keeps the counts when it shuffles, and every tested class is trained', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 }),
        fc.nat(),
        (drawn, seed) => {
          const y = [...drawn, 0, 0, 1, 1, 2, 2, 3, 3];
          const folds = stratifiedKFold(y, { folds: 2, seed });
          assignedOf(folds, y.length);
          const tests = folds.map(({ test }) => test);
          const plain = stratifiedKFold(y, { ...unshuffled, folds: 2 }).map(({ test }) => test);
          expect(countsOf(y, tests)).toEqual(countsOf(y, plain));
          for (const counts of countsOf(
            y,
            folds.map(({ train }) => train),
          ))
            expect(Math.min(...counts)).toBeGreaterThan(0);
          expect(stratifiedKFold(y, { folds: 2, seed })).toEqual(folds);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('refuses one class, a class of one row, and more folds than the largest class has rows', () => {
    expect(thrownCode(() => stratifiedKFold([1, 1, 1], { folds: 2 }))).toBe('SINGLE_CLASS');
    expect(thrownCode(() => stratifiedKFold([0, 0, 1], { folds: 2 }))).toBe('LABEL_NOT_TRAINED');
    expect(thrownCode(() => stratifiedKFold([0, 0, 1, 1], { folds: 3 }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => stratifiedKFold([], { folds: 3 }))).toBe('INVALID_SPLIT');
  });
});

describe('groupKFold', () => {
  it.each(golden.groupKFold)("gives scikit-learn's folds: $folds folds", ({ groups, folds, assigned }) => {
    const splits = groupKFold(groups, { group: (name) => name, folds });
    expect(assignedOf(splits, groups.length)).toEqual(assigned);
  });

  it('refuses more folds than groups, one group, and a row without one', () => {
    const group = (name: string) => name;
    expect(thrownCode(() => groupKFold(['a', 'b'], { group, folds: 3 }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => groupKFold(['a', 'a'], { group, folds: 2 }))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => groupKFold(['a', ''], { group, folds: 2 }))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => groupKFold(['a', 'b'], { group: () => undefined, folds: 2 }))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => groupKFold([], { group, folds: 2 }))).toBe('INVALID_SPLIT');
  });
});

it('refuses a seed that is no number', () => {
  const seed = Number.NaN;
  const y = [0, 0, 1, 1];
  const rows = y.map((_, row) => ({ speaker: String(row) }));
  const group = (row: { speaker: string }) => row.speaker;
  for (const split of [
    () => randomSplit(4, { seed }),
    () => stratifiedSplit(y, { trainFraction: 0.5, seed }),
    () => groupSplit(rows, { group, seed }),
    () => kFold(4, { folds: 2, seed }),
    () => stratifiedKFold(y, { folds: 2, seed }),
    () => speakerFolds(rows, { folds: 2, seed }),
  ]) {
    expect(thrownCode(split)).toBe('INVALID_OPTION');
  }
});

describe('stratifiedSplit', () => {
  it.each(golden.stratifiedSplit)("has scikit-learn's counts: $counts at $trainFraction", (of) => {
    const y = of.counts.flatMap((count, label) => new Array<number>(count).fill(label));
    const seen = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const { train, test } = stratifiedSplit(y, { trainFraction: of.trainFraction, seed });
      expect([...train, ...test].sort((a, b) => a - b)).toEqual(y.map((_, row) => row));
      seen.add(JSON.stringify(countsOf(y, [train])[0]));
    }
    // Where shares tie, a lot decides: every outcome is one of scikit-learn's, and all of them occur.
    expect([...seen].sort()).toEqual(of.trained.map((counts) => JSON.stringify(counts)).sort());
  });

  it('is shuffled, the same for the same seed', () => {
    const y = Array.from({ length: 80 }, (_, row) => row % 4);
    const split = stratifiedSplit(y, { seed: 6 });
    expect(stratifiedSplit(y, { seed: 6 })).toEqual(split);
    expect(stratifiedSplit(y, { seed: 7 })).not.toEqual(split);
    expect([...split.train]).not.toEqual([...split.train].sort((a, b) => a - b));
    expect(countsOf(y, [split.train, split.test])).toEqual([
      [15, 15, 15, 15],
      [5, 5, 5, 5],
    ]);
  });

  it('refuses sides too small for all classes', () => {
    expect(thrownCode(() => stratifiedSplit([0, 0, 1, 1, 2, 2], { trainFraction: 0.9 }))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => stratifiedSplit([0, 0, 0]))).toBe('SINGLE_CLASS');
    expect(thrownCode(() => stratifiedSplit([0, 0, 0, 1]))).toBe('LABEL_NOT_TRAINED');
    expect(thrownCode(() => stratifiedSplit([0, 0, 1, 1], { trainFraction: 2 }))).toBe('INVALID_OPTION');
  });
});
