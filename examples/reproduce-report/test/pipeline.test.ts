import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'ser-pipeline-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs one program of the pipeline as `npm start` does, from the repository's root. */
function run(program: string, ...options: string[]) {
  const file = join('examples', 'reproduce-report', 'src', program);
  const argv = ['--conditions=@ser/source', '--import', 'tsx', file, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the pipeline', () => {
  const out = join(folder, 'out');
  const place = ['--out', out, '--cache', join(folder, 'cache')];
  const written = () => readFileSync(join(out, 'results.json'), 'utf8');

  it('trains a network on the synthetic corpus, and takes it from the cache the second time', () => {
    const first = run('cnn2d.ts', '--only', 'cnn1', ...place);
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

    const second = run('index.ts', '--only', 'cnn1', ...place);
    expect(second.stderr).toContain('cnn1: finished earlier');
    expect(second.stderr).not.toContain('epoch');
    expect(written()).toBe(results);
  });

  it('says where the corpus is to be had when the folder holds none', () => {
    const { status, stderr } = run('index.ts', '--data', join('examples', 'reproduce-report', 'src'), ...place);
    expect(status).toBe(1);
    expect(stderr).toMatch(/CorpusError: .*zenodo\.org\/record\/1188976/s);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('shows its options', () => {
    const { status, stdout } = run('lstm.ts', '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /--data <dir>.*--profile <name>.*--only <networks>.*--seed <n>.*--out <dir>.*--cache <dir>/s,
    );
    expect(stdout).toMatch(/separated by commas:\s+lstm\s/);
  });
});
