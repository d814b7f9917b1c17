import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crossValidate, kFold } from '../../src';
import { folderCellStore } from '../../src/node';

const id = { key: 'cnn 60 epochs', fold: 2, seed: 'a/b', data: 'f00' };
const predictions = { predicted: [0, 2, 1], probabilities: [0.5, 0.25, 0.25, 0, 0, 1, 0, 1, 0] };

describe('folderCellStore', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cells-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives back what it was given, by every part of the id', async () => {
    const store = folderCellStore(join(folder, 'not', 'yet'));
    expect(await store.load(id)).toBeUndefined();
    await store.save(id, predictions);
    expect(await store.load({ ...id })).toEqual(predictions);
    for (const other of [{ key: 'lstm' }, { fold: 3 }, { seed: 'a_b' }, { data: 'f01' }]) {
      expect(await store.load({ ...id, ...other })).toBeUndefined();
    }
    expect(await store.load({ ...id, seed: 1 })).toBeUndefined();
    await store.save({ ...id, seed: 1 }, predictions);
    expect(await store.load({ ...id, seed: '1' })).toBeUndefined();
  });

  it('refuses a file that was cut off or changed anywhere', async () => {
    const store = folderCellStore(folder);
    await store.save(id, predictions);
    const path = join(folder, readdirSync(folder)[0]!);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length - 1; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(store.load(id)).rejects.toMatchObject({ code: 'BAD_CHECKPOINT' });
    }
    for (let at = 0; at < whole.length - 1; at += 5) {
      const changed = Uint8Array.from(whole);
      changed[at] = changed[at]! ^ 1;
      writeFileSync(path, changed);
      await expect(store.load(id)).rejects.toMatchObject({ code: 'BAD_CHECKPOINT' });
    }
    writeFileSync(path, whole);
    expect(await store.load(id)).toEqual(predictions);
  });

  it('refuses the file of another cell under its name', async () => {
    const store = folderCellStore(folder);
    await store.save(id, predictions);
    const path = join(folder, readdirSync(folder)[0]!);
    const text = readFileSync(path);
    await store.save({ ...id, fold: 9 }, predictions);
    const other = readdirSync(folder).find((name) => name.startsWith('fold-9'))!;
    writeFileSync(join(folder, other), text);
    await expect(store.load({ ...id, fold: 9 })).rejects.toMatchObject({ code: 'BAD_CHECKPOINT' });
  });

  it('says when a cell could not be written', async () => {
    writeFileSync(join(folder, 'file'), 'in the way');
    const store = folderCellStore(join(folder, 'file'));
    await expect(store.save(id, predictions)).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_WRITTEN' });
    // A folder that cannot be read is no damaged cell: a cross-validation stops before it trains.
    await expect(store.load(id)).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it('lets a cross-validation go on, training a damaged cell again', async () => {
    const y = [0, 1, 0, 1, 0, 1, 0, 1];
    const rows = y.map((_, row) => ({ clipId: String(row), speaker: String(row) }));
    const trained: number[] = [];
    const run = () =>
      crossValidate({
        folds: kFold(8, { folds: 4, shuffle: false }),
        rows,
        y,
        labels: ['a', 'b'],
        store: folderCellStore(folder),
        key: 'alternate',
        train: async ({ fold, split }) => {
          trained.push(fold);
          return { predicted: Array.from(split.test, (row) => (row + fold) % 2) };
        },
      });
    const first = await run();
    expect(await run()).toEqual(first);
    const damaged = readdirSync(folder).find((name) => name.startsWith('fold-2'))!;
    writeFileSync(join(folder, damaged), '{');
    expect(await run()).toEqual(first);
    expect(await run()).toEqual(first);
    expect(trained).toEqual([0, 1, 2, 3, 2]);
    expect(readdirSync(folder)).toHaveLength(4);
  });
});
