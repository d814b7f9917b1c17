import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromCsv, fromFolder } from '../src';
import { folderOf } from './fixtures/folderOf';

const clips = ['siren/a.wav', 'siren/b.wav', 'beep/c.flac'];

/** A folder with these clips and a table; returns the table's path. */
function tableOf(text: string | Uint8Array): string {
  return join(folderOf(...clips, ['clips.csv', text]), 'clips.csv');
}

const refusal = (code: string, part: string) => ({ code, message: expect.stringContaining(part) });

describe('fromCsv', () => {
  it('reads path, label, speaker, sex and split in any order, and keeps other columns as they stand', async () => {
    const path = tableOf(
      [
        'room,label,path,speaker,split,sex',
        'hall,siren,siren/b.wav,anna,test,female',
        '"attic, left",siren,./siren/a.wav,ben,train,male',
        ',beep,beep/c.flac,,,',
      ].join('\n'),
    );
    const folder = join(path, '..');
    const source = (name: string) => ({ kind: 'file', path: join(folder, name), bytes: 3 });
    expect(await fromCsv(path, { licence: 'CC0-1.0' })).toEqual({
      corpus: 'clips',
      licence: 'CC0-1.0',
      citation: 'not stated',
      labels: ['beep', 'siren'],
      warnings: ['1 clips without a speaker: beep/c'],
      rows: [
        { id: 'beep/c', source: source('beep/c.flac'), label: 'beep' },
        {
          id: 'siren/a',
          source: source('siren/a.wav'),
          label: 'siren',
          speaker: 'ben',
          sex: 'male',
          split: 'train',
          metadata: { room: 'attic, left' },
        },
        {
          id: 'siren/b',
          source: source('siren/b.wav'),
          label: 'siren',
          speaker: 'anna',
          sex: 'female',
          split: 'test',
          metadata: { room: 'hall' },
        },
      ],
    });
  });

  it('gives the rows that fromFolder gives', async () => {
    const path = tableOf(`path,label\n${clips.map((clip) => `${clip},${clip.split('/')[0]}`).join('\n')}`);
    expect((await fromCsv(path)).rows).toEqual((await fromFolder(join(path, '..'))).rows);
  });

  it('takes absolute paths and paths that lead out of its folder', async () => {
    const elsewhere = folderOf('x.wav', 'y.wav');
    const folder = folderOf();
    mkdirSync(join(folder, 'tables'));
    writeFileSync(join(folder, 'z.wav'), 'abc');
    const path = join(folder, 'tables', 'clips.csv');
    writeFileSync(path, `path,label\n${join(elsewhere, 'x.wav')},a\n../z.wav,b\n`);
    const { rows } = await fromCsv(path);
    expect(rows.map(({ source }) => source.kind === 'file' && source.path).sort()).toEqual(
      [join(elsewhere, 'x.wav'), join(folder, 'z.wav')].sort(),
    );
    expect(rows.find(({ label }) => label === 'b')!.id).toBe('../z');
  });

  it('reads what spreadsheets write: byte order mark, CRLF, quotes, spaces, blank and comma-only lines', async () => {
    const path = tableOf(
      '\ufeff"path", label ,note\r\n\r\n siren/a.wav , siren,"two\r\nlines, ""quoted"""\r\n,,\r\nbeep/c.flac,beep,\r\n',
    );
    const { rows } = await fromCsv(path);
    expect(rows.map(({ id, label, metadata }) => [id, label, metadata])).toEqual([
      ['beep/c', 'beep', undefined],
      ['siren/a', 'siren', { note: 'two\nlines, "quoted"' }],
    ]);
  });

  it('keeps a column called __proto__ as a column, and pollutes nothing', async () => {
    const path = tableOf('path,label,__proto__,constructor\nsiren/a.wav,siren,evil,too\n');
    const { rows } = await fromCsv(path);
    expect(Object.entries(rows[0]!.metadata!)).toEqual([
      ['__proto__', 'evil'],
      ['constructor', 'too'],
    ]);
    expect(Object.getPrototypeOf(rows[0]!.metadata)).toBe(Object.prototype);
    expect('evil' in {}).toBe(false);
    await expect(fromCsv(tableOf('__proto__,label\nx,y\n'))).rejects.toMatchObject(refusal('BAD_TABLE', 'column path'));
  });

  it('ignores a column without a name, saying so', async () => {
    const { rows, warnings } = await fromCsv(tableOf(',path,label\n0,siren/a.wav,siren\n'));
    expect([rows[0]!.metadata, warnings]).toEqual([undefined, ['1 columns ignored that have no name: column 1']]);
  });

  it.each<[string, string | Uint8Array, string]>([
    [
      'no label column',
      'path,emotion\nsiren/a.wav,siren\n',
      'has no column label; its first line names "path", "emotion"',
    ],
    [
      'semicolons',
      'path;label\nsiren/a.wav;siren\n',
      'has no column path and label; its first line names "path;label"',
    ],
    ['a column twice', 'path,label,path\na,b,c\n', 'has two columns called path'],
    ['nothing in it', '', 'is empty'],
    ['bytes that are no text', Uint8Array.of(0x70, 0xff, 0x0a), 'is not UTF-8 text'],
    ['a quote that is never closed', 'path,label\n"siren/a.wav,siren\n', 'is not CSV: Quote Not Closed'],
    ['a quote within a cell', 'path,label\nsi"ren/a.wav,siren\n', 'is not CSV: Invalid Opening Quote'],
    ['a row without an end', `path,label\n"${'x'.repeat(70_000)}`, 'is not CSV: Max Record Size'],
  ])('refuses a table with %s', async (_, text, part) => {
    await expect(fromCsv(tableOf(text))).rejects.toMatchObject(refusal('BAD_TABLE', part));
  });

  it.each([
    ['too few cells', 'siren/a.wav', 'line 2: it has 1 cells, the header 3'],
    ['too many cells', 'siren/a.wav,siren,male,x', 'line 2: it has 4 cells, the header 3'],
    ['no path', ',siren,male', 'line 2: no path'],
    ['no label', 'siren/a.wav,,male', 'line 2: no label'],
    ['another sex', 'siren/a.wav,siren,M', 'line 2: sex is "M"; male, female or nothing'],
    ['no such file', 'siren/x.wav,siren,', 'line 2: "siren/x.wav" cannot be read (ENOENT'],
    ['a folder for a file', 'siren,siren,', 'line 2: "siren" is not a file'],
    [
      'one file twice',
      'siren/a.wav,siren,\n\n./siren/../siren/a.wav,beep,',
      'line 4: its id "siren/a" is that of line 2',
    ],
    [
      'ids alike but for the extension',
      'beep/c.flac,beep,\nbeep/c.wav,beep,',
      'line 3: its id "beep/c" is that of line 2',
    ],
    ['a cell of two lines in it', '"siren/x.wav","si\nren",', 'line 2: "siren/x.wav" cannot be read'],
    ['a cell of two lines before it', '"siren/a.wav","si\nren",\nsiren/b.wav,,', 'line 4: no label'],
  ])('refuses a row with %s, naming its line', async (_, rows, part) => {
    await expect(fromCsv(tableOf(`path,label,sex\n${rows}\n`))).rejects.toMatchObject(refusal('BAD_ROW', part));
  });

  it('names the first ten bad rows in the order of their lines', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? `missing-${index}.wav,a` : 'x.wav,'));
    await expect(fromCsv(tableOf(`path,label\n${rows.join('\n')}\n`))).rejects.toMatchObject({
      message: expect.stringMatching(
        /has 12 rows that cannot be used: line 2: "missing-0\.wav".*; line 3: no label; .*; line 11: no label and 2 more$/,
      ),
    });
  });

  it('says what a table without rows, a missing and a nameless one lack', async () => {
    await expect(fromCsv(tableOf('path,label\n'))).rejects.toMatchObject(refusal('NO_CLIPS', 'a header and no rows'));
    await expect(fromCsv(join(folderOf(), 'none.csv'))).rejects.toMatchObject(refusal('UNREADABLE', 'ENOENT'));
    await expect(fromCsv(folderOf())).rejects.toMatchObject(refusal('UNREADABLE', 'EISDIR'));
    await expect(fromCsv('')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
