import assert from 'node:assert/strict';
import { useSimdBackend } from '@ser/backend-simd';
import { cnn2d, lstm } from '@ser/models';
import { classificationReport, confusionMatrix, fit, groupSplit, randomSplit } from '@ser/train';

/** Two classes that differ in sign. */
function samples(rows: number, shape: readonly number[]) {
  const width = shape.reduce((product, size) => product * size, 1);
  const y = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const x = Float32Array.from({ length: rows * width }, (_, i) => (Math.floor(i / width) % 2 === 0 ? 1 : -1));
  return { x, shape, y, classes: 2 };
}

async function main(): Promise<void> {
  assert.deepEqual(confusionMatrix([0, 0, 1], [0, 1, 1], 2), [
    [1, 1],
    [0, 1],
  ]);
  assert.equal(classificationReport([0, 1], [0, 1], ['angry', 'calm']).uar, 1);
  assert.equal(randomSplit(8, { seed: 6 }).train.length, 6);
  assert.equal(typeof groupSplit, 'function');

  await useSimdBackend();
  const image = cnn2d({ filters: [4, 4], inputShape: [16, 8, 1], classes: 2, denseUnits: 8 });
  const series = lstm({ units: [8, 8], inputShape: [12, 1], classes: 2, denseUnits: 8 });
  for (const [model, data] of [
    [image, samples(16, [16, 8, 1])],
    [series, samples(16, [12, 1])],
  ] as const) {
    const { epochs } = await fit(model, data, { epochs: 8, batchSize: 8, learningRate: 0.01 });
    const [first, last] = [epochs[0], epochs.at(-1)];
    assert.ok(first !== undefined && last !== undefined && last.loss < first.loss, 'the loss falls');
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
