import type { Rng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import { orthogonalMatrix } from './orthogonalMatrix';

type Initializer = ReturnType<typeof initializers.glorotUniform>;

/**
 * Keras' `GlorotUniform`, drawn from `rng`: uniform in +-sqrt(6 / (fanIn + fanOut)), where a convolution's fans count
 * its receptive field.
 *
 * The object is TensorFlow.js' own initializer with another `apply`, so a saved model's configuration stays plain and
 * the values depend neither on the backend nor on how often a layer was built before.
 */
export function seededGlorotUniform(rng: Rng): Initializer {
  const initializer = initializers.glorotUniform({});
  initializer.apply = (shape) => {
    const sizes = shape.map((size) => size ?? 1);
    const receptive = sizes.slice(0, -2).reduce((product, size) => product * size, 1);
    const fanIn = receptive * (sizes.at(-2) ?? 1);
    const fanOut = receptive * (sizes.at(-1) ?? 1);
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const values = new Float32Array(sizes.reduce((product, size) => product * size, 1));
    for (let i = 0; i < values.length; i++) values[i] = rng.uniform(-limit, limit);
    return tf.tensor(values, sizes);
  };
  return initializer;
}

/** Keras' `Orthogonal` (gain 1) for a two-dimensional kernel, drawn from `rng`; see {@link orthogonalMatrix}. */
export function seededOrthogonal(rng: Rng): Initializer {
  const initializer = initializers.orthogonal({ gain: 1 });
  initializer.apply = (shape) => {
    const cols = shape.at(-1) ?? 1;
    const rows = shape.slice(0, -1).reduce<number>((product, size) => product * (size ?? 1), 1);
    return tf.tensor(orthogonalMatrix(rows, cols, rng), [...shape] as number[]);
  };
  return initializer;
}
