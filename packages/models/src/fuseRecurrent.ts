import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { fusedRecurrent, hasFusedRecurrent, type RecurrentCell, type RecurrentWeights } from './fusedRecurrent';
import { innermostLayers, type Layer } from './innermostLayers';

/** What an LSTM or GRU layer of TensorFlow.js holds, as far as this file reads it. */
interface RecurrentLayer extends Layer {
  readonly cell: { kernel: LayerVariable; recurrentKernel: LayerVariable; bias: LayerVariable };
}

/** The same of a `Bidirectional` wrapper. */
interface BidirectionalLayer extends Layer {
  readonly forwardLayer: RecurrentLayer;
  readonly backwardLayer: RecurrentLayer;
  readonly mergeMode: 'concat' | 'sum' | 'ave' | 'mul' | null;
}

/**
 * Lets every LSTM and GRU layer of a model, and both directions of a `Bidirectional` one, run as one kernel over the whole
 * sequence where the active backend has it.
 *
 * Kernels are looked up by name (`FusedLstm`, `FusedLstmGrad`, `FusedGru`, `FusedGruGrad`) each time a layer runs, so a
 * model may be built before a backend is chosen, and the same model runs anywhere. Where they are missing, and for what
 * they do not cover (masks, initial states, `returnState`, `stateful`, other activations than tanh and sigmoid, dropout
 * inside the cell, no bias), TensorFlow.js' own step-by-step operations run. Weights and results are the same (a test
 * says: to 1e-5); the configuration, and so a saved model, stays a plain `LSTM`, `GRU` or `Bidirectional`. The builders of
 * this package do it for their models; call it yourself for one loaded with `loadLayersModel`.
 *
 * @param model - any layers model
 * @returns the same model
 */
export function fuseRecurrent<Model extends LayersModel>(model: Model): Model {
  for (const layer of innermostLayers(model)) {
    if (Object.hasOwn(layer, 'call')) continue;
    if (layer.getClassName() === 'Bidirectional') {
      const { forwardLayer, backwardLayer } = layer as BidirectionalLayer;
      if (isPlain(forwardLayer) && isPlain(backwardLayer)) fuseBidirectional(layer as BidirectionalLayer);
    } else if (isPlain(layer)) {
      fuseLayer(layer as RecurrentLayer);
    }
  }
  return model;
}

/** Whether the fused kernels compute what this layer's configuration asks for. */
function isPlain(layer: Layer): boolean {
  const name = layer.getClassName();
  if (name !== 'LSTM' && name !== 'GRU') return false;
  const config = layer.getConfig();
  return (
    config.activation === 'tanh' &&
    config.recurrentActivation === 'sigmoid' &&
    config.useBias === true &&
    !config.returnState &&
    !config.stateful &&
    !config.dropout &&
    !config.recurrentDropout
  );
}

/** What stays the same between two calls of a layer. */
function settings(layer: RecurrentLayer) {
  const config = layer.getConfig();
  return {
    cell: layer.getClassName() as RecurrentCell,
    goBackwards: config.goBackwards === true,
    lastOnly: config.returnSequences !== true,
    resetAfter: config.resetAfter === true,
  };
}

function weightsOf({ cell }: RecurrentLayer): RecurrentWeights {
  return [cell.kernel.read(), cell.recurrentKernel.read(), cell.bias.read()];
}

type Call = Layer['call'];

/** Calls `fused` where the kernels can do what this call asks for, TensorFlow.js' own operations elsewhere. */
function overrideCall(layer: Layer, cell: RecurrentCell, fused: (x: tf.Tensor) => ReturnType<Call>): void {
  const composed = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    if (!hasFusedRecurrent(cell) || kwargs?.mask != null || kwargs?.initialState != null) {
      return composed(inputs, kwargs);
    }
    return tf.tidy(() => fused(Array.isArray(inputs) ? inputs[0]! : inputs));
  };
}

function fuseLayer(layer: RecurrentLayer): void {
  const options = settings(layer);
  overrideCall(layer, options.cell, (x) => {
    const output = fusedRecurrent(x, [weightsOf(layer)], options);
    return ordered(output, options);
  });
}

function fuseBidirectional(layer: BidirectionalLayer): void {
  const options = settings(layer.forwardLayer);
  overrideCall(layer, options.cell, (x) => {
    const weights = [weightsOf(layer.forwardLayer), weightsOf(layer.backwardLayer)];
    const both = ordered(fusedRecurrent(x, weights, options), options);
    if (layer.mergeMode === 'concat') return both;
    const [y, other] = tf.split(both, 2, -1) as [tf.Tensor, tf.Tensor];
    if (layer.mergeMode === 'sum') return tf.add(y, other);
    if (layer.mergeMode === 'ave') return tf.mul(0.5, tf.add(y, other));
    if (layer.mergeMode === 'mul') return tf.mul(y, other);
    return [y, other];
  });
}

/** A layer that goes backwards gives its sequence in the order in which it made it; the kernels in the input's. */
function ordered(output: tf.Tensor, { goBackwards, lastOnly }: { goBackwards: boolean; lastOnly: boolean }): tf.Tensor {
  return goBackwards && !lastOnly ? tf.reverse(output, 1) : output;
}
