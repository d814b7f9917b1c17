import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ModelsError } from './errors';
import { headOf } from './headOf';
import { innermostLayers, type Layer } from './innermostLayers';

/** Options of {@link freeze}: one of them, or none for all layers before the head. */
export interface FreezeOptions {
  /** Freezes this layer and all before it. */
  readonly upTo?: string;
  /** Freezes exactly these layers; an empty list thaws all. */
  readonly layers?: readonly string[];
}

/** Normalizations that stay still while frozen. */
const stilled = new WeakSet<Layer>();

/**
 * Freezes layers for transfer learning: they get no gradient and do not change; all others train.
 *
 * A frozen batch normalization runs in inference mode, as in Keras: it normalizes by its running averages and leaves them
 * alone. TensorFlow.js itself goes on normalizing by the batch and moving them. Dropout is no weight, and stays active
 * while training, as in Keras. Each call says anew what is frozen, so layers can be thawed step by step. Make a new
 * optimizer after it: moments belong to the weights that trained.
 *
 * A saved model keeps which layers are frozen (`trainable`), but a loaded one is TensorFlow.js' own again: call `freeze` on
 * it before training it.
 *
 * @param model - any layers model; changed in place. Without options it must end in a dense layer and its softmax
 * @returns the same model
 * @throws ModelsError `INVALID_OPTION` for both options at once or a name that no layer has; `UNSUPPORTED_MODEL`
 * @example
 * freeze(model); // only the head trains
 * freeze(model, { upTo: 'conv2' });
 * freeze(model, { layers: [] }); // everything trains
 * @see Keras' `layer.trainable`, and its guide to transfer learning
 */
export function freeze<Model extends LayersModel>(model: Model, options: FreezeOptions = {}): Model {
  const all = innermostLayers(model);
  const frozen = chooseLayers(model, all, options);
  for (const layer of all) {
    layer.trainable = !frozen.has(layer);
    keepStillWhenFrozen(layer);
  }
  return model;
}

function chooseLayers(model: LayersModel, all: readonly Layer[], { upTo, layers }: FreezeOptions): Set<Layer> {
  if (upTo !== undefined && layers !== undefined) {
    throw new ModelsError('INVALID_OPTION', 'freeze: upTo and layers are both given; expected one of them, or none');
  }
  if (layers !== undefined) return new Set(layers.map((name) => all[indexOf(all, 'layers', name)]!));
  if (upTo !== undefined) return new Set(all.slice(0, indexOf(all, 'upTo', upTo) + 1));
  return new Set(all.slice(0, all.indexOf(headOf('freeze', model))));
}

function indexOf(all: readonly Layer[], option: string, name: string): number {
  const index = all.findIndex((layer) => layer.name === name);
  if (index < 0) {
    const names = all.map((layer) => layer.name).join(', ');
    throw new ModelsError('INVALID_OPTION', `freeze: ${option} names "${name}"; the model's layers are ${names}`);
  }
  return index;
}

function keepStillWhenFrozen(layer: Layer): void {
  // TimeDistributed holds the layer that it applies to each step.
  const inner = (layer as Layer & { readonly layer?: Layer }).layer ?? layer;
  if (inner.getClassName() !== 'BatchNormalization' || stilled.has(inner)) return;
  stilled.add(inner);
  const call = inner.call.bind(inner);
  inner.call = (inputs, kwargs) => call(inputs, inner.trainable ? kwargs : { ...kwargs, training: false });
}
