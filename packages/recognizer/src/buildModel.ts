import { fuseConvolutions, fuseRecurrent } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import type { Bundle } from './bundle';
import { RecognizerError } from './errors';
import { buildWithin, type Network } from './topology/buildWithin';
import { checkCost } from './topology/checkCost';
import { checkTopology } from './topology/checkTopology';
import { weightBytes, weightSize, weightSpecs } from './weightLayout';

/**
 * Makes the network of a bundle, with the bundle's weights, on the active backend; fused kernels run where the backend has
 * them.
 *
 * @throws RecognizerError `UNKNOWN_LAYER`, `BAD_BUNDLE`, `TOO_LARGE`, `UNSUPPORTED_MODEL`; no tensor is left behind
 */
export async function buildModel(bundle: Bundle, customLayers: readonly string[]): Promise<Network> {
  const { modelTopology, featureSet } = bundle.manifest;
  const topology = checkTopology(modelTopology, featureSet.shape, customLayers);
  const { model, free } = await buildWithin(topology, weightBytes(weightSpecs(bundle.manifest)) / 4);
  try {
    checkCost(model);
    writeWeights(model, bundle);
    return { model: fuseRecurrent(fuseConvolutions(model)), free };
  } catch (error) {
    free();
    throw error;
  }
}

function writeWeights(model: LayersModel, { manifest, weights }: Bundle): void {
  const variables = new Map<string, LayerVariable>();
  for (const weight of model.layers.flatMap((layer) => layer.weights)) variables.set(weight.originalName, weight);
  // A copy, so that the values lie at a multiple of 4 bytes.
  const values = new Float32Array(weights.slice().buffer);
  let offset = 0;
  for (const spec of weightSpecs(manifest)) {
    const variable = variables.get(spec.name);
    if (variable === undefined) bad(`the weight ${quote(spec.name)} belongs to no layer`);
    if (!tf.util.arraysEqual(variable.shape as number[], [...spec.shape])) {
      bad(`the weight ${quote(spec.name)} is [${spec.shape.join(', ')}], the layer's [${variable.shape.join(', ')}]`);
    }
    const end = offset + weightSize(spec);
    tf.tidy(() => {
      variable.write(tf.tensor(values.subarray(offset, end), [...spec.shape]));
    });
    variables.delete(spec.name);
    offset = end;
  }
  const [missing] = variables.keys();
  if (missing !== undefined) bad(`the layer's weight ${quote(missing)} is not among the weights`);
}

function quote(name: string): string {
  return JSON.stringify(name).slice(0, 100);
}

function bad(problem: string): never {
  throw new RecognizerError('BAD_BUNDLE', `the bundle contradicts itself: ${problem}`);
}
