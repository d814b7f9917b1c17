import { type Adam, softmaxCrossEntropy } from '@ser/train';
import * as tf from '@tensorflow/tfjs-core';
import { model as createModel, type LayersModel } from '@tensorflow/tfjs-layers';

interface Rows {
  readonly x: Float32Array;
  readonly y: Int32Array;
  readonly shape: readonly number[];
}

/**
 * Training written by hand, with no more than a step needs: forward, backward and Adam, on batches that are tensors already.
 * No shuffling, no metrics, no checks, no callbacks, nothing awaited; the losses are not even read.
 */
export function bareSteps(model: LayersModel, { x, y, shape }: Rows, batchSize: number, optimizer: Adam) {
  // Our networks end in a layer that is only the softmax.
  const logits = createModel({ inputs: model.inputs, outputs: model.layers.at(-1)!.input });
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const size = x.length / y.length;
  const batches = Array.from({ length: Math.ceil(y.length / batchSize) }, (_, batch) => {
    const [from, to] = [batch * batchSize, Math.min(y.length, (batch + 1) * batchSize)];
    const inputs = tf.tensor(x.subarray(from * size, to * size), [to - from, ...shape]);
    return { inputs, labels: y.subarray(from, to) };
  });
  return {
    /** One step on each batch. */
    epoch(seen?: (loss: tf.Scalar) => void): void {
      for (const { inputs, labels } of batches) {
        const { value, grads } = tf.variableGrads(
          () => softmaxCrossEntropy(logits.apply(inputs, { training: true }) as tf.Tensor, labels),
          variables,
        );
        seen?.(value);
        optimizer.apply(
          variables,
          variables.map(({ name }) => grads[name]),
        );
        tf.dispose([value, grads]);
      }
    },
  };
}
