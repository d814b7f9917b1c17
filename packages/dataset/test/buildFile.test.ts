import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureSet } from '@ser/features';
import { type BuildFileOptions, buildDataset, type DatasetFile, openDataset, type Progress } from '../src/index';
import { generated, temporaryFolder } from './fixtures/manifest';
import { gain, levels } from './fixtures/parts';

const versions = [{ name: 'original' }, { name: 'louder', augmentation: gain({ most: 3 }) }];
const base = { featureSet: levels, versions, clip: { sampleRate: null }, workers: 0 };

describe('buildDataset with a file', () => {
  let folder: string;
  let file: string;
  let warnings: string[];
  const opened: DatasetFile[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder, 'rows.dataset');
    warnings = [];
    // Jest's `process` is a copy: an event of the real one would not reach it.
    jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const each of opened.splice(0)) await each.close();
    rmSync(folder, { recursive: true });
  });

  /** Builds and says whether the file was there already. */
  async function build(
    options: Partial<BuildFileOptions> = {},
    of = generated(7),
  ): Promise<{ dataset: DatasetFile; hit: boolean }> {
    let last: Progress | undefined;
    const onProgress = (progress: Progress) => {
      last = progress;
    };
    const dataset = await buildDataset(of, { ...base, file, onProgress, ...options });
    opened.push(dataset);
    return { dataset, hit: last?.rate === 0 };
  }

  it.each([0, 2])('gives the rows of a build in memory, those that failed left out (%d workers)', async (workers) => {
    const manifest = generated(9, { 1: 1002, 3: 1003, 8: 1004 });
    const inMemory = await buildDataset(manifest, { ...base, workers, cacheDir: null });
    const { dataset } = await build({ workers }, manifest);
    const { x, rows, ...rest } = inMemory;
    expect(dataset).toMatchObject(rest);
    expect(await dataset.readRowInfo()).toEqual(rows);
    expect(await dataset.readRows(Uint32Array.from(rows.keys()))).toEqual(x);
    expect(readdirSync(folder)).toEqual(['rows.dataset']);
  });

  it('keeps speakers and splits that only some clips have', async () => {
    const manifest = generated(3);
    const rows = manifest.rows.map(({ speaker, ...row }, index) =>
      index === 0 ? row : { ...row, speaker, split: 'test' },
    );
    const { dataset } = await build({ versions: [{ name: 'original' }] }, { ...manifest, rows });
    expect(await dataset.readRowInfo()).toEqual([
      { clipId: 'clip-00', version: 'original', label: 'angry' },
      { clipId: 'clip-01', speaker: '1', version: 'original', label: 'calm', split: 'test' },
      { clipId: 'clip-02', speaker: '2', version: 'original', label: 'sad', split: 'test' },
    ]);
  });

  it('is opened instead of built when the inputs are the same, and built again when one is not', async () => {
    const first = await build();
    const again = await build();
    expect([first.hit, again.hit, again.dataset.contentKey]).toEqual([false, true, first.dataset.contentKey]);
    expect([(await build({ seed: 1 })).hit, (await build({ seed: 1 })).hit, (await build()).hit]).toEqual([
      false,
      true,
      false,
    ]);
    const manifest = generated(7);
    const moved = { ...manifest, rows: manifest.rows.map((row) => ({ ...row, split: 'test' })) };
    expect((await build({}, moved)).hit).toBe(false);
    expect(warnings).toEqual([]);
  });

  it('is built each time when a part is an inline function, or when a failure might pass', async () => {
    const inline: FeatureSet = { ...levels, reference: undefined };
    expect([(await build({ featureSet: inline })).hit, (await build({ featureSet: inline })).hit]).toEqual([
      false,
      false,
    ]);
    const dying = generated(4, { 2: 1001 });
    expect([(await build({ workers: 1 }, dying)).hit, (await build({ workers: 1 }, dying)).hit]).toEqual([
      false,
      false,
    ]);
  });

  it('is built again, with a warning, when it is damaged', async () => {
    const { dataset } = await build();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, -1));
    const again = await build();
    expect([again.hit, again.dataset.contentKey]).toEqual([false, dataset.contentKey]);
    expect(warnings).toEqual([expect.stringContaining('its header announces')]);
  });

  it('never replaces a file of another kind', async () => {
    writeFileSync(file, 'my thesis');
    await expect(build()).rejects.toMatchObject({ code: 'FOREIGN_FILE' });
    expect(readFileSync(file, 'utf8')).toBe('my thesis');
  });

  it('leaves the old file when the build is stopped, and goes on from there the next time', async () => {
    const { dataset } = await build();
    const controller = new AbortController();
    const onProgress = ({ done }: Progress) => {
      if (done === 3) controller.abort();
    };
    const stopped = buildDataset(generated(7), { ...base, file, seed: 1, onProgress, signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
    expect(readdirSync(folder)).toEqual(['rows.dataset', 'rows.dataset.partial']);
    const kept = await openDataset(file);
    expect(kept.contentKey).toBe(dataset.contentKey);
    await kept.close();
    const seen: number[] = [];
    const resumed = await build({ seed: 1, onProgress: ({ done }) => seen.push(done) });
    expect(seen).toEqual([4, 5, 6, 7]);
    const whole = await buildDataset(generated(7), { ...base, seed: 1, cacheDir: null });
    expect(resumed.dataset.contentKey).toBe(whole.contentKey);
    expect(readdirSync(folder)).toEqual(['rows.dataset']);
  });

  it('leaves the old file when all clips fail', async () => {
    const { dataset } = await build();
    await expect(build({}, generated(2, { 0: 1002, 1: 1002 }))).rejects.toMatchObject({ code: 'NO_ROWS' });
    const kept = await openDataset(file);
    expect(kept.contentKey).toBe(dataset.contentKey);
    await kept.close();
  });

  it('keeps nothing beside the file with cacheDir null, and all in a cacheDir that is given', async () => {
    const names: string[] = [];
    const onProgress = () => void names.push(...readdirSync(folder).filter((name) => !name.startsWith('.')));
    await build({ cacheDir: null, onProgress });
    expect(names).toEqual([]);
    const other = join(folder, 'other.dataset');
    await build({ file: other, cacheDir: join(folder, 'cache') });
    rmSync(other);
    const again = await build({ file: other, cacheDir: join(folder, 'cache') });
    expect(again.hit).toBe(true);
    expect(readdirSync(folder)).toEqual(['cache', 'other.dataset', 'rows.dataset']);
  });

  it('says that it cannot be written', async () => {
    writeFileSync(file, '');
    rmSync(file);
    writeFileSync(join(folder, 'taken'), '');
    await expect(build({ file: join(folder, 'taken', 'below') })).rejects.toMatchObject({
      code: expect.stringMatching(/^(FILE_NOT_WRITTEN|UNREADABLE_FILE)$/),
      cause: expect.objectContaining({ code: 'ENOTDIR' }),
    });
    await expect(build({ file: '' })).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });
});
