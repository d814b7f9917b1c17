import { checkSplit, groupSplit, withValidation } from '../../src';
import { thrownCode } from '../support/thrownCode';

const split = { train: Uint32Array.of(0, 1, 2), test: Uint32Array.of(3) };

describe('checkSplit', () => {
  it('takes a split whose tested classes were trained', () => {
    expect(() => checkSplit(split, [0, 1, 2, 1])).not.toThrow();
    expect(() => checkSplit(split, ['sad', 'sad', 'calm', 'sad'])).not.toThrow();
  });

  it('names the labels that no training row has', () => {
    const labels = ['angry', 'calm', 'sad'];
    expect(thrownCode(() => checkSplit(split, [0, 1, 0, 2]))).toBe('LABEL_NOT_TRAINED');
    expect(() => checkSplit(split, [0, 1, 0, 2], { labels })).toThrow(/labels sad are tested but no training row/);
    expect(() => checkSplit(split, ['a', 'b', 'a', 'c'])).toThrow(/labels c are tested/);
  });

  it('refuses a single class, empty sides and rows that do not exist', () => {
    expect(thrownCode(() => checkSplit(split, [1, 1, 1, 1]))).toBe('SINGLE_CLASS');
    expect(thrownCode(() => checkSplit({ ...split, train: new Uint32Array() }, [0, 1, 0, 1]))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => checkSplit(split, [0, 1, 0]))).toBe('INVALID_SPLIT');
  });
});

describe('withValidation', () => {
  const rows = Array.from({ length: 40 }, (_, row) => ({ speaker: String(row % 8) }));
  const bySpeaker = (some: readonly { speaker: string }[]) => groupSplit(some, { group: ({ speaker }) => speaker });

  it('splits the training side again, by the same rows', () => {
    const outer = bySpeaker(rows);
    const { train, validation, test } = withValidation(rows, outer, bySpeaker);
    expect(test).toBe(outer.test);
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...outer.train]);
    const speakers = [train, validation, test].map((side) => new Set(Array.from(side, (row) => rows[row]!.speaker)));
    expect(speakers.map(({ size }) => size)).toEqual([4, 2, 2]);
    expect(new Set(speakers.flatMap((side) => [...side])).size).toBe(8);
  });

  it('refuses an inner split of other rows', () => {
    const outer = bySpeaker(rows);
    const inner = () => ({ train: Uint32Array.of(0), test: Uint32Array.of(35) });
    expect(thrownCode(() => withValidation(rows, outer, inner))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => withValidation(rows.slice(8), outer, bySpeaker))).toBe('INVALID_SPLIT');
  });
});
