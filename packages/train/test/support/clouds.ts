import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import type { RowSource, Samples } from '../../src';

/** Three clouds of points, one a class. */
export function clouds(rows: number, seed: number): Samples {
  const rng = createRng(seed);
  const x = new Float32Array(rows * 4);
  const y = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const label = row % 3;
    y[row] = label;
    for (let i = 0; i < 4; i++) x[row * 4 + i] = rng.normal(i === label ? 2 : 0, 0.5);
  }
  return { x, shape: [4], y, classes: 3 };
}

/** The same rows, read one promise at a time. */
export function sourceOf({ x, shape, y, classes }: Samples): RowSource {
  return {
    shape,
    y,
    classes,
    readRows: async (rows) => Float32Array.from({ length: rows.length * 4 }, (_, i) => x[rows[i >> 2]! * 4 + (i & 3)]!),
  };
}

const values = (size: number, seed: number) =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(seed + i * 1.7) / 2);

/** Dense, dropout, logits, softmax: with the same initial values each time. */
export function smallModel(end: 'activation' | 'dense' | 'linear' = 'activation', rate = 0.3): LayersModel {
  const model = sequential();
  model.add(layers.dense({ units: 8, activation: 'relu', inputShape: [4] }));
  model.add(layers.dropout({ rate }));
  model.add(layers.dense({ units: 3, activation: end === 'dense' ? 'softmax' : 'linear' }));
  if (end === 'activation') model.add(layers.activation({ activation: 'softmax' }));
  tf.tidy(() => {
    model.setWeights(model.getWeights().map((w, i) => tf.tensor(values(w.size, i), w.shape)));
  });
  return model;
}

export const weightsOf = (model: LayersModel) => model.getWeights().flatMap((w) => Array.from(w.dataSync()));
