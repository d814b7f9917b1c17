import { createRng } from '@ser/random';
import { type AuditRow, auditLeaks } from '../../src';
import { thrownCode } from '../support/thrownCode';

const split = { train: Uint32Array.of(0, 1, 2), test: Uint32Array.of(3, 4) };
const clips: readonly AuditRow[] = ['a', 'b', 'c', 'd', 'e'].map((clipId, row) => ({ clipId, speaker: String(row) }));
const withHashes = (...hashes: string[]) => clips.map((row, index) => ({ ...row, contentHash: hashes[index] }));

describe('auditLeaks', () => {
  it('finds one content under two ids by hash', () => {
    const audit = auditLeaks(withHashes('1', '2', '3', '2', '4'), split);
    expect(audit).toMatchObject({
      verdict: 'duplicates shared',
      duplicates: [{ test: 'd', train: 'b' }],
      duplicateTestRows: 1,
      siblings: [],
    });
    expect(audit.message).toMatch(
      /^1 of 2 test rows have the content of a clip that was trained on under another id: /,
    );
    expect(JSON.parse(JSON.stringify(audit))).toEqual(audit);
    expect(auditLeaks(withHashes('1', '2', '3', '4', '4'), split).verdict).toBe('clean');
    expect(auditLeaks(withHashes('', '', '', '', ''), split).verdict).toBe('clean');
  });

  it('finds rows whose features are equal bit for bit', () => {
    const x = Float32Array.from({ length: 5 * 40 }, (_, i) => i % 37);
    expect(auditLeaks(clips, split, { x }).verdict).toBe('clean');
    x.copyWithin(4 * 40, 0, 40);
    expect(auditLeaks(clips, split, { x }).duplicates).toEqual([{ test: 'e', train: 'a' }]);
    x[4 * 40 + 39] = x[39]! + 1e-6;
    expect(auditLeaks(clips, split, { x }).verdict).toBe('clean');
  });

  it('finds exactly the duplicates among many rows', () => {
    const rng = createRng(8);
    const content = Array.from({ length: 600 }, (_, row) => (row < 300 ? row : rng.integer(1200)));
    const rows = content.map((_, row) => ({ clipId: `clip ${row}`, speaker: row < 300 ? 'a' : 'b' }));
    // Two values a row, from few numbers: many rows differ in one value only.
    const x = Float32Array.from({ length: 1200 }, (_, i) => {
      const of = content[i >> 1]!;
      return i % 2 === 0 ? of % 30 : Math.floor(of / 30);
    });
    const audit = auditLeaks(
      rows,
      {
        train: Uint32Array.from({ length: 300 }, (_, row) => row),
        test: Uint32Array.from({ length: 300 }, (_, row) => 300 + row),
      },
      { x },
    );
    const expected = content.slice(300).filter((of) => of < 300);
    expect(expected.length).toBeGreaterThan(30);
    expect(audit.duplicateTestRows).toBe(expected.length);
    for (const { test, train } of audit.duplicates) {
      expect(content[Number(test.slice(5))]).toBe(content[Number(train.slice(5))]);
    }
  });

  it('does not call versions of one clip duplicates of each other', () => {
    // What is hashed is the file that all versions of a clip come from.
    const rows = withHashes('1', '2', '3', '3', '4').map((row, index) => (index === 3 ? { ...row, clipId: 'c' } : row));
    expect(auditLeaks(rows, split)).toMatchObject({ verdict: 'clips shared', duplicates: [], duplicateTestRows: 0 });
  });

  it('names both when versions and duplicates are on both sides', () => {
    const rows = withHashes('1', '2', '3', '4', '2').map((row, index) => (index === 3 ? { ...row, clipId: 'a' } : row));
    const audit = auditLeaks(rows, split);
    expect(audit).toMatchObject({ verdict: 'clips shared', siblingTestRows: 1, duplicateTestRows: 1 });
    expect(audit.message).toMatch(/versions of clips that were trained on, and 1 of 2 test rows have the content/);
  });

  it('does not call two unknown speakers one', () => {
    const unknown = clips.map(({ clipId }, row) => (row % 2 === 0 ? { clipId } : { clipId, speaker: '' }));
    const audit = auditLeaks(unknown, split);
    expect(audit).toMatchObject({ verdict: 'speakers unknown', speakers: [], unknownSpeakerRows: 5 });
    const known = clips.map((row) => ({ ...row, speaker: 'anna' }));
    expect(auditLeaks(known, split)).toMatchObject({ verdict: 'speakers shared', speakers: ['anna'] });
  });

  it('refuses empty sides, rows that do not exist, and features of other length', () => {
    expect(thrownCode(() => auditLeaks(clips, { ...split, test: new Uint32Array() }))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => auditLeaks(clips, { ...split, test: Uint32Array.of(5) }))).toBe('INVALID_SPLIT');
    expect(thrownCode(() => auditLeaks(clips, split, { x: new Float32Array(7) }))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => auditLeaks(clips, split, { x: new Float32Array(0) }))).toBe('INVALID_SAMPLES');
  });
});
