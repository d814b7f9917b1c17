import * as tf from '@tensorflow/tfjs-core';
import { model as createModel, type LayersModel, type LayerVariable } from '@tensorflow/tfjs-layers';
import { TrainError } from './errors';

/** Runs a model up to its logits. */
export interface Logits {
  /** x: [batch, ...input]; returns [batch, classes]. */
  apply(x: tf.Tensor, training: boolean): tf.Tensor;
}

/**
 * A classifier without its last softmax, sharing its weights: what the cross-entropy works on.
 *
 * The last layer may be a softmax activation, a dense layer with softmax, or linear (then the outputs are the logits).
 *
 * @throws TrainError `UNSUPPORTED_MODEL` for any other last layer
 */
export function logitsOf(model: LayersModel): Logits {
  const last = model.layers.at(-1);
  const kind = last?.getClassName();
  const activation = last?.getConfig().activation;
  if (last && (kind === 'Softmax' || (kind === 'Activation' && activation === 'softmax'))) {
    const body = createModel({ inputs: model.inputs, outputs: last.input });
    return { apply: (x, training) => body.apply(x, { training }) as tf.Tensor };
  }
  if (last && kind === 'Dense' && activation === 'softmax') {
    const body = createModel({ inputs: model.inputs, outputs: last.input });
    const [kernel, bias] = last.weights as [LayerVariable, LayerVariable | undefined];
    return {
      apply: (x, training) => {
        const product = tf.matMul(body.apply(x, { training }) as tf.Tensor2D, kernel.read() as tf.Tensor2D);
        return bias ? tf.add(product, bias.read()) : product;
      },
    };
  }
  if (last && (activation === 'linear' || activation === undefined) && kind !== 'ReLU') {
    return { apply: (x, training) => model.apply(x, { training }) as tf.Tensor };
  }
  throw new TrainError(
    'UNSUPPORTED_MODEL',
    `fit: the model ends in ${String(kind)} with activation ${String(activation)}; expected a softmax or linear outputs`,
  );
}
