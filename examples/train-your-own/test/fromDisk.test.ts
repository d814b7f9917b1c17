import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { type Dataset, fitScaler, gatherRows, openDataset, saveDataset, scaled, subset } from '@ser/dataset';
import { StandardScaler } from '@ser/features';
import { cnn2d } from '@ser/models';
import { createRng } from '@ser/random';
import { exportWeights, fit, type RowSource, randomSplit, type Samples } from '@ser/train';

jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'ser-from-disk-'));
afterAll(() => rmSync(folder, { recursive: true }));

const shape = [8, 4];
const size = 32;

/** Rows of three classes that differ in their level and in nothing else. */
function noisyDataset(count: number): Dataset {
  const labels = ['high', 'low', 'middle'];
  const level = [3, -3, 0];
  const rng = createRng(4);
  const y = Int32Array.from({ length: count }, (_, row) => row % 3);
  const x = Float32Array.from({ length: count * size }, (_, at) => rng.normal() + level[y[Math.floor(at / size)]!]!);
  const rows = Array.from(y, (label, row) => ({ clipId: `c${row}`, version: 'original', label: labels[label]! }));
  return { x, shape, y, labels, rows, failed: [], warnings: [], contentKey: '' };
}

/** Trains the same network; returns its weights and the losses. */
async function train(data: Samples | RowSource, validation: Samples | RowSource) {
  const model = cnn2d({ filters: [4], inputShape: [8, 4, 1], classes: 3, denseUnits: 4, seed: 2 });
  const { epochs } = await fit(model, data, { epochs: 3, batchSize: 7, seed: 5, validation });
  const { sha256 } = await exportWeights(model);
  model.dispose();
  return { sha256, losses: epochs.map(({ loss, valLoss }) => [loss, valLoss]) };
}

it('training from a dataset file gives the bits of training from arrays, scaler and split included', async () => {
  await useSimdBackend();
  const dataset = noisyDataset(100);
  const split = randomSplit(100, { seed: 1 });
  const side = (rows: Uint32Array) => ({ rows, x: gatherRows(dataset.x, size, rows) });
  const [learned, tested] = [side(split.train), side(split.test)];
  const matrix = (x: Float32Array) => ({ data: x, rows: x.length / 4, cols: 4 });
  const scaler = new StandardScaler().fit(matrix(learned.x));
  const samples = ({ rows, x }: typeof learned): Samples => {
    const y = Int32Array.from(rows, (row) => dataset.y[row]!);
    return { x: scaler.transform(matrix(x)).data, shape, y, classes: 3 };
  };
  const fromArrays = await train(samples(learned), samples(tested));

  const path = join(folder, 'noisy.dataset');
  await saveDataset(dataset, path);
  const file = await openDataset(path);
  const [train1, test1] = [subset(file, split.train), subset(file, split.test)];
  const onDisk = await fitScaler(train1, { batchSize: 16 });
  const fromDisk = await train(scaled(train1, onDisk), scaled(test1, onDisk));
  await file.close();

  expect(onDisk.toJSON()).toEqual(scaler.toJSON());
  expect(fromDisk).toEqual(fromArrays);
  expect(fromArrays.losses[2]![0]).toBeLessThan(fromArrays.losses[0]![0]!);
});

it('training on five times the rows takes no more memory, but for their labels and order', () => {
  const run = (rows: number, ...mode: string[]): string => {
    const program = join(__dirname, 'programs/fitFromDisk.ts');
    const argv = ['--expose-gc', '--conditions=@ser/source', '--import', 'tsx', program];
    const path = join(folder, `${rows}.dataset`);
    return execFileSync(process.execPath, [...argv, path, String(rows), ...mode], { encoding: 'utf8' }).trimEnd();
  };
  const [few, many] = [10_000, 50_000].map((rows) => {
    run(rows, 'write');
    return JSON.parse(run(rows)) as { valueBytes: number; valAccuracy: number; arrayBuffers: number; rss: number };
  });
  const moreValues = many!.valueBytes - few!.valueBytes;
  expect(many!.valAccuracy).toBeGreaterThan(0.9);
  // Labels, checksums, and the numbers of the rows of a split and an epoch are 40 bytes a row, its values 1,024.
  expect(many!.arrayBuffers - few!.arrayBuffers).toBeLessThan(moreValues / 8);
  expect(many!.rss - few!.rss).toBeLessThan(moreValues);
});
