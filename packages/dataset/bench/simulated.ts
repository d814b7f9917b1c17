import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDataset, openDataset } from '../src/index';
import { simulatedCorpus, simulatedImage } from './simulatedCorpus';

/**
 * Memory of building a dataset file of a simulated corpus, and of finding it finished, as JSON:
 * `npm run bench:simulated --workspace @ser/dataset -- --clips 100000 [--workers N]`.
 * `addedMb` is the peak of the build less what the process with its manifest took before; `liveMb` the most that this
 * thread's values took after a collection.
 */
const { values } = parseArgs({
  options: { clips: { type: 'string', default: '100000' }, workers: { type: 'string' } },
});
const clips = Number(values.clips);
let live = 0;
function measureLive(): void {
  // The second call waits for buffers that the first frees.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  live = Math.max(live, heapUsed + arrayBuffers);
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

const folder = mkdtempSync(join(tmpdir(), 'ser-simulated-'));
try {
  const file = join(folder, 'simulated.dataset');
  const manifest = simulatedCorpus(clips);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const workers = values.workers === undefined ? undefined : Number(values.workers);
  const dataset = await buildDataset(manifest, {
    featureSet: simulatedImage,
    clip: { sampleRate: null },
    file,
    workers,
    onProgress({ done, total, rate, remainingSeconds }) {
      if (done % 500 === 0) measureLive();
      if (done % 10_000 === 0) {
        console.error(`${done} of ${total}, ${rate.toFixed(0)} a second, ${remainingSeconds.toFixed(0)} s left`);
      }
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const peak = process.resourceUsage().maxRSS * 1024;
  await dataset.close();
  const again = await openDataset(file);
  await again.close();
  const valueMb = megabytes(clips * 224 * 20 * 4);
  const memory = {
    beforeMb: megabytes(before),
    peakMb: megabytes(peak),
    addedMb: megabytes(peak - before),
    liveMb: megabytes(live),
  };
  console.log(
    JSON.stringify({ clips, valueMb, ...memory, seconds: Number(seconds.toFixed(1)), contentKey: again.contentKey }),
  );
} finally {
  rmSync(folder, { recursive: true });
}
