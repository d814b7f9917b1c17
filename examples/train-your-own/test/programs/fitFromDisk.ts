// node --expose-gc fitFromDisk.ts PATH ROWS: trains one epoch on ROWS rows that lie in a dataset file, and prints what
// memory that took as JSON. With `write` as a third word it only writes the file.
import { useSimdBackend } from '@ser/backend-simd';
import { fitScaler, openDataset, saveDataset, scaled, subset } from '@ser/dataset';
import { cnn2d } from '@ser/models';
import { createRng } from '@ser/random';
import { fit, randomSplit } from '@ser/train';

const [path, count, mode] = [process.argv[2]!, Number(process.argv[3]), process.argv[4]];
const shape = [16, 16];
const size = 256;

if (mode === 'write') {
  const labels = ['high', 'low'];
  const y = Int32Array.from({ length: count }, (_, row) => row % 2);
  const rng = createRng(1);
  const x = Float32Array.from(
    { length: count * size },
    (_, at) => rng.normal() + (y[Math.floor(at / size)] === 0 ? 1 : -1),
  );
  const rows = Array.from(y, (label, row) => ({ clipId: String(row), version: 'original', label: labels[label]! }));
  await saveDataset({ x, shape, y, labels, rows, failed: [], warnings: [], contentKey: '' }, path);
} else {
  await useSimdBackend();
  const file = await openDataset(path);
  const split = randomSplit(count, { trainFraction: 0.9, seed: 1 });
  const train = subset(file, split.train);
  const scaler = await fitScaler(train);
  const model = cnn2d({ filters: [2], inputShape: [16, 16, 1], classes: 2, denseUnits: 4 });
  const peak = { arrayBuffers: 0, rss: 0 };
  const { epochs } = await fit(model, scaled(train, scaler), {
    epochs: 1,
    batchSize: 256,
    validation: scaled(subset(file, split.test), scaler),
    callbacks: [
      {
        onBatchEnd(batch) {
          peak.rss = Math.max(peak.rss, process.memoryUsage().rss);
          if (batch % 20 !== 0) return;
          // What is still needed, without what the garbage collector has not taken yet.
          globalThis.gc?.();
          peak.arrayBuffers = Math.max(peak.arrayBuffers, process.memoryUsage().arrayBuffers);
        },
      },
    ],
  });
  await file.close();
  console.log(JSON.stringify({ valueBytes: count * size * 4, valAccuracy: epochs[0]!.valAccuracy, ...peak }));
}
