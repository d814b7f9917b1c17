import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean cross-entropy of softmax(logits) with class indices; its gradient is exactly (p - y) / batch.
 *
 * TensorFlow.js' own losses clip probabilities or build the gradient from the logarithm's, which vanishes where the
 * softmax saturates.
 *
 * @param logits - [batch, classes]
 * @param labels - batch class indices
 * @returns a scalar
 * @see Keras' `sparse_categorical_crossentropy(from_logits=True)`
 */
export function softmaxCrossEntropy(logits: tf.Tensor, labels: Int32Array): tf.Scalar {
  const [batch, classes] = logits.shape as [number, number];
  const oneHot = new Float32Array(batch * classes);
  for (let row = 0; row < batch; row++) oneHot[row * classes + labels[row]!] = 1;
  const loss = tf.customGrad((z, save) => {
    const scores = z as tf.Tensor;
    const shifted = tf.sub(scores, tf.max(scores, 1, true));
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    const truth = tf.tensor2d(oneHot, [batch, classes]);
    const value = tf.div(tf.neg(tf.sum(tf.mul(logProbabilities, truth))), batch);
    (save as tf.GradSaveFunc)([logProbabilities, truth]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.sub(tf.exp(saved[0]!), saved[1]!), tf.div(dy, batch)),
    };
  });
  return loss(logits) as tf.Scalar;
}

/** Sums over rows, in float64. */
export interface BatchScore {
  /** Sum of the rows' cross-entropies. */
  readonly loss: number;
  /** How many rows have their largest logit at the label (the first of equals). */
  readonly correct: number;
}

/** Cross-entropy and hits of one batch from its logits as plain numbers: one read from the backend serves both. */
export function scoreLogits(logits: ArrayLike<number>, labels: Int32Array, classes: number): BatchScore {
  let loss = 0;
  let correct = 0;
  for (let row = 0; row < labels.length; row++) {
    const head = row * classes;
    let best = 0;
    for (let c = 1; c < classes; c++) if (logits[head + c]! > logits[head + best]!) best = c;
    const largest = logits[head + best]!;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(logits[head + c]! - largest);
    const label = labels[row]!;
    loss += Math.log(sum) - (logits[head + label]! - largest);
    if (best === label) correct++;
  }
  return { loss, correct };
}
