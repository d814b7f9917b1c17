import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { ModelsError } from '../errors';
import { kerasWeightsFormat } from './exportKerasWeights';
import { type KerasLayer, kerasLayers } from './kerasLayers';
import { decodeSafetensors, type NamedTensor, type TensorFile } from './safetensors';

/** A layer as the file's metadata lists it. */
interface ListedLayer {
  readonly name: string;
  readonly kind: string;
}

/**
 * Gives a model the weights of a file that `tools/keras/weights.py` (or {@link exportKerasWeights}) wrote from a model of
 * the same layers. Layers are matched by name where both have the same names, else by order; the class of each layer and
 * the name and shape of each weight must agree.
 *
 * @param model - unchanged when this throws
 * @param bytes - the whole file, from anywhere: all of it is checked before a weight is written
 * @throws ModelsError `BAD_WEIGHTS` for a file that is damaged, cut short, something else, or holds NaN;
 * `WEIGHTS_MISMATCH` when a layer or weight is missing, left over, or of another class or shape; `UNSUPPORTED_LAYER` for
 * what TensorFlow.js does not have (a GRU with `reset_after=True`) or computes otherwise
 * @example
 * // python weights.py export trained.keras weights.safetensors
 * importKerasWeights(model, await readFile('weights.safetensors'));
 * @see docs/keras-weights.md, which lists layers, names and layouts
 */
export function importKerasWeights(model: LayersModel, bytes: Uint8Array): void {
  const layers = kerasLayers('importKerasWeights', model);
  const { metadata, tensors } = decodeSafetensors('importKerasWeights', bytes);
  const listed = listedLayers(metadata);
  const writes: [LayerVariable, NamedTensor][] = [];
  const left = new Set(tensors.keys());
  for (const [layer, source] of pairs(layers, listed)) {
    for (const [weight, variable] of layer.weights) {
      const name = `${source.name}/${weight}`;
      const tensor = tensors.get(name);
      if (!tensor) fail(`layer ${layer.name} wants a weight ${name}, which the file does not have`);
      if (!tf.util.arraysEqual(variable.shape as number[], [...tensor.shape])) {
        fail(
          `weight ${name} is [${tensor.shape.join(', ')}], that of the model's ${layer.name} [${variable.shape.join(', ')}]`,
        );
      }
      left.delete(name);
      writes.push([variable, tensor]);
    }
  }
  if (left.size > 0) fail(`the file has ${[...left].join(', ')}, which the model has no place for`);
  tf.tidy(() => {
    for (const [variable, { shape, values }] of writes) variable.write(tf.tensor(values, [...shape]));
  });
}

/** Each layer of the model with the layer of the file that it takes its weights from. */
function pairs(layers: readonly KerasLayer[], listed: readonly ListedLayer[]): [KerasLayer, ListedLayer][] {
  const byName = new Map(listed.map((layer) => [layer.name, layer]));
  const sameNames = layers.length === listed.length && layers.every(({ name }) => byName.has(name));
  const sources = sameNames ? layers.map(({ name }) => byName.get(name)) : listed;
  for (let i = 0; i < Math.max(layers.length, listed.length); i++) {
    const [layer, source] = [layers[i], sources[i]];
    if (source?.kind.includes('reset_after') && layer?.kind === source.kind.replace(' reset_after', '')) {
      throw new ModelsError(
        'UNSUPPORTED_LAYER',
        `importKerasWeights: ${source.name} is a GRU with reset_after=True, which TensorFlow.js does not have; train it in Keras with GRU(..., reset_after=False)`,
      );
    }
    if (layer?.kind !== source?.kind) {
      const describe = (one?: ListedLayer) => (one ? `${one.name} (${one.kind})` : 'missing');
      fail(
        `layer ${i} with weights is ${describe(source)} in the file, ${describe(layer)} in the model; the file has ${listed.length} such layers, the model ${layers.length}`,
      );
    }
  }
  return layers.map((layer, i) => [layer, sources[i]!]);
}

function listedLayers(metadata: TensorFile['metadata']): ListedLayer[] {
  if (metadata.format !== kerasWeightsFormat) {
    throw new ModelsError(
      'BAD_WEIGHTS',
      `importKerasWeights: metadata.format=${String(metadata.format)}; expected ${kerasWeightsFormat}, which tools/keras/weights.py and exportKerasWeights write`,
    );
  }
  let layers: unknown;
  try {
    layers = JSON.parse(metadata.layers ?? '');
  } catch {
    layers = undefined;
  }
  const good =
    Array.isArray(layers) &&
    layers.every((layer) => Array.isArray(layer) && layer.length === 2 && layer.every((x) => typeof x === 'string')) &&
    new Set(layers.map(([name]) => name)).size === layers.length;
  if (!good) {
    throw new ModelsError(
      'BAD_WEIGHTS',
      'importKerasWeights: metadata.layers is no list of [name, class] with names that differ; the file is damaged',
    );
  }
  return (layers as [string, string][]).map(([name, kind]) => ({ name, kind }));
}

function fail(problem: string): never {
  throw new ModelsError(
    'WEIGHTS_MISMATCH',
    `importKerasWeights: ${problem}; expected a file from a model of the same layers`,
  );
}
