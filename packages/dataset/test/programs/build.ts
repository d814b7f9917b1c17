import { buildDataset } from '../../src/index';
import { generated } from '../fixtures/manifest';
import { slowLevels } from '../fixtures/slowLevels';

// A build in a process of its own, for tests that kill it or break its threads.
const [count, milliseconds, log, folder, file] = process.argv.slice(2) as [string, string, string, string, string?];
const options = {
  featureSet: slowLevels({ milliseconds: Number(milliseconds), log }),
  clip: { sampleRate: null },
  workers: 2,
};
try {
  const manifest = generated(Number(count));
  const dataset = await (file
    ? buildDataset(manifest, { ...options, file })
    : buildDataset(manifest, { ...options, cacheDir: folder }));
  console.log(dataset.contentKey);
} catch (error) {
  console.log((error as { code?: string }).code);
}
