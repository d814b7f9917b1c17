import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '@ser/corpora';
import type { FeatureSet } from '@ser/features';
import { type BuildOptions, buildDataset, type Dataset, type Progress } from '../src/index';
import { readCached, writeCached } from '../src/resultCache';
import { files, generated, temporaryFolder } from './fixtures/manifest';
import { gain, levels, scaledLevels } from './fixtures/parts';

const versions = [{ name: 'original' }, { name: 'louder', augmentation: gain({ most: 3 }) }];

describe('the cache of datasets', () => {
  let cacheDir: string;
  let folder: string;
  let manifest: Manifest;
  let warnings: string[];

  beforeEach(() => {
    cacheDir = temporaryFolder();
    folder = temporaryFolder();
    manifest = files(folder, 5);
    warnings = [];
    // Jest's `process` is a copy: an event of the real one would not reach it.
    jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)));
  });

  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(cacheDir, { recursive: true });
    rmSync(folder, { recursive: true });
  });

  /** Builds in this thread and says whether the result came from the cache. */
  async function build(
    options: Partial<BuildOptions> = {},
    of = manifest,
  ): Promise<{ dataset: Dataset; hit: boolean }> {
    let last: Progress | undefined;
    const onProgress = (progress: Progress) => {
      last = progress;
    };
    const base = { featureSet: levels, versions, clip: { sampleRate: null }, cacheDir, workers: 0, onProgress };
    const dataset = await buildDataset(of, { ...base, ...options });
    return { dataset, hit: last?.rate === 0 };
  }

  const arrowFile = () =>
    join(cacheDir, 'dataset', readdirSync(join(cacheDir, 'dataset')).find((name) => name.endsWith('.arrow'))!);

  it('gives the same dataset back, everything included', async () => {
    rmSync(join(folder, '3.wav'));
    const first = await build();
    const second = await build();
    expect([first.hit, second.hit]).toEqual([false, true]);
    expect(second.dataset).toEqual(first.dataset);
    expect(second.dataset.failed).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['some', 3],
    ['no', 0],
  ])('keeps speakers and splits that %s clips have, and a clip that changes its split is another', async (_, count) => {
    const rows = manifest.rows.map(({ speaker, ...row }, index) =>
      index < count ? { ...row, speaker, split: 'test' } : row,
    );
    const first = await build({}, { ...manifest, rows });
    const second = await build({}, { ...manifest, rows });
    expect([first.hit, second.hit]).toEqual([false, true]);
    expect(second.dataset).toEqual(first.dataset);
    expect(second.dataset.rows.map((row) => Object.keys(row).length)).toEqual(
      second.dataset.rows.map((_, row) => (row < 2 * count ? 5 : 3)),
    );
    const moved = rows.map((row, index) => (index === 4 ? { ...row, split: 'train' } : row));
    expect((await build({}, { ...manifest, rows: moved })).hit).toBe(false);
    expect(warnings).toEqual([]);
  });

  it('goes by what the files contain, not by their dates', async () => {
    await build();
    utimesSync(join(folder, '2.wav'), 1, 1);
    expect((await build()).hit).toBe(true);
    const bytes = readFileSync(join(folder, '2.wav'));
    bytes[100]! ^= 1;
    writeFileSync(join(folder, '2.wav'), bytes);
    utimesSync(join(folder, '2.wav'), 1, 1);
    expect((await build()).hit).toBe(false);
  });

  it('misses when an option, a version or the feature set is another', async () => {
    await build();
    const others: Partial<BuildOptions>[] = [
      { seed: 1 },
      { clip: { sampleRate: null, offset: 0.01 } },
      { clip: { sampleRate: null, duration: 0.05 } },
      { clip: { sampleRate: 4000 } },
      { versions: [{ name: 'original' }] },
      { versions: [versions[1]!, versions[0]!] },
      { versions: [versions[0]!, { name: 'louder', augmentation: gain({ most: 2 }) }] },
      { featureSet: scaledLevels({ factor: 2 }) },
      { featureSet: scaledLevels({ factor: 3 }) },
    ];
    for (const options of others) expect([options, (await build(options)).hit]).toEqual([options, false]);
    expect((await build({}, { ...manifest, rows: manifest.rows.slice(1) })).hit).toBe(false);
    expect((await build()).hit).toBe(true);
  });

  it('caches nothing when a part is an inline function, which nothing can identify', async () => {
    const inline: FeatureSet = { ...levels, reference: undefined };
    await build({ featureSet: inline });
    expect((await build({ featureSet: inline })).hit).toBe(false);
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  it('caches nothing when a failure might pass', async () => {
    const of = generated(4, { 2: 1001 });
    expect((await build({ workers: 1 }, of)).dataset.failed).toMatchObject([{ code: 'WORKER_DIED' }]);
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  it('is off with cacheDir null', async () => {
    await build({ cacheDir: null });
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  it('warns and computes again after any flipped bit and any cut', async () => {
    const { dataset } = await build();
    const path = arrowFile();
    const intact = readFileSync(path);
    const step = Math.ceil(intact.length / 12);
    for (let at = 0; at < intact.length; at += step) {
      const flipped = Uint8Array.from(intact);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path, flipped);
      const again = await build();
      expect([again.hit, again.dataset.contentKey, warnings.length]).toEqual([false, dataset.contentKey, 1]);
      expect(warnings.pop()).toContain('is not usable and will be computed again: its SHA-256 is');
      expect(readFileSync(path).equals(intact)).toBe(true);
      truncateSync(path, at);
      const afterCut = await build();
      expect([afterCut.hit, afterCut.dataset.contentKey, warnings.length]).toEqual([false, dataset.contentKey, 1]);
      warnings.pop();
    }
  });

  it('refuses a file whose hash is right but whose data are not what it says', async () => {
    const { dataset } = await build();
    const path = arrowFile();
    await writeCached(path, { ...dataset, contentKey: 'of something else' }, levels.columns);
    expect(warnings.pop()).toContain('could not be cached');
    expect(await readCached(path)).toBeUndefined();
  });

  it('takes a file without its hash as unfinished, without a warning', async () => {
    await build();
    rmSync(`${arrowFile()}.sha256`);
    expect((await build()).hit).toBe(false);
    expect(warnings).toEqual([]);
    expect((await build()).hit).toBe(true);
  });

  it('keeps the result when the cache cannot be written', async () => {
    const blocked = join(cacheDir, 'a-file');
    writeFileSync(blocked, '');
    const { dataset } = await build({ cacheDir: blocked });
    expect(dataset.rows).toHaveLength(10);
    expect(warnings.some((message) => message.includes('could not be cached'))).toBe(true);
  });

  const python = pythonWithArrow();
  if (!python)
    console.warn('skipped: pyarrow opens the cache (no Python with pyarrow and pandas; set SER_PYTHON to one)');
  (python ? it : it.skip)('is a Feather file that pyarrow and pandas open', async () => {
    const { dataset } = await build();
    const script = [
      'import sys, json, numpy as np, pyarrow.feather as feather, pandas as pd',
      't = feather.read_table(sys.argv[1])',
      'x = t["x"].combine_chunks().flatten().to_numpy().reshape(t.num_rows, -1)',
      'm = json.loads(t.schema.metadata[b"ser"])',
      'f = pd.read_feather(sys.argv[1])',
      'print(json.dumps([x.ravel().tolist(), t["clipId"].to_pylist(), f["version"].tolist(), m["columns"]]))',
    ].join('\n');
    const printed = execFileSync(python!, ['-c', script, arrowFile()], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual([
      [...dataset.x],
      dataset.rows.map(({ clipId }) => clipId),
      dataset.rows.map(({ version }) => version),
      levels.columns,
    ]);
  });
});

function pythonWithArrow(): string | undefined {
  return [process.env.SER_PYTHON, 'python3'].find((candidate) => {
    if (!candidate) return false;
    try {
      execFileSync(candidate, ['-c', 'import pyarrow, pandas, numpy'], { stdio: 'ignore' });
      return true;
    } catch {
      return false; // this one lacks them: try the next
    }
  });
}
