import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { cnn2d } from '@ser/models';
import { finishedWork, workKey } from '../src/finishedWork';
import type { NetworkResult } from '../src/results';

const result = { name: 'cnn1', accuracy: 0.5 } as NetworkResult;
const key = workKey({ name: 'cnn1', seed: 0 });

describe('finishedWork', () => {
  let directory: string;
  beforeAll(() => useSimdBackend());
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ser-work-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const store = () => {
    const model = cnn2d({ filters: [1], inputShape: [4, 4, 1], classes: 2 });
    return finishedWork(directory, () => {}).store(key, result, model);
  };

  it('finds what it stored, and the weights lie beside it', async () => {
    await store();
    expect(await finishedWork(directory, () => {}).find(key)).toEqual(result);
    expect((await readFile(join(directory, `${key}.weights`))).length).toBeGreaterThan(0);
  });

  it('finds nothing under another key, and says nothing of it', async () => {
    const warnings: string[] = [];
    expect(await finishedWork(directory, (text) => warnings.push(text)).find('cnn1-other')).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it.each([
    ['changed', (text: string) => text.replace('0.5', '0.9')],
    ['cut', (text: string) => text.slice(0, -5)],
    ['made into another JSON value', () => 'null'],
  ])('trains again, with a warning, when the file was %s', async (_, damage) => {
    await store();
    const path = join(directory, `${key}.json`);
    await writeFile(path, damage(await readFile(path, 'utf8')));
    const warnings: string[] = [];
    expect(await finishedWork(directory, (text) => warnings.push(text)).find(key)).toBeUndefined();
    expect(warnings.join()).toMatch(/trained again/);
  });

  it('names work by everything that its numbers depend on', () => {
    expect(workKey({ name: 'a', seed: 0 })).not.toBe(workKey({ name: 'a', seed: 1 }));
    expect(workKey({ name: 'a', seed: 0 })).toBe(workKey({ name: 'a', seed: 0 }));
  });
});
