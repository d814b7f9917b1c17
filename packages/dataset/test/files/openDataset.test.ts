import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDatasetFile } from '../../src/files/writeDatasetFile';
import { type Dataset, gatherRows, openDataset, saveDataset } from '../../src/index';
import { temporaryFolder } from '../fixtures/manifest';
import { rowsOf } from '../fixtures/rows';

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'sounds.dataset');
});
afterEach(() => rmSync(folder, { recursive: true }));

const dataset = rowsOf(40, [3, 2]);
const rowBytes = 3 * 2 * 4;

describe('a dataset file', () => {
  it('gives back everything that was saved, and any rows in any order', async () => {
    await saveDataset(dataset, path);
    const file = await openDataset(path);
    const { readRows, readRowInfo, close, classes, ...parts } = file;
    const { x, rows, ...rest } = dataset;
    expect(parts).toEqual(rest);
    expect(classes).toBe(3);
    expect(await readRowInfo()).toEqual(rows);
    for (const wanted of [[], [39], [0, 1, 2], [7, 8, 3, 3, 4, 39, 0], [...rows.keys()], [...rows.keys()].reverse()]) {
      expect(await readRows(Uint32Array.from(wanted))).toEqual(gatherRows(x, 6, wanted));
    }
    await close();
    expect(readdirSync(folder)).toEqual(['sounds.dataset']);
  });

  it('answers several calls at once', async () => {
    await saveDataset(dataset, path);
    const file = await openDataset(path);
    const asked = Array.from({ length: 30 }, (_, n) => [n, (7 * n) % 40, n + 1]);
    const answers = await Promise.all(asked.map((rows) => file.readRows(Uint32Array.from(rows))));
    expect(answers).toEqual(asked.map((rows) => gatherRows(dataset.x, 6, rows)));
    await file.close();
  });

  it('holds rows of more bytes than one block', async () => {
    const large = rowsOf(3, [1_100_000]);
    await saveDataset(large, path);
    const file = await openDataset(path);
    expect(file.contentKey).toBe(large.contentKey);
    expect(Buffer.from((await file.readRows(Uint32Array.of(2))).buffer).equals(bytesOfRow(large, 2))).toBe(true);
    await file.close();
  });

  it('notices any flipped bit: in a value when that row is read, elsewhere when it is opened', async () => {
    await saveDataset(dataset, path);
    const intact = readFileSync(path);
    const start = 8 + Number(intact.readBigUInt64LE(0));
    const end = start + 40 * rowBytes;
    for (let at = 0; at < intact.length; at += at >= start - 3 && at < end ? 37 : 5) {
      const flipped = Buffer.from(intact);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path, flipped);
      if (at < start) {
        await expect(openDataset(path)).rejects.toMatchObject({
          code: expect.stringMatching(/^(FOREIGN|TRUNCATED)_FILE$/),
        });
      } else if (at >= end) {
        await expect(openDataset(path)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
      } else {
        const row = Math.floor((at - start) / rowBytes);
        const file = await openDataset(path);
        await expect(file.readRows(Uint32Array.of(39 - row, row))).rejects.toMatchObject({
          code: 'CORRUPT_FILE',
          message: expect.stringContaining(
            `row ${row} (at byte ${start + row * rowBytes}) of the dataset file ${path}`,
          ),
        });
        const others = [...dataset.rows.keys()].filter((other) => other !== row);
        expect(await file.readRows(Uint32Array.from(others))).toEqual(gatherRows(dataset.x, 6, others));
        await file.close();
      }
    }
  });

  it('is refused after any cut, and when something was added', async () => {
    await saveDataset(dataset, path);
    const intact = readFileSync(path);
    for (let length = intact.length - 1; length >= 0; length -= 41) {
      writeFileSync(path, intact.subarray(0, length));
      const code = length < 9 ? 'FOREIGN_FILE' : 'TRUNCATED_FILE';
      await expect(openDataset(path)).rejects.toMatchObject({ code });
    }
    writeFileSync(path, Buffer.concat([intact, Buffer.of(0)]));
    await expect(openDataset(path)).rejects.toMatchObject({ code: 'FOREIGN_FILE' });
  });

  it('says so when the file shrinks while it is open', async () => {
    await saveDataset(dataset, path);
    const file = await openDataset(path);
    truncateSync(path, 1000);
    await expect(file.readRows(Uint32Array.of(39))).rejects.toMatchObject({
      code: 'TRUNCATED_FILE',
      message: expect.stringMatching(/ ends before byte \d{4}, which was asked for$/),
    });
    await file.close();
  });

  it('refuses what is not a dataset file, or of another version', async () => {
    await saveDataset(dataset, path);
    const other = readFileSync(path, 'latin1').replace('"version":"1"', '"version":"2"');
    const safetensors = Buffer.from('\x10\0\0\0\0\0\0\0{"__metadata__"}');
    for (const content of [Buffer.from(other, 'latin1'), safetensors, Buffer.alloc(100), Buffer.from('RIFF'), '']) {
      writeFileSync(path, content);
      await expect(openDataset(path)).rejects.toMatchObject({
        code: 'FOREIGN_FILE',
        message: expect.stringContaining('a file by saveDataset or buildDataset (version 1) was expected'),
      });
    }
    await expect(openDataset(folder)).rejects.toMatchObject({ code: 'FOREIGN_FILE' });
    await expect(openDataset(join(folder, 'none'))).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      cause: expect.objectContaining({ code: 'ENOENT' }),
    });
  });

  it('refuses numbers that are no row, and to be read after it was closed', async () => {
    await saveDataset(dataset, path);
    const file = await openDataset(path);
    await expect(file.readRows(Uint32Array.of(0, 40))).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: `readRows: row 40 at position 1; ${path} has 40 rows`,
    });
    await file.close();
    await file.close();
    await expect(file.readRows(Uint32Array.of(0))).rejects.toMatchObject({ code: 'FILE_CLOSED' });
    await expect(file.readRowInfo()).rejects.toMatchObject({ code: 'FILE_CLOSED' });
  });

  const python = pythonWithSafetensors();
  if (!python) console.warn('skipped: Python opens a dataset file (no Python with safetensors; set SER_PYTHON to one)');
  (python ? it : it.skip)('opens in Python', async () => {
    await saveDataset(dataset, path);
    const script = [
      'import json, sys',
      'from safetensors import safe_open',
      'with safe_open(sys.argv[1], "np") as f:',
      '  rows = [json.loads(line) for line in f.get_tensor("rows").tobytes().decode().splitlines()]',
      '  print(json.dumps([f.get_slice("x")[5:7].tolist(), f.get_tensor("y").tolist(), rows]))',
    ].join('\n');
    const printed = execFileSync(python!, ['-c', script, path], { encoding: 'utf8' });
    const [x, y, rows] = JSON.parse(printed);
    expect(x.flat(2)).toEqual([...gatherRows(dataset.x, 6, [5, 6])]);
    expect([y, rows]).toEqual([[...dataset.y], dataset.rows]);
  });
});

