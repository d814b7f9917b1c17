import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import type { BundleParts, TrainingCard } from '../../src';
import { soundFeatures } from './soundFeatures';
import { labels } from './tones';

export const card: TrainingCard = {
  corpus: 'made-up tones',
  dataLicence: 'none needed',
  split: 'none',
  seed: 1,
  metrics: [{ name: 'UAR', value: 0.9, interval: [0.8, 0.95], intervalOf: '95 %' }],
  intendedUse: 'tests',
  date: '2026-11-26',
};

/** Gives every weight values that a seed decides. */
export function fill(model: LayersModel, seed: number): LayersModel {
  const rng = createRng(seed);
  model.setWeights(
    model.getWeights().map((weight) =>
      tf.tidy(() =>
        tf.tensor(
          Float32Array.from({ length: weight.size }, () => rng.uniform(-1, 1)),
          weight.shape,
        ),
      ),
    ),
  );
  return model;
}

/** A small untrained network over `soundFeatures`, and all else of a bundle. */
export function parts(seed = 1): BundleParts {
  const model = sequential({ name: 'tones' });
  model.add(layers.dense({ name: 'hidden', units: 5, activation: 'tanh', inputShape: [2] }));
  model.add(layers.dense({ name: 'scores', units: labels.length }));
  model.add(layers.softmax({ name: 'probabilities' }));
  return {
    model: fill(model, seed),
    labels,
    featureSet: soundFeatures,
    scaler: {
      type: 'StandardScaler',
      version: 1,
      samplesSeen: 9,
      mean: [0.1, 0.2],
      variance: [0.01, 0.01],
      scale: [0.1, 0.1],
    },
    clip: { offset: 0.1, duration: 0.5, minDuration: 0.05 },
    card,
  };
}
