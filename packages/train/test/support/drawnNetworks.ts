import { cnn2d, cnnLstm, lstm } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Samples } from '../../src';

export const CLASSES = 3;

/** Tiny versions of the three networks, the shape of their rows and how far labels lie apart, as in tools/golden/lossCurves.py. */
export const drawnNetworks = {
  cnn2d: {
    shape: [12, 8, 1],
    shift: 0.2,
    build: () => cnn2d({ filters: [3, 4], inputShape: [12, 8, 1], denseUnits: 8, classes: CLASSES }),
  },
  lstm: {
    shape: [6, 2],
    shift: 0.75,
    build: () => lstm({ inputShape: [6, 2], units: [5, 4], denseUnits: 8, classes: CLASSES, dropout: 0 }),
  },
  cnnLstm: {
    shape: [10, 1],
    shift: 0.75,
    build: () =>
      cnnLstm({ blocks: 2, inputShape: [10, 1], units: [5, 4], denseUnits: 8, classes: CLASSES, dropout: 0 }),
  },
} as const;
export type DrawnNetwork = keyof typeof drawnNetworks;

/** -1 to 1, uniform, exact in float64: a linear congruential generator without its first ten values. */
function draws(seed: number, size: number): Float64Array {
  const values = new Float64Array(size);
  let state = seed;
  for (let i = -10; i < size; i++) {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    if (i >= 0) values[i] = state / 2 ** 31 - 1;
  }
  return values;
}

/** Rows that tell their label: values in -1 to 1, of which each label but the middle one has all shifted. */
export function drawnRows(network: DrawnNetwork, count: number, seed: number): Samples {
  const { shape, shift } = drawnNetworks[network];
  const size = tf.util.sizeFromShape([...shape]);
  const y = Int32Array.from({ length: count }, (_, row) => row % CLASSES);
  const values = draws(seed, count * size);
  const x = Float32Array.from(values, (value, i) => value + shift * (y[Math.floor(i / size)]! - 1));
  return { x, shape, y, classes: CLASSES };
}

/** A network with the weights that Keras began with: Glorot-uniform kernels, small biases. */
export function drawnModel(network: DrawnNetwork): LayersModel {
  const model = drawnNetworks[network].build();
  tf.tidy(() =>
    model.setWeights(model.getWeights().map(({ shape }, i) => tf.tensor(drawnWeight(shape, 100 + i), shape))),
  );
  return model;
}

function drawnWeight(shape: readonly number[], seed: number): Float32Array {
  const size = tf.util.sizeFromShape([...shape]);
  const outputs = shape.at(-1)!;
  const fanIn = size / outputs;
  const fanOut = (fanIn / shape.at(-2)!) * outputs;
  const scale = shape.length === 1 ? 0.1 : Math.sqrt(6 / (fanIn + fanOut));
  return Float32Array.from(draws(seed, size), (value) => scale * value);
}
