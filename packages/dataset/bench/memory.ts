import { parseArgs } from 'node:util';
import { createRng } from '@ser/random';
import { type DatasetRow, makeDataset } from '../src/dataset';
import { fitScaler, openDataset, saveDataset, scaled } from '../src/index';

/**
 * Memory of reading batches from a dataset file, as JSON:
 * `npm run bench:memory --workspace @ser/dataset -- --file PATH --rows N` writes a file of N rows, 64 values each;
 * the same without `--rows` reads it: one pass for a scaler, then batches of 64 shuffled rows.
 */
const { values } = parseArgs({ options: { file: { type: 'string' }, rows: { type: 'string' } } });
if (!values.file) throw new Error('--file PATH is missing');

const size = 64;
const batches = 500;
if (values.rows) {
  const count = Number(values.rows);
  const rows = Array.from({ length: count }, (_, row): DatasetRow => {
    return { clipId: String(row), speaker: String(row % 24), version: 'original', label: String(row % 8) };
  });
  const x = Float32Array.from({ length: count * size }, (_, at) => (at * 2654435761) % 1000);
  const labels = Array.from({ length: 8 }, (_, label) => String(label));
  await saveDataset(makeDataset({ x, shape: [size], labels, rows, failed: [], warnings: [] }), values.file);
} else {
  const file = await openDataset(values.file);
  const peak = { rss: 0, arrayBuffers: 0, heapUsed: 0 };
  let reads = 0;
  const measure = () => {
    // With --expose-gc the figures are those of what is still needed; the second call waits for buffers that the first frees.
    if (reads++ % 100 === 0) {
      globalThis.gc?.();
      globalThis.gc?.();
    }
    const now = process.memoryUsage();
    peak.rss = Math.max(peak.rss, now.rss);
    if (reads % 100 !== 1) return;
    peak.arrayBuffers = Math.max(peak.arrayBuffers, now.arrayBuffers);
    peak.heapUsed = Math.max(peak.heapUsed, now.heapUsed);
  };
  const watched = {
    ...file,
    readRows: async (rows: Uint32Array) => {
      measure();
      return file.readRows(rows);
    },
  };
  const source = scaled(watched, await fitScaler(watched));
  const order = createRng(0).permutation(file.y.length);
  for (let batch = 0; batch < batches; batch++) {
    const from = (batch * 64) % (order.length - 64);
    await source.readRows(order.slice(from, from + 64));
  }
  measure();
  await file.close();
  console.log(JSON.stringify({ rows: file.y.length, valueBytes: file.y.length * size * 4, ...peak }));
}
