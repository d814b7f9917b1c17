import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type FromFolderOptions, fromFolder } from '../src';
import { folderOf } from './fixtures/folderOf';

describe('fromFolder', () => {
  it('takes each folder as a label, whatever lies how deep below it, sorted by id', async () => {
    const dir = folderOf('siren/z.wav', 'siren/day 2/deep/a.FLAC', 'beep/b.x.wav', 'siren/Z.wav');
    const manifest = await fromFolder(dir, { name: 'alarms', licence: 'CC0-1.0', citation: 'us' });
    expect(manifest).toEqual({
      corpus: 'alarms',
      licence: 'CC0-1.0',
      citation: 'us',
      labels: ['beep', 'siren'],
      warnings: [],
      rows: [
        ['beep/b.x', 'beep', 'beep/b.x.wav'],
        ['siren/Z', 'siren', 'siren/Z.wav'],
        ['siren/day 2/deep/a', 'siren', 'siren/day 2/deep/a.FLAC'],
        ['siren/z', 'siren', 'siren/z.wav'],
      ].map(([id, label, path]) => ({ id, label, source: { kind: 'file', path: join(dir, path!), bytes: 3 } })),
    });
  });

  it('is called as its folder and states no licence unless told', async () => {
    const dir = folderOf('my sounds.v2/siren/a.wav');
    const { corpus, licence, citation } = await fromFolder(join(dir, 'my sounds.v2'));
    expect([corpus, licence, citation]).toEqual(['my sounds.v2', 'not stated', 'not stated']);
  });

  it('writes ids and labels the same way on every file system', async () => {
    const { rows, labels } = await fromFolder(folderOf('cafe\u0301/e\u0301.wav'));
    expect([rows[0]!.id, labels]).toEqual(['caf\u00e9/\u00e9', ['caf\u00e9']]);
  });

  it('tells what it leaves out: other files, loose clips, ids that two files have, folders without clips', async () => {
    const dir = folderOf('siren/a.wav', 'siren/a.flac', 'siren/notes.txt', 'loose.wav', 'README.md', '.git/x.wav');
    mkdirSync(join(dir, 'empty'));
    symlinkSync(join(dir, 'siren'), join(dir, 'siren again'));
    const { rows, warnings, labels } = await fromFolder(dir);
    expect([rows.map(({ source }) => source), labels]).toEqual([
      [{ kind: 'file', path: join(dir, 'siren/a.flac'), bytes: 3 }],
      ['siren'],
    ]);
    expect(warnings).toEqual([
      '1 clips dropped whose id another file has: siren/a.wav (kept siren/a.flac)',
      '1 clips ignored that lie in no label folder: loose.wav',
      '2 files ignored that are no audio by their ending: README.md, siren/notes.txt',
      '2 folders without clips, which give no class: empty, siren again',
    ]);
  });

  it('names ten of many', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `a/${String(index).padStart(2, '0')}.txt`);
    const { warnings } = await fromFolder(folderOf('a/x.wav', ...names));
    expect(warnings[0]).toMatch(/^12 files ignored .*: a\/00\.txt, .*, a\/09\.txt and 2 more$/);
  });

  it('reads the speaker by a pattern, its group called speaker first, or by a function', async () => {
    const dir = folderOf('siren/anna-01.wav', 'siren/ben-02.wav', 'siren/unknown.wav');
    const speakers = async (options: FromFolderOptions) =>
      (await fromFolder(dir, options)).rows.map((row) => row.speaker);
    const expected = ['anna', 'ben', undefined];
    expect(await speakers({ speaker: /([a-z]+)-\d/ })).toEqual(expected);
    expect(await speakers({ speaker: /([a-z]+)-\d/g })).toEqual(expected);
    expect(await speakers({ speaker: /^(\w+)\/(?<speaker>[a-z]+)-/ })).toEqual(expected);
    expect(await speakers({ speaker: (path) => /(\w+)-/.exec(path)?.[1] })).toEqual(expected);
    const { rows, warnings } = await fromFolder(dir, { speaker: /([a-z]+)-\d/ });
    expect('speaker' in rows[2]!).toBe(false);
    expect(warnings).toEqual(['1 clips without a speaker: siren/unknown']);
  });

  it.each<[string, FromFolderOptions]>([
    ['finds nobody in any of 1 paths, such as "siren/a.wav"', { speaker: /(\d+)/ }],
    ['has no group', { speaker: /siren/ }],
    ['gave "" for "siren/a.wav"', { speaker: () => '' }],
    ['gave 7 for "siren/a.wav"', { speaker: (() => 7) as unknown as () => string }],
    ['speaker is siren', { speaker: 'siren' as unknown as RegExp }],
  ])('refuses a speaker that %s', async (part, options) => {
    await expect(fromFolder(folderOf('siren/a.wav'), options)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(part),
    });
  });

  it('says what a folder without clips, a missing one and a nameless one lack', async () => {
    await expect(fromFolder(folderOf('loose.wav', 'a/b.txt'))).rejects.toMatchObject({
      code: 'NO_CLIPS',
      message: expect.stringContaining('(2 files, 1 folders); a folder for each label'),
    });
    await expect(fromFolder(join(folderOf(), 'none'))).rejects.toMatchObject({ code: 'UNREADABLE' });
    await expect(fromFolder('')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
