import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
      /--data <dir>.*--profile <name>.*--only <networks>.*--seed <n>.*--out <dir>.*--cache <dir>/s,
    );
    expect(stdout).toMatch(/separated by commas:\s+lstm\s/);
  });
});
