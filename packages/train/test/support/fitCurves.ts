import { cnn2d, cnnLstm, lstm } from '@ser/models';
import { createRng } from '@ser/random';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fit, type Samples } from '../../src';

/** Small networks with dropout, two of its places in the CNN+LSTM; rows enough to be worth several threads. */
const networks: Readonly<Record<string, { shape: readonly number[]; build: () => LayersModel }>> = {
  cnn2d: {
    shape: [40, 20, 1],
    build: () => cnn2d({ filters: [8, 16, 16], inputShape: [40, 20, 1], classes: 4, seed: 3 }),
  },
  lstm: { shape: [30, 1], build: () => lstm({ inputShape: [30, 1], units: [32, 32], classes: 4, seed: 3 }) },
  cnnLstm: {
    shape: [40, 1],
    build: () => cnnLstm({ blocks: 3, inputShape: [40, 1], units: [32, 32], classes: 4, seed: 3 }),
  },
};
export const fitCurveNames = Object.keys(networks);

function samples(shape: readonly number[], rows: number, seed: string): Samples {
  const rng = createRng(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  const y = Int32Array.from({ length: rows }, (_, row) => row % 4);
  const x = Float32Array.from({ length: rows * size }, (_, i) => {
    return rng.normal((i % size) % 4 === y[Math.floor(i / size)] ? 0.5 : 0, 1);
  });
  return { x, shape, y, classes: 4 };
}

/** Losses and validation losses of three epochs with shuffling, dropout and a smaller last batch, on the active backend. */
export async function fitCurve(name: string): Promise<number[]> {
  const { shape, build } = networks[name]!;
  const model = build();
  const { epochs } = await fit(model, samples(shape, 70, 'train'), {
    epochs: 3,
    batchSize: 16,
    seed: 9,
    validation: samples(shape, 20, 'validation'),
  });
  model.dispose();
  return epochs.flatMap(({ loss, valLoss }) => [loss, valLoss!]);
}
