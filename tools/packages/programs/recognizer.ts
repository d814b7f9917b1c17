import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { report162Features } from '@ser/features';
import { decodeBundle, encodeBundle, loadBundle, type TrainingCard } from '@ser/recognizer';
import { saveBundle } from '@ser/recognizer/node';
import { layers, sequential } from '@tensorflow/tfjs-layers';

async function main(): Promise<void> {
  await useSimdBackend();
  const model = sequential();
  model.add(layers.dense({ units: 2, inputShape: [162], activation: 'softmax', kernelInitializer: 'zeros' }));
  const card: TrainingCard = {
    corpus: 'none',
    dataLicence: 'none',
    split: 'none',
    seed: 0,
    metrics: [],
    intendedUse: 'a check of the package',
    date: '2026-11-26',
  };
  const parts = { model, labels: ['calm', 'sad'], featureSet: report162Features, card };
  const bytes = await encodeBundle(parts);
  assert.equal(decodeBundle(bytes).manifest.featureSet.name, 'report162');

  const folder = mkdtempSync(join(tmpdir(), 'ser-recognizer-'));
  try {
    await saveBundle(join(folder, 'calm'), parts);
    for (const source of [bytes, join(folder, 'calm')]) {
      const recognizer = await loadBundle(source);
      const result = await recognizer.recognize({ samples: new Float32Array(48_000), sampleRate: 16_000 });
      assert.deepEqual(result, { label: 'calm', probabilities: { calm: 0.5, sad: 0.5 }, confidence: 0.5 });
      recognizer.dispose();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
