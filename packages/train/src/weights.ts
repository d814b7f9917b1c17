import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { TrainError } from './errors';

/** One weight's place in {@link ModelWeights}. */
export interface WeightSpec {
  /** `layer/weight`, such as `conv1/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
}

/** All weights of a model as plain data. */
export interface ModelWeights {
  /** Layer by layer; the values lie in `data` one after another. */
  readonly specs: readonly WeightSpec[];
  /** Little-endian float32. */
  readonly data: Uint8Array;
  /** Of `data`, hexadecimal. */
  readonly sha256: string;
}

/** Number of bytes that `specs` describe. */
export function weightBytes(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + 4 * shape.reduce((product, size) => product * size, 1), 0);
}

/** Hash of bytes, hexadecimal. */
export function hashOf(data: Uint8Array): string {
  return bytesToHex(sha256(data));
}

/** Layer by layer, so that freezing a layer does not change the order (`model.weights` puts what trains first). */
function inLayerOrder(model: LayersModel): LayerVariable[] {
  return model.layers.flatMap((layer) => layer.weights);
}

/**
 * Copies a model's weights (those that train and those that do not) out of the backend.
 *
 * @returns plain data, the same for every backend
 */
export async function exportWeights(model: LayersModel): Promise<ModelWeights> {
  const used = new Set<string>();
  const variables = inLayerOrder(model);
  const specs = variables.map((weight, index): WeightSpec => {
    const name = used.has(weight.originalName) ? `${weight.originalName}_${index}` : weight.originalName;
    used.add(name);
    return { name, shape: weight.shape as number[], dtype: 'float32' };
  });
  const data = new Uint8Array(weightBytes(specs));
  const view = new DataView(data.buffer);
  let offset = 0;
  for (const weight of variables) {
    const values = await weight.read().data();
    for (let i = 0; i < values.length; i++, offset += 4) view.setFloat32(offset, values[i]!, true);
  }
  return { specs, data, sha256: hashOf(data) };
}

/**
 * Gives a model weights that `exportWeights` took from one of the same architecture. Weights are matched by order and
 * shape; names are for people (TensorFlow.js numbers unnamed layers by how many were made before).
 *
 * @throws TrainError `BAD_WEIGHTS` when the checksum is wrong, `WEIGHTS_MISMATCH` when a shape differs; the model is
 * then unchanged
 */
export function importWeights(model: LayersModel, { specs, data, sha256: expected }: ModelWeights): void {
  if (data.length !== weightBytes(specs) || hashOf(data) !== expected) {
    throw new TrainError(
      'BAD_WEIGHTS',
      'importWeights: data does not match its specs and sha256; the weights are damaged',
    );
  }
  const variables = inLayerOrder(model);
  const shapes = variables.map(({ shape }) => shape as number[]);
  const differing = shapes.findIndex((shape, index) => !tf.util.arraysEqual(shape, [...(specs[index]?.shape ?? [-1])]));
  if (shapes.length !== specs.length || differing >= 0) {
    const index = differing >= 0 ? differing : shapes.length;
    const describe = (shape?: readonly number[]) => (shape ? `[${shape.join(', ')}]` : 'nothing');
    throw new TrainError(
      'WEIGHTS_MISMATCH',
      `importWeights: weight ${index} is ${specs[index]?.name ?? 'missing'} ${describe(specs[index]?.shape)}, the model's ${variables[index]?.originalName ?? 'end'} ${describe(shapes[index])}; ${specs.length} weights given, ${shapes.length} expected`,
    );
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  tf.tidy(() => {
    let offset = 0;
    for (const [index, shape] of shapes.entries()) {
      const values = new Float32Array(tf.util.sizeFromShape(shape));
      for (let i = 0; i < values.length; i++, offset += 4) values[i] = view.getFloat32(offset, true);
      variables[index]!.write(tf.tensor(values, shape));
    }
  });
}
