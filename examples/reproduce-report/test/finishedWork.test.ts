import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { cnn2d } from '@ser/models';
import { finishedWork, workKey } from '../src/finishedWork';
import { someCell } from './support/someCell';

const cell = someCell({ network: 'cnn1' });
const key = workKey({ name: 'cnn1', seed: 0 });

describe('finishedWork', () => {
  let cache: string;
  let results: string;
  beforeAll(() => useSimdBackend());
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'ser-work-'));
    results = join(cache, 'out', 'cells');
  });
  afterEach(() => rm(cache, { recursive: true }));

  const build = (seed = 0) => cnn2d({ filters: [1], inputShape: [4, 4, 1], classes: 2, seed });
  const open = (warnings: string[] = []) => finishedWork(cache, results, (text) => warnings.push(text));
  const store = () => open().store(key, cell, build());

  it('finds what it stored, and gives a model its weights back', async () => {
    await store();
    expect(await open().find(key)).toEqual(cell);
    const other = build(1);
    const weights = () => other.getWeights().map((tensor) => [...tensor.dataSync()]);
    expect(await open().restore(key, other)).toBe(true);
    expect(weights()).toEqual(
      build()
        .getWeights()
        .map((tensor) => [...tensor.dataSync()]),
    );
    expect(await open().restore('cnn1-other', other)).toBe(false);
  });

  it('finds a result that was trained elsewhere and lies with the results only', async () => {
    await store();
    await rm(join(cache, `${key}.json`));
    expect(await open().find(key)).toEqual(cell);
  });

  it('lays a result from the cache with the results of this run', async () => {
    await store();
    await rm(results, { recursive: true });
    await open().find(key);
    expect(await readFile(join(results, `${key}.json`))).toEqual(await readFile(join(cache, `${key}.json`)));
  });

  it('finds nothing under another key, and says nothing of it', async () => {
    const warnings: string[] = [];
    expect(await open(warnings).find('cnn1-other')).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it.each([
    ['changed', (text: string) => text.replace('"seed":0', '"seed":9')],
    ['cut', (text: string) => text.slice(0, -5)],
    ['made into another JSON value', () => 'null'],
  ])('trains again, with a warning, when both files were %s', async (_, damage) => {
    await store();
    for (const path of [join(cache, `${key}.json`), join(results, `${key}.json`)]) {
      await writeFile(path, damage(await readFile(path, 'utf8')));
    }
    const warnings: string[] = [];
    expect(await open(warnings).find(key)).toBeUndefined();
    expect(warnings.join()).toMatch(/trained again/);
  });

  it('names work by everything that its numbers depend on', () => {
    expect(workKey({ name: 'a', seed: 0 })).not.toBe(workKey({ name: 'a', seed: 1 }));
    expect(workKey({ name: 'a', seed: 0 })).toBe(workKey({ name: 'a', seed: 0 }));
  });
});
