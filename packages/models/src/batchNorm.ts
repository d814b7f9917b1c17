import { layers } from '@tensorflow/tfjs-layers';
import type { Layer } from './innermostLayers';

/**
 * A batch normalization with the running averages of PyTorch (momentum 0.9). Keras' 0.99 needs some 500 steps before
 * inference sees the data's mean and variance; a small corpus has a dozen steps an epoch.
 */
export function batchNorm(name: string): Layer {
  return layers.batchNormalization({ name, momentum: 0.9, epsilon: 1e-3 });
}
