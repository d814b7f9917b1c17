import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Augmentation } from '@ser/augment';
import type { FeatureSet } from '@ser/features';
import { type BuildOptions, buildDataset, type Progress } from '../src/index';
import { files, generated, partsUrl, temporaryFolder } from './fixtures/manifest';
import { deadlyOnce, gain, levels, misnamed, scaledLevels } from './fixtures/parts';

const versions = [{ name: 'original' }, { name: 'louder', augmentation: gain({ most: 3 }) }];
const clip = { sampleRate: null };
const base: BuildOptions = { featureSet: levels, versions, clip, cacheDir: null };

describe('buildDataset', () => {
  it('gives the same bytes in the calling thread and in 1, 2 and 8 workers', async () => {
    const keys = [];
    for (const workers of [0, 1, 2, 8]) keys.push((await buildDataset(generated(17), { ...base, workers })).contentKey);
    expect(new Set(keys).size).toBe(1);
  });

  it('gives the same bytes when a feature set or an augmentation is an inline function', async () => {
    const { contentKey } = await buildDataset(generated(5), { ...base, workers: 2 });
    const inlineSet: FeatureSet = { ...levels, reference: undefined };
    const inlineGain: Augmentation = { ...gain({ most: 3 }), reference: undefined };
    const withSet = await buildDataset(generated(5), { ...base, featureSet: inlineSet });
    expect(withSet.contentKey).toBe(contentKey);
    const withGain = await buildDataset(generated(5), {
      ...base,
      versions: [{ name: 'original' }, { name: 'louder', augmentation: inlineGain }],
    });
    expect(withGain.contentKey).toBe(contentKey);
  });

  it('takes feature set and augmentation as module references, factories with their options', async () => {
    const byName = await buildDataset(generated(3), {
      ...base,
      featureSet: { module: partsUrl, export: 'scaledLevels', options: { factor: 2 } },
      versions: [{ name: 'louder', augmentation: { module: partsUrl, export: 'gain', options: { most: 3 } } }],
      workers: 2,
    });
    const byObject = await buildDataset(generated(3), {
      ...base,
      featureSet: scaledLevels({ factor: 2 }),
      versions: [{ name: 'louder', augmentation: gain({ most: 3 }) }],
      workers: 0,
    });
    expect(byName.contentKey).toBe(byObject.contentKey);
  });

  it('keeps the order of the manifest, versions innermost, and says what each row is', async () => {
    const dataset = await buildDataset(generated(4), { ...base, workers: 2 });
    expect(dataset.rows.map(({ clipId, version }) => `${clipId} ${version}`)).toEqual(
      [0, 1, 2, 3].flatMap((n) => [`clip-0${n} original`, `clip-0${n} louder`]),
    );
    expect(dataset.rows[3]).toEqual({ clipId: 'clip-01', speaker: '1', version: 'louder', label: 'calm' });
    expect([...dataset.y]).toEqual([0, 0, 1, 1, 2, 2, 0, 0]);
    expect(dataset.labels).toEqual(['angry', 'calm', 'sad']);
    expect(dataset.shape).toEqual([3]);
    for (let row = 0; row < 8; row += 2) {
      const [plain, louder] = [dataset.x[row * 3 + 1]!, dataset.x[row * 3 + 4]!];
      expect(plain).toBeCloseTo(Math.SQRT1_2, 2);
      expect(louder).toBeGreaterThan(plain);
    }
  });

  it('draws a version from seed, clip and version name, not from its place among the others', async () => {
    const louder = { name: 'louder', augmentation: gain({ most: 3 }) };
    const alone = await buildDataset(generated(2), { ...base, versions: [louder], workers: 0 });
    const after = await buildDataset(generated(2), { ...base, versions: [{ name: 'original' }, louder], workers: 0 });
    expect([...alone.x.subarray(0, 3)]).toEqual([...after.x.subarray(3, 6)]);
    const other = await buildDataset(generated(2), { ...base, versions: [louder], workers: 0, seed: 1 });
    expect(other.contentKey).not.toBe(alone.contentKey);
  });

  it('reads WAV files, crops and resamples them', async () => {
    const folder = temporaryFolder();
    const manifest = files(folder, 3);
    const seen: number[] = [];
    const lengthSet: FeatureSet = {
      name: 'length',
      version: '1',
      columns: ['samples'],
      shape: [1],
      extract: ({ samples }) => {
        seen.push(samples.length);
        return Float32Array.of(samples.length);
      },
    };
    const window = { offset: 0.025, duration: 0.05, sampleRate: 4000 };
    const dataset = await buildDataset(manifest, { featureSet: lengthSet, clip: window, cacheDir: null });
    expect([...dataset.x]).toEqual([200, 200, 200]);
    expect(seen).toHaveLength(3);
    rmSync(folder, { recursive: true });
  });

  it('lists clips that fail, with the code of what was thrown, and goes on with the rest', async () => {
    for (const workers of [0, 2]) {
      const manifest = generated(8, { 1: 1002, 3: 1003, 6: 1004 });
      const dataset = await buildDataset(manifest, { ...base, workers });
      expect(dataset.rows).toHaveLength(10);
      expect(dataset.x).toHaveLength(30);
      expect(dataset.failed.map(({ clipId, version, code }) => [clipId, version, code])).toEqual([
        ['clip-01', 'original', 'NO_VOICE'],
        ['clip-01', 'louder', 'NO_VOICE'],
        ['clip-03', 'original', 'FEATURE_NOT_FINITE'],
        ['clip-03', 'louder', 'FEATURE_NOT_FINITE'],
        ['clip-06', 'original', 'FEATURE_SHAPE'],
        ['clip-06', 'louder', 'FEATURE_SHAPE'],
      ]);
      expect(dataset.failed[0]!.message).toBe('no voice in this clip');
      // The rows that stay are those of an undisturbed build.
      const whole = await buildDataset(generated(8), { ...base, workers: 0 });
      const kept = [0, 2, 4, 5, 7].flatMap((index) => [...whole.x.subarray(index * 6, index * 6 + 6)]);
      expect([...dataset.x]).toEqual(kept);
    }
  });

  it('lists files that are missing or no audio', async () => {
    const folder = temporaryFolder();
    const manifest = files(folder, 4);
    rmSync(join(folder, '1.wav'));
    writeFileSync(join(folder, '2.wav'), 'this is no audio file');
    const dataset = await buildDataset(manifest, { ...base, workers: 2 });
    expect(dataset.failed).toMatchObject([
      { clipId: 'clip-01', code: 'ENOENT' },
      { clipId: 'clip-02', code: 'UNKNOWN_FORMAT' },
    ]);
    expect(new Set(dataset.rows.map(({ clipId }) => clipId))).toEqual(new Set(['clip-00', 'clip-03']));
    rmSync(folder, { recursive: true });
  });

  it('loses only the clip whose worker dies', async () => {
    const dataset = await buildDataset(generated(10, { 4: 1001 }), { ...base, workers: 2 });
    expect(dataset.failed).toMatchObject([{ clipId: 'clip-04', code: 'WORKER_DIED' }]);
    expect(dataset.rows).toHaveLength(18);
  });

  it('loses nothing when a worker dies that would not die again', async () => {
    const folder = temporaryFolder();
    const once = { name: 'once', augmentation: deadlyOnce({ marker: join(folder, 'died') }) };
    const dataset = await buildDataset(generated(6), { ...base, versions: [once], workers: 2 });
    const undisturbed = await buildDataset(generated(6), { ...base, versions: [{ name: 'once' }], workers: 0 });
    expect(existsSync(join(folder, 'died'))).toBe(true);
    expect(dataset).toEqual(undisturbed);
    rmSync(folder, { recursive: true });
  });

  it('rejects with NO_ROWS when every clip fails', async () => {
    await expect(buildDataset(generated(2, { 0: 1002, 1: 1002 }), { ...base, workers: 1 })).rejects.toMatchObject({
      code: 'NO_ROWS',
      message: expect.stringContaining("the first, 'clip-00': NO_VOICE: no voice in this clip"),
    });
  });

  it('stops when its signal aborts, even in a clip that never ends', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const build = buildDataset(generated(40, { 5: 1005, 6: 1005 }), {
      ...base,
      workers: 2,
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 5) setTimeout(() => controller.abort(reason), 50);
      },
    });
    await expect(build).rejects.toMatchObject({ code: 'ABORTED', cause: reason });
  });

  it('stops between two clips in the calling thread, and at once when aborted before', async () => {
    const controller = new AbortController();
    let last = 0;
    const onProgress = ({ done }: Progress) => {
      last = done;
      if (done === 3) controller.abort();
    };
    const options = { ...base, workers: 0, signal: controller.signal, onProgress };
    await expect(buildDataset(generated(10), options)).rejects.toMatchObject({ code: 'ABORTED' });
    expect(last).toBe(3);
    await expect(buildDataset(generated(10), options)).rejects.toMatchObject({ code: 'ABORTED' });
    expect(last).toBe(3);
  });

  it('reports progress clip by clip, with rate and remaining time', async () => {
    const seen: Progress[] = [];
    await buildDataset(generated(6), { ...base, workers: 2, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen.every(({ total, rate }) => total === 6 && rate > 0)).toBe(true);
    expect(seen[2]!.remainingSeconds).toBeCloseTo(3 / seen[2]!.rate, 6);
    expect(seen.at(-1)!.remainingSeconds).toBe(0);
  });

  it('says which reference is wrong, and how to name a module', async () => {
    const build = (featureSet: BuildOptions['featureSet']) =>
      buildDataset(generated(2), { ...base, featureSet, workers: 1 });
    await expect(build({ module: 'ser-no-such-package', export: 'x' })).rejects.toMatchObject({
      code: 'BAD_REFERENCE',
      message: expect.stringContaining("import.meta.resolve('ser-no-such-package')"),
    });
    await expect(build({ module: partsUrl, export: 'missing' })).rejects.toMatchObject({ code: 'BAD_REFERENCE' });
    await expect(build({ module: partsUrl, export: 'notAFeatureSet' })).rejects.toMatchObject({
      code: 'BAD_REFERENCE',
    });
    await expect(build(misnamed)).rejects.toMatchObject({
      code: 'BAD_REFERENCE',
      message: expect.stringContaining('make its reference name the set itself'),
    });
  });

  it.each<[string, Partial<BuildOptions>]>([
    ['workers', { workers: -1 }],
    ['workers', { workers: 1.5 }],
    ['seed', { seed: Number.NaN }],
    ['versions is empty', { versions: [] }],
    ['needs a name', { versions: [{ name: '' }] }],
    ["two versions are called 'a'", { versions: [{ name: 'a' }, { name: 'a' }] }],
    ['clip.offset', { clip: { offset: -1 } }],
    ['clip.duration', { clip: { duration: 0 } }],
    ['clip.sampleRate', { clip: { sampleRate: Number.NaN } }],
  ])('refuses a bad option: %s', async (part, option) => {
    await expect(buildDataset(generated(2), { ...base, ...option })).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: expect.stringContaining(part),
    });
  });

  it('refuses a manifest that is empty, repeats an id, or uses a label it does not list', async () => {
    const manifest = generated(2);
    const [first, second] = manifest.rows;
    const bad = { code: 'BAD_MANIFEST' };
    await expect(buildDataset({ ...manifest, rows: [] }, base)).rejects.toMatchObject(bad);
    await expect(buildDataset({ ...manifest, rows: [first!, first!] }, base)).rejects.toMatchObject(bad);
    const unlisted = { ...second!, label: 'bored' };
    await expect(buildDataset({ ...manifest, rows: [first!, unlisted] }, base)).rejects.toMatchObject(bad);
  });
});
