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
    const emotions = ['sad', 'happy'] as const;
    await writeCorpus(data, { speakers: 2, emotions, intensities: ['strong'], statements: [1] });
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
      expect(results.failed).toEqual([{ clip, code: 'MALFORMED', message: expect.stringMatching(/fmt/) }]);
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
});
