import type { LayersModel } from '@tensorflow/tfjs-layers';
import { kerasLayers } from './kerasLayers';
import { encodeSafetensors, type NamedTensor } from './safetensors';

/** What the metadata of a file calls its layout; another number is another layout. */
export const kerasWeightsFormat = 'keras-weights-1';

/**
 * The weights of a model as one safetensors file that Keras 3 takes by `tools/keras/weights.py`: tensors `layer/weight`
 * with Keras' names and layouts, and in the metadata the layers in order with their classes.
 *
 * @returns the bytes of the file; a model of the same layers in Keras then gives the same outputs (a test says: to 1e-5)
 * @throws ModelsError `UNSUPPORTED_LAYER` for what Keras 3 does not have or computes otherwise (`hardSigmoid`),
 * `BAD_WEIGHTS` when a weight is not finite
 * @example
 * await writeFile('weights.safetensors', await exportKerasWeights(model));
 * // python weights.py import weights.safetensors model.keras trained.keras
 * @see docs/keras-weights.md, which lists layers, names and layouts
 */
export async function exportKerasWeights(model: LayersModel): Promise<Uint8Array> {
  const layers = kerasLayers('exportKerasWeights', model);
  const tensors = new Map<string, NamedTensor>();
  for (const { name, weights } of layers) {
    for (const [weight, variable] of weights) {
      const values = (await variable.read().data()) as Float32Array;
      tensors.set(`${name}/${weight}`, { shape: variable.shape as number[], values });
    }
  }
  const metadata = {
    format: kerasWeightsFormat,
    writer: '@ser/models',
    layers: JSON.stringify(layers.map(({ name, kind }) => [name, kind])),
  };
  return encodeSafetensors('exportKerasWeights', { metadata, tensors });
}
