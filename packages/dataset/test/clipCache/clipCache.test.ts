import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { Manifest } from '@ser/corpora';
import type { FeatureSet } from '@ser/features';
import { type BuildOptions, buildDataset, type Dataset, type Progress } from '../../src/index';
import { generated, temporaryFolder, files as waveFiles } from '../fixtures/manifest';
import { breakingGain, gain, levels, scaledLevels } from '../fixtures/parts';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

const versions = [{ name: 'original' }, { name: 'louder', augmentation: gain({ most: 3 }) }];

describe('the cache of clips', () => {
  let cacheDir: string;
  let folder: string;
  let manifest: Manifest;
  let warnings: string[];

  beforeEach(() => {
    cacheDir = temporaryFolder();
    folder = temporaryFolder();
    manifest = waveFiles(folder, 5);
    warnings = [];
    // Jest's `process` is a copy: an event of the real one would not reach it.
    jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)));
  });

  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(cacheDir, { recursive: true });
    rmSync(folder, { recursive: true });
  });

  /** Builds in this thread and says how many clips were computed. */
  async function build(
    options: Partial<BuildOptions> = {},
    of = manifest,
  ): Promise<{ dataset: Dataset; computed: number }> {
    let computed = 0;
    const onProgress = ({ rate }: Progress) => {
      if (rate > 0) computed++;
    };
    const base = { featureSet: levels, versions, clip: { sampleRate: null }, cacheDir, workers: 0, onProgress };
    const dataset = await buildDataset(of, { ...base, ...options });
    return { dataset, computed };
  }

  /** The files of the cache, of all recipes. */
  const shards = () => {
    const dir = join(cacheDir, 'dataset');
    if (!existsSync(dir)) return [];
    return readdirSync(dir).flatMap((recipe) => readdirSync(join(dir, recipe)).map((name) => join(dir, recipe, name)));
  };

  it('gives the same dataset back, everything included', async () => {
    writeFileSync(join(folder, '3.wav'), 'this is no audio file');
    const first = await build();
    const second = await build();
    expect([first.computed, second.computed]).toEqual([5, 0]);
    expect(second.dataset).toEqual(first.dataset);
    expect(second.dataset.failed).toMatchObject([{ clipId: 'clip-03', code: 'UNKNOWN_FORMAT' }]);
    expect(warnings).toEqual([]);
    expect(shards()).toEqual([expect.stringMatching(/dataset.levels-[0-9a-f]{32}.[0-9a-f]{64}\.arrow$/)]);
  });

  it('gives versions that failed back as they were', async () => {
    const half: BuildOptions['versions'] = [
      { name: 'original' },
      { name: 'broken', augmentation: breakingGain },
      { name: 'louder', augmentation: gain({ most: 3 }) },
    ];
    const of = generated(3);
    const first = await build({ versions: half }, of);
    const second = await build({ versions: half }, of);
    expect(first.dataset.rows).toHaveLength(6);
    expect(second.dataset.failed).toMatchObject([0, 1, 2].map((n) => ({ clipId: `clip-0${n}`, version: 'broken' })));
    expect([second.computed, second.dataset]).toEqual([0, first.dataset]);
  });

  it('computes only the clips that are new when a corpus grows or one file changes', async () => {
    await build({}, { ...manifest, rows: manifest.rows.slice(0, 3) });
    const grown = await build();
    const bytes = readFileSync(join(folder, '2.wav'));
    bytes[100]! ^= 1;
    writeFileSync(join(folder, '2.wav'), bytes);
    utimesSync(join(folder, '2.wav'), 1, 1);
    const changed = await build();
    utimesSync(join(folder, '2.wav'), 2, 2);
    expect([grown.computed, changed.computed, (await build()).computed]).toEqual([2, 1, 0]);
    const uncached = await build({ cacheDir: null });
    expect(changed.dataset).toEqual(uncached.dataset);
    expect(grown.dataset.contentKey).not.toBe(uncached.dataset.contentKey);
  });

  it('knows nothing of labels, speakers and splits, which may change without a clip being computed again', async () => {
    await build();
    const rows = manifest.rows.map(({ speaker, ...row }, index) =>
      index === 4 ? { ...row, label: 'sad', split: 'test' } : { ...row, speaker },
    );
    const { dataset, computed } = await build({}, { ...manifest, rows });
    expect(computed).toBe(0);
    expect(dataset.rows[9]).toEqual({ clipId: 'clip-04', version: 'louder', label: 'sad', split: 'test' });
    expect(dataset.contentKey).toBe((await build({ cacheDir: null }, { ...manifest, rows })).dataset.contentKey);
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
    for (const options of others) expect([options, (await build(options)).computed]).toEqual([options, 5]);
    const renamed = manifest.rows.map((row) => ({ ...row, id: `${row.id}-b` }));
    expect((await build({}, { ...manifest, rows: renamed })).computed).toBe(5);
    expect((await build()).computed).toBe(0);
  });

  it('caches nothing when a part is an inline function, which nothing can identify', async () => {
    const inline: FeatureSet = { ...levels, reference: undefined };
    await build({ featureSet: inline });
    expect((await build({ featureSet: inline })).computed).toBe(5);
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  it('caches no clip whose failure might pass', async () => {
    const of = generated(4, { 2: 1001 });
    const { dataset } = await build({ workers: 1 }, of);
    expect(dataset.failed).toMatchObject([{ clipId: 'clip-02', code: 'WORKER_DIED' }]);
    const again = await build({ workers: 1 }, of);
    expect([again.computed, again.dataset]).toEqual([1, dataset]);
  });

  it('is off with cacheDir null', async () => {
    await build({ cacheDir: null });
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  it('warns and computes the clips of a damaged file again after any flipped bit and any cut', async () => {
    await build({}, { ...manifest, rows: manifest.rows.slice(0, 2) });
    const [path] = shards() as [string];
    const { dataset } = await build();
    const intact = readFileSync(path);
    const step = Math.ceil(intact.length / 12);
    const check = async () => {
      const again = await build();
      expect([again.computed, again.dataset]).toEqual([2, dataset]);
      expect(warnings).toEqual([
        expect.stringContaining(`${path} are not usable and will be computed again: its SHA-256 is`),
      ]);
      warnings.length = 0;
      expect(readFileSync(path).equals(intact)).toBe(true);
    };
    for (let at = 0; at < intact.length; at += step) {
      const flipped = Uint8Array.from(intact);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path, flipped);
      await check();
      truncateSync(path, at);
      await check();
    }
  });

  it('passes over files that are not its own', async () => {
    await build();
    const recipe = dirname(shards()[0]!);
    writeFileSync(join(recipe, 'notes.txt'), 'mine');
    writeFileSync(join(recipe, 'other.arrow'), 'mine');
    expect([(await build()).computed, warnings]).toEqual([0, []]);
    expect(readFileSync(join(recipe, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('removes what a killed process left, and nothing of one that runs', async () => {
    await build();
    const recipe = dirname(shards()[0]!);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const names = [
      `.shard-${hostname()}-${dead}-a`,
      `.shard-${hostname()}-${process.pid}-a`,
      `.shard-elsewhere-${dead}-a`,
    ];
    for (const name of names) writeFileSync(join(recipe, name), '');
    await build();
    expect(readdirSync(recipe).filter((name) => name.startsWith('.'))).toEqual([names[1], names[2]].sort());
  });

  it('keeps the result when the cache cannot be written', async () => {
    const blocked = join(cacheDir, 'a-file');
    writeFileSync(blocked, '');
    const { dataset } = await build({ cacheDir: blocked });
    expect(dataset.rows).toHaveLength(10);
    expect(warnings.some((message) => message.includes('cannot be kept in the cache'))).toBe(true);
  });

  const python = pythonWithArrow();
  if (!python)
    console.warn('skipped: pyarrow opens the cache (no Python with pyarrow and pandas; set SER_PYTHON to one)');
  (python ? it : it.skip)('is a folder of Feather files that pyarrow and pandas open', async () => {
    await build({}, { ...manifest, rows: manifest.rows.slice(0, 2) });
    const { dataset } = await build();
    const [, script] = /```python\n(import pyarrow\.dataset[\s\S]*?)```/.exec(readme)!;
    const print =
      'import json; print(json.dumps([x.ravel().tolist(), rows["clipId"].tolist(), rows["version"].tolist()]))';
    const printed = execFileSync(
      python!,
      ['-c', `import sys; folder = sys.argv[1]\n${script}${print}`, dirname(shards()[0]!)],
      {
        encoding: 'utf8',
      },
    );
    const [x, clipIds, names] = JSON.parse(printed) as [number[], string[], string[]];
    const found = clipIds.map((clipId, row) => `${clipId} ${names[row]} ${x.slice(row * 3, row * 3 + 3)}`);
    const expected = dataset.rows.map(
      ({ clipId, version }, row) => `${clipId} ${version} ${dataset.x.subarray(row * 3, row * 3 + 3)}`,
    );
    expect(found.sort()).toEqual(expected.sort());
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
