import { useSimdBackend } from '@ser/backend-simd';
import { cnn2d, lstm } from '@ser/models';
import { fit } from '@ser/train';
import * as tf from '@tensorflow/tfjs-core';

/** Two classes that differ in sign. */
function samples(rows: number, shape: readonly number[]) {
  const width = shape.reduce((product, size) => product * size, 1);
  const y = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const x = Float32Array.from({ length: rows * width }, (_, i) => (Math.floor(i / width) % 2 === 0 ? 1 : -1));
  return { x, shape, y, classes: 2 };
}

async function train(): Promise<Record<string, unknown>> {
  await useSimdBackend();
  const image = cnn2d({ filters: [4, 4], inputShape: [16, 8, 1], classes: 2, denseUnits: 8 });
  const series = lstm({ units: [8, 8], inputShape: [12, 1], classes: 2, denseUnits: 8 });
  const losses: number[][] = [];
  for (const [model, data] of [
    [image, samples(16, [16, 8, 1])],
    [series, samples(16, [12, 1])],
  ] as const) {
    const { epochs } = await fit(model, data, { epochs: 8, batchSize: 8, learningRate: 0.01 });
    losses.push(epochs.map(({ loss }) => loss));
  }
  return { backend: tf.getBackend(), isolated: globalThis.crossOriginIsolated, losses };
}

train().then(
  (result) => {
    document.body.dataset.result = JSON.stringify(result);
  },
  (error: unknown) => {
    document.body.dataset.result = JSON.stringify({ error: String(error) });
  },
);
