import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { answer, fileServer } from '../../../packages/corpora/test/fixtures/fileServer';
import { zipOf } from '../../../packages/corpora/test/fixtures/zipOf';
import { createLog, type Log } from '../src/log';
import { realCorpus } from '../src/realCorpus';
import type { Results } from '../src/results';
import { run, writeCorpus } from './support/program';

jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'ser-real-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
const clip = (id: string) => ({ name: `Actor_${id.slice(-2)}/${id}.wav`, content: Buffer.from(id.repeat(10)) });
const two = zipOf(clip('03-01-05-01-02-01-12'), clip('03-01-01-01-01-01-01'));

/** A new cache and a log that is kept. */
function place(): { cache: string; log: Log; said: () => string } {
  const stream = new PassThrough();
  const cache = mkdtempSync(join(folder, 'cache-'));
  return { cache, log: createLog(stream as never), said: () => String(stream.read() ?? '') };
}

describe('realCorpus', () => {
  it('unpacks a zip once, by what is in it and not by its name, and says that the corpus is not complete', async () => {
    const { cache, log, said } = place();
    const [first, second] = [join(folder, 'a.zip'), join(folder, 'b.zip')];
    for (const path of [first, second]) writeFileSync(path, two);
    const { rows, corpus } = await realCorpus({ data: first }, cache, log, signal);
    expect(corpus).toBe('RAVDESS');
    expect(rows.map(({ id }) => id)).toEqual(['03-01-01-01-01-01-01', '03-01-05-01-02-01-12']);
    expect(said()).toMatch(
      /^RAVDESS: \d+ % of 1 MB unpacked\nRAVDESS: 100 % of 1 MB unpacked\n.*warning: RAVDESS is not complete: 2 of its 1440 speech clips are in .*ravdess-/,
    );

    expect((await realCorpus({ data: second }, cache, log, signal)).rows).toEqual(rows);
    expect(said()).not.toMatch(/unpacked/);
    writeFileSync(second, zipOf(clip('03-01-05-01-02-01-12')));
    expect((await realCorpus({ data: second }, cache, log, signal)).rows).toHaveLength(1);
    expect(readdirSync(cache)).toHaveLength(2);
  });

  it('lets two starts at a time use one folder', async () => {
    const { cache, log } = place();
    const data = join(folder, 'twice.zip');
    writeFileSync(data, two);
    const both = await Promise.all([1, 2].map(() => realCorpus({ data }, cache, log, signal)));
    expect(both.map(({ rows }) => rows.length)).toEqual([2, 2]);
    expect(readdirSync(cache)).toHaveLength(1);
  });

  it('fetches the corpus once and says whose it is', async () => {
    const { cache, log, said } = place();
    const { url, md5, asked } = await fileServer(two, answer(503));
    for (const start of ['first', 'second']) {
      const { rows } = await realCorpus({ download: true }, cache, log, signal, { url, md5, waits: [0] });
      expect({ start, clips: rows.length, asked: asked.length }).toEqual({ start, clips: 2, asked: 2 });
    }
    expect(said()).toMatch(/Livingstone and Russo 2018, licensed CC BY-NC-SA 4\.0[\s\S]*100 % of 1 MB fetched/);
    expect(readdirSync(cache)).toEqual(['ravdess']);
  });

  it('says in one sentence what is wrong with what was given', async () => {
    const { cache, log } = place();
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'none.zip'), zipOf('README.txt'));
    writeFileSync(join(folder, 'cut.zip'), two.subarray(0, 200));
    writeFileSync(join(folder, 'page.zip'), '<html>');
    for (const [name, code, message] of [
      ['absent', 'UNREADABLE', /^--data: there is nothing at ".*absent"; give the folder .* or the zip Audio_Speech/],
      ['page.zip/x', 'UNREADABLE', /^--data: ".*" cannot be read/],
      ['empty', 'NO_CLIPS', /no speech clip in ".*empty"\. Accepted are/],
      ['none.zip', 'NO_CLIPS', /none\.zip" holds no speech clip of RAVDESS/],
      ['cut.zip', 'DAMAGED_ARCHIVE', /cut off or damaged.*Fetch it again/],
      ['page.zip', 'NOT_ARCHIVE', /is no zip/],
    ] as const) {
      const error = await realCorpus({ data: join(folder, name) }, cache, log, signal).catch((reason) => reason);
      expect({ name, code: error.code, message: error.message }).toEqual({
        name,
        code,
        message: expect.stringMatching(message),
      });
      expect(error.message).not.toContain('\n');
    }
    expect(existsSync(cache) && readdirSync(cache)).toEqual([]);
  });
});

describe('npm start -- --data ZIP', () => {
  it('trains on the clips of a zip, and on what it unpacked when it is started again', async () => {
    const clips = join(folder, 'clips');
    await writeCorpus(clips, { speakers: 2, emotions: ['sad', 'happy'], intensities: ['strong'], repetitions: [1] });
    const names = readdirSync(clips);
    const data = join(folder, 'speech.zip');
    const entries = names.map((name) => ({ name, content: readFileSync(join(clips, name)) }));
    writeFileSync(data, zipOf(...entries));
    const [out, cache] = [join(folder, 'out'), join(folder, 'cache')];
    for (const unpacks of [true, false]) {
      const options = ['--data', data, '--profile', 'smoke', '--only', 'cnn1', '--out', out, '--cache', cache];
      const { status, stderr } = await run('src/index.ts', options);
      expect({ unpacks: /100 % of \d+ MB unpacked/.test(stderr), status }).toEqual({ unpacks, status: 0 });
      const { corpus } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Results;
      expect(corpus).toMatchObject({ name: 'RAVDESS', synthetic: false, clips: names.length });
    }
  });

  it('ends with one sentence and code 1 when there is nothing', async () => {
    const { status, stderr } = await run('src/index.ts', ['--data', join(folder, 'nowhere.zip')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^CorpusError: --data: there is nothing at .*\n$/);
  });
});
