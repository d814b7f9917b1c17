import { createRng } from '@ser/random';
import { type LayersModel, model as makeModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { checkPositiveInteger } from './checks';
import { classifierHead } from './classifierHead';
import { headOf } from './headOf';

/** Options of {@link replaceHead}. */
export interface ReplaceHeadOptions {
  /** Number of classes of the new head. */
  readonly classes: number;
  /** Seed of the new head's initial values. Default 0. */
  readonly seed?: number | string;
}

/**
 * A classifier with the body of another and a new head: everything up to the last dense layer, then a new `logits` layer
 * and the softmax `probabilities`.
 *
 * The body is shared, not copied: the layers are the same objects, so training the new model changes the old one's
 * body unless it is frozen (see {@link freeze}), and `dispose` of either frees the weights of both. The old model keeps
 * its own head. Fused kernels and seeded dropout, which lie on the layers, stay as they were.
 *
 * @param model - ends in a dense layer and a softmax (or in a dense layer with an activation)
 * @returns a plain layers model, same inputs, probabilities [batch, classes]
 * @throws ModelsError `INVALID_OPTION`, `UNSUPPORTED_MODEL`
 * @example
 * const mine = freeze(replaceHead(trained, { classes: 3, seed: 1 })); // only the new head trains
 */
export function replaceHead(model: LayersModel, options: ReplaceHeadOptions): LayersModel {
  const { classes, seed = 0 } = options;
  checkPositiveInteger('replaceHead', 'classes', classes);
  let x = headOf('replaceHead', model).input as SymbolicTensor;
  for (const layer of classifierHead(classes, createRng(seed).fork('replaceHead'))) {
    x = layer.apply(x) as SymbolicTensor;
  }
  return makeModel({ name: model.name, inputs: model.inputs, outputs: x });
}
