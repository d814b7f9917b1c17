import fc from 'fast-check';
import { foldsFromList, parseSplitList, splitFromList } from '../../src';
import { thrownCode } from '../support/thrownCode';

/** Clips a, b, c and d in two versions each. */
const rows = ['a', 'b', 'c', 'd'].flatMap((clipId) => [{ clipId }, { clipId }]);
const csv = 'clipId,side\na,train\nb,test\nc,train\nd,validation\n';

describe('parseSplitList', () => {
  it('reads CSV with any line break, extra columns, quotes and a byte order mark', () => {
    const entries = parseSplitList('\uFEFFspeaker,"clipId",fold\r\n01,"a, ""one""",1\r\n\r\n02,"b\nc",2');
    expect(entries).toEqual([
      { clipId: 'a, "one"', side: '1' },
      { clipId: 'b\nc', side: '2' },
    ]);
  });

  it('reads an object of lists', () => {
    const entries = parseSplitList(' {"train": ["a"], "test": ["b", "c"]}');
    expect(entries.map(({ clipId, side }) => `${clipId} ${side}`)).toEqual(['a train', 'b test', 'c test']);
  });

  it('reads back whatever CSV was written', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é'), minLength: 1 });
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (entries) => {
        const written = entries.map(([clip, side]) => `${quoted(clip)},${quoted(side)}\n`).join('');
        expect(parseSplitList(`clipId,side\n${written}`)).toEqual(entries.map(([clipId, side]) => ({ clipId, side })));
      }),
    );
  });

  it.each([
    ['', 'no text'],
    ['clipId,side\n', 'no entry'],
    ['{}', 'no entry'],
    ['{"train": ["a"', 'half a JSON'],
    ['{"train": "a"}', 'no list'],
    ['{"train": [1]}', 'a number'],
    ['id,set\na,train\n', 'other columns'],
    ['clipId,side\na\n', 'a short record'],
    ['clipId,side\na,\n', 'an empty side'],
    ['clipId,side\n"a,train\n', 'an open quote'],
    ['clipId,side\n"a"b,train\n', 'text after a quote'],
  ])('refuses %j: %s', (text) => {
    expect(thrownCode(() => parseSplitList(text))).toBe('INVALID_SPLIT');
  });
});

describe('splitFromList', () => {
  it('puts all versions of a clip where the list puts the clip', () => {
    const split = splitFromList(rows, { list: csv });
    expect(Object.fromEntries(Object.entries(split).map(([side, indices]) => [side, [...indices]]))).toEqual({
      train: [0, 1, 4, 5],
      test: [2, 3],
      validation: [6, 7],
    });
    expect(splitFromList(rows, { list: '{"train": ["a", "b"], "test": ["c", "d"]}' })).not.toHaveProperty('validation');
  });

  it("takes the rows' own sides when there is no list", () => {
    const own = rows.map((row, index) => ({ ...row, split: index < 4 ? 'train' : 'test' }));
    expect([...splitFromList(own).test]).toEqual([4, 5, 6, 7]);
    expect(thrownCode(() => splitFromList(own.map((row, i) => ({ ...row, split: i % 2 ? 'test' : 'train' }))))).toBe(
      'INVALID_SPLIT',
    );
    expect(thrownCode(() => splitFromList(rows))).toBe('INVALID_SPLIT');
  });

  it('passes over what only one of rows and list has when partial', () => {
    const list = 'clipId,side\na,train\nb,test\nmissing,train\n';
    expect(thrownCode(() => splitFromList(rows, { list }))).toBe('INVALID_SPLIT');
    const { train, test } = splitFromList(rows, { list, partial: true });
    expect([[...train], [...test]]).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it.each([
    ['a clip listed twice', `${csv}a,test\n`],
    ['a row that is not listed', 'clipId,side\na,train\nb,test\nc,train\n'],
    ['a clip without a row', `${csv}e,test\n`],
    ['another side', csv.replace('validation', 'dev')],
    ['no test side', csv.replaceAll('test', 'train')],
  ])('refuses %s', (_what, list) => {
    expect(thrownCode(() => splitFromList(rows, { list }))).toBe('INVALID_SPLIT');
  });
});

describe('foldsFromList', () => {
  it('tests each fold once, numbers in order', () => {
    const folds = foldsFromList(rows, { list: 'clipId,fold\na,10\nb,9\nc,10\nd,9\n' });
    expect(folds.map(({ name, test }) => [name, ...test])).toEqual([
      ['fold 9', 2, 3, 6, 7],
      ['fold 10', 0, 1, 4, 5],
    ]);
    expect([...folds[0]!.train]).toEqual([...folds[1]!.test]);
  });

  it('leaves rows outside of a partial list out of every side', () => {
    const folds = foldsFromList(rows, { list: '{"x": ["c"], "y": ["d"]}', partial: true });
    expect(folds.map(({ train, test }) => [[...train], [...test]])).toEqual([
      [
        [6, 7],
        [4, 5],
      ],
      [
        [4, 5],
        [6, 7],
      ],
    ]);
  });

  it('refuses a single fold, and a fold without rows', () => {
    const list = '{"x": ["a", "b", "c", "d"]}';
    expect(thrownCode(() => foldsFromList(rows, { list }))).toBe('INVALID_SPLIT');
    const empty = '{"x": ["a", "b", "c", "d"], "y": ["e"]}';
    expect(thrownCode(() => foldsFromList(rows, { list: empty, partial: true }))).toBe('INVALID_SPLIT');
  });
});
