import type { Rng } from '@ser/random';
import { layers } from '@tensorflow/tfjs-layers';
import { seededGlorotUniform } from './initializers';
import type { Layer } from './innermostLayers';

/** A dense layer whose kernel is drawn from `rng`. */
export function seededDense(name: string, units: number, activation: 'relu' | 'linear', rng: Rng): Layer {
  return layers.dense({
    name,
    units,
    activation,
    kernelInitializer: seededGlorotUniform(rng.fork(name)),
    biasInitializer: 'zeros',
  });
}

/**
 * The last two layers of every classifier here: a linear `logits` layer, then the softmax `probabilities`. Training
 * works on the logits, where the cross-entropy's gradient stays exact however sure the network is.
 */
export function classifierHead(classes: number, rng: Rng): Layer[] {
  return [
    seededDense('logits', classes, 'linear', rng),
    layers.activation({ name: 'probabilities', activation: 'softmax' }),
  ];
}
