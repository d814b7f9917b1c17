import { createHash } from 'node:crypto';
import type { ModelWeights, TrainCheckpoint } from '../../src';

/** Weights of the given values, one tensor each. */
export function weightsFrom(tensors: Readonly<Record<string, readonly number[]>>): ModelWeights {
  const data = new Uint8Array(Float32Array.from(Object.values(tensors).flat()).buffer);
  return {
    specs: Object.entries(tensors).map(([name, values]) => ({ name, shape: [values.length], dtype: 'float32' })),
    data,
    sha256: createHash('sha256').update(data).digest('hex'),
  };
}

/** A small checkpoint with every part there is. */
export function sampleCheckpoint(nextEpoch = 2): TrainCheckpoint {
  return {
    identity: { seed: 'a seed', batchSize: 16, rows: 40, batches: 3 },
    nextEpoch,
    stopTraining: false,
    weights: weightsFrom({ 'dense/kernel': [0.1, -0, 1e-45, -3.4e38], 'dense/bias': [] }),
    optimizer: {
      step: 6,
      learningRate: 0.1 + 0.2,
      moments: [{ m: Float32Array.of(1, -0, 3), v: Float32Array.of(0.5, 0, 1e-40) }],
    },
    averaging: { count: 6, values: [Float32Array.of(7, 8)] },
    callbacks: [
      null,
      {
        name: 'earlyStopping',
        json: { wait: 1, best: -0, history: [5e-324, 1 / 3] },
        weights: weightsFrom({ a: [9] }),
      },
      { name: 'mine', json: null },
    ],
    epochs: [
      { epoch: 0, loss: 1 / 3, accuracy: 0.1, learningRate: 1e-3, seconds: 0.25 },
      { epoch: 1, loss: -0, accuracy: 1, valLoss: 5e-324, valAccuracy: 0.7, learningRate: 1e-3, seconds: 1e21 },
    ],
    stage: { index: 1, starts: [0, 1] },
  };
}
