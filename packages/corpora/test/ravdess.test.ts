import { join } from 'node:path';
import { ravdessFolder } from '../../../tools/golden/ravdess';
import { parseRavdessName, ravdess } from '../src';
import { folderOf } from './fixtures/folderOf';

describe('ravdess', () => {
  it('finds clips nested and flat, sorts by id, drops duplicates in favour of the actor folder', async () => {
    const dir = folderOf(
      'Actor_02/03-01-05-01-02-01-02.flac',
      'a/03-01-05-01-02-01-02.wav',
      '03-01-01-01-01-01-01.wav',
      '03-02-01-01-01-01-01.wav',
      '01-01-01-01-01-01-01.mp4',
      'noise.wav',
      'README.md',
    );
    const { rows, labels, warnings } = await ravdess(dir);
    expect(rows.map((row) => row.id)).toEqual(['03-01-01-01-01-01-01', '03-01-05-01-02-01-02']);
    expect(rows[1]).toMatchObject({ label: 'angry', speaker: '02', sex: 'female', intensity: 'normal', statement: 2 });
    expect(rows[1]!.source).toEqual({ kind: 'file', path: join(dir, 'Actor_02/03-01-05-01-02-01-02.flac'), bytes: 3 });
    expect(labels).toEqual(['angry', 'neutral']);
    expect(warnings.slice(0, 4)).toEqual([
      '1 duplicate clips dropped: a/03-01-05-01-02-01-02.wav (kept Actor_02/03-01-05-01-02-01-02.flac)',
      '1 songs ignored: 03-02-01-01-01-01-01.wav',
      '1 video files ignored: 01-01-01-01-01-01-01.mp4',
      '1 files ignored whose names are not RAVDESS: noise.wav',
    ]);
    expect(warnings[4]).toMatch(/^actor 01: 59 of 60 clips are missing: 03-01-01-01-01-02-01, /);
    expect(warnings[6]).toMatch(/^all clips are missing of 22 actors: 03, 04, .*, 24$/);
    expect(warnings).toHaveLength(7);
  });

  it('says what is accepted and where RAVDESS is to be had when there is none', async () => {
    await expect(ravdess(folderOf())).rejects.toMatchObject({
      code: 'NO_CLIPS',
      message: expect.stringMatching(/Actor_NN.*1188976.*bc696df6/),
    });
    await expect(ravdess(join(folderOf(), 'none'))).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  const corpus = ravdessFolder();
  (corpus ? it : it.skip)('finds all 1,440 real clips', async () => {
    const { rows, labels, warnings } = await ravdess(corpus!);
    expect([rows.length, labels.length]).toEqual([1440, 8]);
    expect(warnings.some((warning) => warning.includes('missing'))).toBe(false);
  });
});

describe('parseRavdessName', () => {
  it.each([
    'hello.wav',
    '03-01-09-01-01-01-01',
    '03-01-01-02-01-01-01',
    '03-01-02-01-01-01-25',
    '03-01-02-01-03-01-01',
  ])('refuses %s', (name) => {
    expect(() => parseRavdessName(name)).toThrow(expect.objectContaining({ code: 'INVALID_NAME' }));
  });
});
