import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Results } from '../src/results';
import { run, writeCorpus } from './support/program';

jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'ser-failed-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a corpus with a damaged clip', () => {
  it('is used without the clip, which the results and both pages name, from the cache too', async () => {
    const data = join(folder, 'data');
    await writeCorpus(data, {
      speakers: 3,
      emotions: ['sad', 'happy', 'angry', 'calm'],
      intensities: ['strong'],
      repetitions: [1],
    });
    const clips = readdirSync(data).length;
    // The clip that figure 2 would show.
    const clip = '03-01-04-02-01-01-01';
    const path = join(data, `${clip}.wav`);
    writeFileSync(path, readFileSync(path).subarray(0, 30));
    const out = join(folder, 'out');
    const place = ['--out', out, '--cache', join(folder, 'cache')];

    for (const start of ['first', 'second']) {
      const options = ['--data', data, '--profile', 'smoke', '--only', 'cnn1', ...place];
      const { status, stderr } = await run('src/index.ts', options);
      expect({ start, status }).toEqual({ start, status: 0 });
      expect(stderr).toMatch(new RegExp(`warning: ${clip} gave no row: MALFORMED: .*fmt`));
      const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Results;
      expect(results.corpus.clips).toBe(clips);
      expect(results.corpus.failed).toEqual([{ clip, code: 'MALFORMED', message: expect.stringMatching(/fmt/) }]);
      expect(results.networks.map(({ trainRows, testRows }) => trainRows + testRows)).toEqual([clips - 1]);
    }

    for (const page of ['report.html', 'report.md']) {
      const text = readFileSync(join(out, page), 'utf8');
      expect(text).toContain('Clips that failed');
      expect(text).toContain(`1 of ${clips} clips could not be used in full`);
      expect(text).toContain('MALFORMED');
      expect(text).toContain('Waveform of 03-01-04-02-01-01-02, labelled sad');
      expect(text).toContain('labelled fearful (RAVDESS)) is missing: no such clip of strong intensity could be read.');
    }
  });

  it('is refused when more than one clip in twenty cannot be read, which are listed', async () => {
    const data = join(folder, 'worse');
    await writeCorpus(data, { speakers: 2, emotions: ['sad', 'happy'], repetitions: [1] });
    const clips = readdirSync(data).sort();
    expect(clips).toHaveLength(16);
    writeFileSync(join(data, clips[3]!), 'not audio');
    const place = ['--out', join(folder, 'none'), '--cache', join(folder, 'cache')];
    const { status, stderr } = await run('src/index.ts', [
      '--data',
      data,
      '--profile',
      'smoke',
      '--only',
      'cnn1',
      ...place,
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/ReproduceError: MFCC images: 1 of 16 clips cannot be used, more than 5 in 100/);
    expect(stderr).toContain(`\n  ${clips[3]!.replace('.wav', '')}: `);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(folder)).not.toContain('none');
  });
});
