import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Results } from '../src/results';
import { run as start } from './support/program';

jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'ser-pipeline-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...options: string[]) => start(`src/${program}`, options);

describe('the pipeline', () => {
  const out = join(folder, 'out');
  const place = ['--out', out, '--cache', join(folder, 'cache')];
  const written = () => readFileSync(join(out, 'results.json'), 'utf8');

  it('trains a network on the synthetic corpus, and takes it from the cache the second time', async () => {
    const first = await run('cnn2d.ts', '--only', 'cnn1', ...place);
    expect(first.stderr).toMatch(/cnn1: epoch 2 of 2, loss \d+\.\d+/);
    expect(first.status).toBe(0);
    expect(first.stdout).toContain(join(out, 'report.html'));
    const results = written();
    expect(JSON.parse(results).networks).toMatchObject([{ name: 'cnn1', parameters: 134_088, testRows: 23 }]);
    for (const page of ['report.html', 'report.md']) {
      const text = readFileSync(join(out, page), 'utf8');
      expect(text).toMatch(/synthetic corpus/i);
      expect(text).toContain('is missing: this run did not train its network');
    }

    const second = await run('index.ts', '--only', 'cnn1', ...place);
    expect(second.stderr).toContain('cnn1: finished earlier');
    expect(second.stderr).not.toContain('epoch');
    expect(written()).toBe(results);
  });

  it('tests a network under honest protocols too, and takes finished folds from the cache', async () => {
    const first = await run('index.ts', '--only', 'cnn4', ...place);
    expect(first.status).toBe(0);
    const results = written();
    const { twin } = JSON.parse(results) as Results;
    expect(twin.map(({ protocol, folds }) => [protocol, folds.length])).toEqual([
      ['report', 1],
      ['speaker', 3],
      ['text', 2],
    ]);
    const leaksOf = (protocol: string) => twin.find((result) => result.protocol === protocol)!.folds[0]!.leaks;
    expect([leaksOf('report'), leaksOf('speaker')]).toEqual(['speakers shared', 'clean']);
    const tested = twin.flatMap(({ folds }) => folds).reduce((sum, { testRows }) => sum + testRows, 0);
    const lines = readFileSync(join(out, 'predictions.csv'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(1 + tested);
    expect(lines[1]!.split(',')).toHaveLength(lines[0]!.split(',').length);
    for (const page of ['report.html', 'report.md']) {
      expect(readFileSync(join(out, page), 'utf8')).toContain('What the leak was worth');
    }

    const second = await run('index.ts', '--only', 'cnn4', ...place);
    expect(second.stderr.match(/finished earlier/g)).toHaveLength(1 + 6);
    expect(written()).toBe(results);
  });

  it('says where the corpus is to be had when the folder holds none', async () => {
    const { status, stderr } = await run('index.ts', '--data', join('examples', 'reproduce-report', 'src'), ...place);
    expect(status).toBe(1);
    expect(stderr).toMatch(/CorpusError: .*zenodo\.org\/record\/1188976/s);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('shows its options', async () => {
    const { status, stdout } = await run('lstm.ts', '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /--data <path>.*--download.*--accept-licence.*--profile <name>.*--only <networks>.*--seed <n>.*--out <dir>.*--cache <dir>/s,
    );
    expect(stdout).toMatch(/separated by commas:\s+lstm\s/);
  });
});
