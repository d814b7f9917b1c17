import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noise } from '@ser/augment';
import { synthetic } from '@ser/corpora';
import { buildDataset } from '@ser/dataset';
import { report162Features } from '@ser/features';

async function main(): Promise<void> {
  const manifest = synthetic({ seed: 0, speakers: 1 });
  const few = { ...manifest, rows: manifest.rows.slice(0, 4) };
  const shared = {
    featureSet: report162Features,
    versions: [{ name: 'original' }, { name: 'noise', augmentation: noise() }],
    clip: { offset: 0.4, duration: 1 },
  };
  const options = { ...shared, cacheDir: null };
  // What an installed package must get right: its worker file is found, and the workers find the siblings.
  const parallel = await buildDataset(few, { ...options, workers: 2 });
  assert.deepEqual(parallel.failed, []);
  assert.equal(parallel.x.length, 4 * 2 * 162);
  const single = await buildDataset(few, { ...options, workers: 1 });
  assert.deepEqual(parallel.x, single.x);

  const folder = mkdtempSync(join(tmpdir(), 'ser-dataset-'));
  const file = await buildDataset(few, { ...shared, file: join(folder, 'few.dataset') });
  assert.deepEqual(await file.readRows(Uint32Array.of(0)), single.x.slice(0, 162));
  assert.equal(file.contentKey, single.contentKey);
  await file.close();
  rmSync(folder, { recursive: true });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
