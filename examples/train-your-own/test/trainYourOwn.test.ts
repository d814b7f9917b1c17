import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { type BundleManifest, loadBundle } from '@ser/recognizer';
import { labels, record, writeSounds } from './support/sounds';

jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'ser-train-your-own-'));
const data = join(folder, 'sounds');
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program as the README says, from the repository's root. */
function run(...options: string[]): { status: number | null; stdout: string; stderr: string } {
  const argv = ['--conditions=@ser/source', '--import', 'tsx', join(__dirname, '../src/index.ts'), ...options];
  const root = join(__dirname, '../../..');
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  return spawnSync(process.execPath, argv, { cwd: root, env, encoding: 'utf8' });
}

const bundleOf = (name: string) =>
  JSON.parse(readFileSync(join(folder, name, 'bundle.json'), 'utf8')) as BundleManifest;

describe('the program that trains on your own sounds', () => {
  beforeAll(() => writeSounds(data, ['anna', 'ben', 'cleo'], 8));

  it('trains on a folder, is right about a recorder it never heard, and saves what recognizes a new file', async () => {
    const out = join(folder, 'from folder');
    const { status, stdout, stderr } = run(
      '--data',
      data,
      '--speaker',
      '([a-z]+)-\\d+\\.wav$',
      '--licence',
      'CC0-1.0',
      '--out',
      out,
    );
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: '1 files ignored that are no audio by their ending: clips.csv\n',
    });
    expect(stdout).toMatch(/precision +recall +f1-score +support/);
    const { card, featureSet } = bundleOf('from folder');
    expect(card).toMatchObject({
      corpus: 'sounds, 72 clips',
      dataLicence: 'CC0-1.0',
      split: 'by speaker; no clip and no speaker is on both sides',
    });
    const [metric] = card.metrics;
    expect(metric).toMatchObject({ name: 'UAR', on: expect.stringMatching(/^24 clips of (anna|ben|cleo)$/) });
    // By chance one of three.
    expect(metric!.value).toBeGreaterThan(0.6);
    expect(featureSet.name).toBe('reportMfcc');

    await useSimdBackend();
    const recognizer = await loadBundle(out);
    expect(recognizer.labels).toEqual(labels);
    const heard = [];
    for (const label of labels) heard.push((await recognizer.recognize(record(label, 'dora', 1))).label);
    recognizer.dispose();
    const right = heard.filter((label, index) => label === labels[index]);
    expect(right.length).toBeGreaterThanOrEqual(2);
  });

  it('trains the same network from a table', () => {
    const out = join(folder, 'from table');
    const { status } = run('--data', join(data, 'clips.csv'), '--out', out);
    expect(status).toBe(0);
    expect(bundleOf('from table').weightsSha256).toBe(bundleOf('from folder').weightsSha256);
  });

  it('says what is missing: the data, or who is heard', () => {
    expect(run()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--data FOLDER or TABLE.csv is missing'),
    });
    expect(run('--data', data)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/groupSplit: row 0 has the group undefined/),
    });
  });
});

it.each([
  [['--data', '/nowhere'], /^the folder "\/nowhere" cannot be read/],
  [[], /^--data FOLDER or TABLE\.csv is missing$/m],
])('says in one sentence what is wrong with %j', (options, sentence) => {
  const argv = ['--conditions=@ser/source', '--import', 'tsx', join(__dirname, '../src/index.ts'), ...options];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
});

it('fits one screen', () => {
  const lines = readFileSync(join(__dirname, '../src/index.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(66);
});
