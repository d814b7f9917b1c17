import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { innermostLayers, type Layer } from './innermostLayers';

/** What an LSTM layer of TensorFlow.js holds, as far as this file reads it. */
interface LstmLayer extends Layer {
  readonly cell: { kernel: LayerVariable; recurrentKernel: LayerVariable; bias: LayerVariable };
}

/**
 * Lets every LSTM layer of a model run as one kernel over the whole sequence where the active backend has it.
 *
 * Kernels are looked up by name (`FusedLstm`, `FusedLstmGrad`) each time a layer runs, so a model may be built before a
 * backend is chosen, and the same model runs anywhere. Where they are missing, and for what they do not cover (masks,
 * initial states, `returnState`, `stateful`, `goBackwards`, other activations, dropout inside the cell, no bias),
 * TensorFlow.js' own step-by-step operations run. Weights and results are the same (a test says: to 1e-5); the
 * configuration, and so a saved model, stays a plain `LSTM`. The builders of this package do it for their models; call
 * it yourself for one loaded with `loadLayersModel`.
 *
 * @param model - any layers model
 * @returns the same model
 */
export function fuseLstm<Model extends LayersModel>(model: Model): Model {
  for (const layer of innermostLayers(model)) {
    if (layer.getClassName() === 'LSTM' && isPlain(layer) && !Object.hasOwn(layer, 'call')) {
      overrideCall(layer as LstmLayer);
    }
  }
  return model;
}

/** Whether the fused kernels compute what this configuration asks for. */
function isPlain(layer: Layer): boolean {
  const config = layer.getConfig();
  return (
    config.activation === 'tanh' &&
    config.recurrentActivation === 'sigmoid' &&
    config.useBias === true &&
    !config.returnState &&
    !config.stateful &&
    !config.goBackwards &&
    !config.dropout &&
    !config.recurrentDropout
  );
}

function overrideCall(layer: LstmLayer): void {
  const composed = layer.call.bind(layer);
  const returnSequences = layer.getConfig().returnSequences === true;
  layer.call = (inputs, kwargs) => {
    const backend = tf.getBackend();
    const fused = tf.getKernel('FusedLstm', backend) && tf.getKernel('FusedLstmGrad', backend);
    if (!fused || kwargs?.mask != null || kwargs?.initialState != null) return composed(inputs, kwargs);
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const sequence = fusedLstm(x, layer.cell);
      if (returnSequences) return sequence;
      const [batch, time, units] = sequence.shape as [number, number, number];
      return tf.squeeze(tf.slice(sequence, [0, time - 1, 0], [batch, 1, units]), [1]);
    });
  };
}

/** The hidden states [batch, time, units], with the gradients of all four inputs. */
function fusedLstm(x: tf.Tensor, cell: LstmLayer['cell']): tf.Tensor {
  const run = tf.customGrad((...args) => {
    const [input, kernel, recurrentKernel, bias] = args.slice(0, 4) as tf.Tensor[];
    const save = args[4] as tf.GradSaveFunc;
    const forward = { x: input!, kernel: kernel!, recurrentKernel: recurrentKernel!, bias: bias! };
    const [h, c, gates] = tf.engine().runKernel('FusedLstm', forward, {}) as tf.Tensor[];
    save([input!, kernel!, recurrentKernel!, h!, c!, gates!]);
    return {
      value: h!,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [sx, sKernel, sRecurrent, sh, sc, sGates] = saved;
        const backward = {
          dy,
          x: sx!,
          kernel: sKernel!,
          recurrentKernel: sRecurrent!,
          h: sh!,
          c: sc!,
          gates: sGates!,
        };
        return tf.engine().runKernel('FusedLstmGrad', backward, { needsInputGradient: true }) as tf.Tensor[];
      },
    };
  });
  return run(x, cell.kernel.read(), cell.recurrentKernel.read(), cell.bias.read());
}