describe('saveDataset', () => {
  it('replaces a file only when the new one is whole, and leaves nothing beside it', async () => {
    await saveDataset(dataset, path);
    const before = readFileSync(path);
    const failing = { ...rowsOf(3, [1_100_000]), buildKey: null };
    const values = (from: number) => {
      if (from === 2) throw new Error('the disk is gone');
      return failing.x.subarray(0, 1_100_000);
    };
    await expect(writeDatasetFile(path, { ...failing, values })).rejects.toThrow('the disk is gone');
    expect([readFileSync(path).equals(before), readdirSync(folder)]).toEqual([true, ['sounds.dataset']]);
    await saveDataset(rowsOf(2, [1]), path);
    expect((await openDataset(path).then((file) => file.close().then(() => file))).y).toHaveLength(2);
  });

  it('makes missing folders, and says when it cannot write', async () => {
    await saveDataset(dataset, join(folder, 'a', 'b', 'c.dataset'));
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'taken', 'inside'), '');
    for (const place of [join(folder, 'a/b/c.dataset', 'below'), join(folder, 'taken')]) {
      await expect(saveDataset(dataset, place)).rejects.toMatchObject({ code: 'FILE_NOT_WRITTEN' });
    }
    expect(readdirSync(folder).sort()).toEqual(['a', 'taken']);
  });

  it.each<[string, Partial<Dataset>]>([
    ['has 0 rows', { rows: [], x: new Float32Array(0) }],
    ['239 values; rows * 6', { x: dataset.x.subarray(1) }],
    ["has the label 'noise'", { labels: ['beep'] }],
  ])('refuses a dataset that %s', async (part, wrong) => {
    await expect(saveDataset({ ...dataset, ...wrong }, path)).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: expect.stringContaining(part),
    });
  });
});

function bytesOfRow({ x, shape }: Dataset, row: number): Buffer {
  const size = shape.reduce((product, length) => product * length, 1);
  return Buffer.from(x.slice(row * size, (row + 1) * size).buffer);
}

function pythonWithSafetensors(): string | undefined {
  return [process.env.SER_PYTHON, 'python3'].find((candidate) => {
    if (!candidate) return false;
    try {
      execFileSync(candidate, ['-c', 'import safetensors, numpy'], { stdio: 'ignore' });
      return true;
    } catch {
      return false; // this one lacks them: try the next
    }
  });
}
