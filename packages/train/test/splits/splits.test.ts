import fc from 'fast-check';
import { auditLeaks, groupSplit, randomSplit, speakerFolds, splitAfterAugmentation } from '../../src';
import { thrownCode } from '../support/thrownCode';

/** 24 speakers with 5 clips in 3 versions each. */
const rows = Array.from({ length: 24 * 5 * 3 }, (_, i) => ({
  clipId: `clip ${Math.floor(i / 3)}`,
  speaker: String(Math.floor(i / 15) + 1).padStart(2, '0'),
  version: ['original', 'noise', 'stretch+pitch'][i % 3]!,
}));
const sexOf = (row: { speaker: string }) => (Number(row.speaker) % 2 === 1 ? 'male' : 'female');

describe('randomSplit', () => {
  it("has scikit-learn's counts: the report's 1,011 test rows of 4,041", () => {
    const { train, test } = randomSplit(4041, { trainFraction: 0.75, seed: 6 });
    expect([train.length, test.length]).toEqual([3030, 1011]);
    expect(randomSplit(100, { trainFraction: 0.29 }).train).toHaveLength(29);
  });

  it('puts every row on exactly one side, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 400 }), fc.integer(), (n, seed) => {
        const { train, test } = randomSplit(n, { seed });
        expect([...train, ...test].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(randomSplit(n, { seed })).toEqual({ train, test });
      }),
      { numRuns: 40 },
    );
    expect(randomSplit(100, { seed: 1 })).not.toEqual(randomSplit(100, { seed: 2 }));
  });

  it('refuses what leaves a side empty', () => {
    expect(() => randomSplit(1)).toThrow(expect.objectContaining({ code: 'INVALID_SPLIT' }));
    expect(() => randomSplit(2, { trainFraction: 0.1 })).toThrow(expect.objectContaining({ code: 'INVALID_SPLIT' }));
    expect(() => randomSplit(9, { trainFraction: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('auditLeaks', () => {
  it('finds the siblings that splitting after augmentation leaves on both sides', () => {
    const audit = auditLeaks(rows, splitAfterAugmentation(rows, { seed: 6 }));
    expect(audit.verdict).toBe('clips shared');
    expect(audit.siblings.length).toBeGreaterThan(50);
    expect(audit.message).toMatch(/of 90 test rows are versions of clips that were trained on/);
    expect(JSON.parse(JSON.stringify(audit))).toEqual(audit);
  });

  it('finds speakers on both sides of a split by clip, and nothing in a split by speaker', () => {
    const byClip = auditLeaks(rows, groupSplit(rows, { group: ({ clipId }) => clipId }));
    expect(byClip).toMatchObject({ verdict: 'speakers shared', siblings: [], siblingTestRows: 0 });
    const bySpeaker = auditLeaks(rows, groupSplit(rows, { group: ({ speaker }) => speaker }));
    expect(bySpeaker).toMatchObject({ verdict: 'clean', siblings: [], speakers: [], testRows: 90 });
  });
});

describe('groupSplit', () => {
  it('keeps groups whole and covers all rows', () => {
    const { train, test } = groupSplit(rows, { group: ({ speaker }) => speaker, trainFraction: 0.7, seed: 3 });
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
    expect(test.length).toBe(8 * 15);
  });

  it('refuses a single group', () => {
    expect(() => groupSplit(rows, { group: () => 'all' })).toThrow(expect.objectContaining({ code: 'INVALID_SPLIT' }));
  });
});

describe('speakerFolds', () => {
  it('tests each speaker once, men and women evenly', () => {
    const folds = speakerFolds(rows, { folds: 6, stratum: sexOf });
    expect(folds.flatMap(({ testSpeakers }) => testSpeakers).sort()).toEqual([...new Set(rows.map((r) => r.speaker))]);
    for (const fold of folds) {
      expect(fold.testSpeakers.filter((speaker) => sexOf({ speaker }) === 'male')).toHaveLength(2);
      expect(auditLeaks(rows, fold).verdict).toBe('clean');
      expect(fold.test.length + fold.train.length).toBe(rows.length);
    }
  });

  it('takes published folds as given', () => {
    const given = [
      ['01', '03'],
      Array.from({ length: 22 }, (_, i) => i + 1).map((i) => String(i + 2).padStart(2, '0')),
    ];
    expect(() => speakerFolds(rows, { folds: given })).toThrow(/03 are named twice|02 are in no fold/);
    const folds = speakerFolds(rows, { folds: [['01', '02'], given[1]!.filter((speaker) => speaker !== '02')] });
    expect(folds[0]!.test).toHaveLength(30);
  });

  it('leaves out k speakers at a time, as even by sex as can be', () => {
    for (const leaveOut of [1, 2, 3, 4, 5, 7, 12]) {
      const folds = speakerFolds(rows, { leaveOut, stratum: sexOf, seed: leaveOut });
      expect(folds).toHaveLength(Math.ceil(24 / leaveOut));
      const men = folds.map(
        ({ testSpeakers }) => testSpeakers.filter((speaker) => sexOf({ speaker }) === 'male').length,
      );
      const all = folds.map(({ testSpeakers }) => testSpeakers.length);
      expect(Math.max(...men) - Math.min(...men)).toBeLessThanOrEqual(1);
      expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1);
      expect(Math.max(...all)).toBeLessThanOrEqual(leaveOut);
    }
  });

  it('refuses one speaker, none named, two strata of one speaker, and both or no size', () => {
    const code = (bad: { speaker?: string; sex?: string }[], options = {}) =>
      thrownCode(() => speakerFolds(bad, { folds: 2, stratum: ({ sex }) => sex, ...options }));
    const two = [{ speaker: 'a' }, { speaker: 'b' }];
    expect(speakerFolds(two, { folds: 2 })).toHaveLength(2);
    expect(code([{ speaker: 'a' }])).toBe('INVALID_SPLIT');
    expect(code([{ speaker: 'a' }], { folds: undefined, leaveOut: 1 })).toBe('INVALID_SPLIT');
    expect(code([...two, {}])).toBe('INVALID_SPLIT');
    expect(code([...two, { speaker: 'a', sex: 'male' }])).toBe('INVALID_SPLIT');
    expect(code(two, { leaveOut: 1 })).toBe('INVALID_OPTION');
    expect(code(two, { folds: undefined })).toBe('INVALID_OPTION');
    expect(code(two, { folds: undefined, leaveOut: 2 })).toBe('INVALID_OPTION');
    expect(code(two, { folds: [['a', 'b']] })).toBe('INVALID_OPTION');
  });

  it.each([1, 25, 2.5])('refuses %p folds of 24 speakers', (folds) => {
    expect(() => speakerFolds(rows, { folds })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
