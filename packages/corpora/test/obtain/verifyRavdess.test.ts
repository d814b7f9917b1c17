import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ravdessFolder } from '../../../../tools/golden/ravdess';
import { verifyRavdess } from '../../src/node';
import { publishedMd5 } from '../../src/obtain/publishedMd5';
import { ACTORS, speechIds } from '../../src/parseRavdessName';
import { folderOf } from '../fixtures/folderOf';

const ids = ACTORS.flatMap(speechIds);

describe('verifyRavdess', () => {
  it('names the files that are not as published, and the clips of which there is none', async () => {
    const folder = folderOf('Actor_01/03-01-01-01-01-01-01.wav', '03-01-08-02-02-02-24.WAV', 'notes.wav');
    const { intact, differing, missing } = await verifyRavdess(folder);
    expect({ intact, differing }).toEqual({
      intact: 0,
      differing: ['03-01-08-02-02-02-24.WAV', 'Actor_01/03-01-01-01-01-01-01.wav'],
    });
    expect(missing).toEqual(ids.slice(1, -1));
  });

  it('finds a file intact whose sum is the published one', async () => {
    // No audio is committed: the sum of a made-up file stands in for the first clip's.
    const made = createHash('md5').update('abc').digest('hex');
    jest.resetModules();
    jest.doMock('../../src/obtain/publishedMd5', () => ({
      publishedMd5: (index: number) => (index === 0 ? made : publishedMd5(index)),
    }));
    const fresh = (await import('../../src/node')).verifyRavdess;
    const folder = folderOf('03-01-01-01-01-01-01.wav', '03-01-01-01-01-02-01.wav');
    expect(await fresh(folder)).toMatchObject({ intact: 1, differing: ['03-01-01-01-01-02-01.wav'] });
  });

  it('says that it needs WAV files, and stops at the signal', async () => {
    await expect(verifyRavdess(folderOf('Actor_01/03-01-01-01-01-01-01.flac'))).rejects.toMatchObject({
      code: 'NO_CLIPS',
      message: expect.stringMatching(/only WAV files can be compared/),
    });
    await expect(verifyRavdess(join(folderOf(), 'none'))).rejects.toMatchObject({ code: 'UNREADABLE' });
    const signal = AbortSignal.abort();
    await expect(verifyRavdess(folderOf('03-01-01-01-01-01-01.wav'), { signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  it('holds 1,440 sums, two of them of one recording published under two names', () => {
    const sums = ids.map((_, index) => publishedMd5(index));
    expect(sums.every((sum) => /^[0-9a-f]{32}$/.test(sum))).toBe(true);
    const repeated = ids.filter((_, index) => sums.indexOf(sums[index]!) !== sums.lastIndexOf(sums[index]!));
    expect(repeated).toEqual(['03-01-03-01-02-01-07', '03-01-03-01-02-02-07']);
    // Of the first clip and of the last, as `md5sum` prints them.
    expect([sums[0], sums.at(-1)]).toEqual(['880ae6a06b809441b366a04d94cc6526', '507f5c770e2c52fa0fff8803a00bd169']);
  });

  const corpus = ravdessFolder();
  (corpus ? it : it.skip)('finds the real clips intact that are kept as they were published', async () => {
    const { intact, differing, missing } = await verifyRavdess(corpus!);
    expect({ intact, differing, missing: missing.length }).toEqual({ intact: 8, differing: [], missing: 1432 });
  });

  (corpus ? it : it.skip)('has the sums of the list beside the real clips', () => {
    const lines = readFileSync(join(corpus!, 'WAV-MD5SUMS'), 'utf8').trim().split('\n').sort();
    const ours = ids.map((id, index) => `${publishedMd5(index)}  Actor_${id.slice(-2)}/${id}.wav`);
    expect(ours.sort()).toEqual(lines);
  });
});
