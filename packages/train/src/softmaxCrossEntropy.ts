import * as tf from '@tensorflow/tfjs-core';
import { TrainError } from './errors';

/** Options of {@link softmaxCrossEntropy}. */
export interface SoftmaxCrossEntropyOptions {
  /** A factor for each class; the loss stays the sum over rows divided by their number. Default: 1 for all. */
  readonly classWeights?: readonly number[];
}

/**
 * Mean cross-entropy of softmax(logits) with class indices or soft labels; for class indices its gradient is exactly
 * (p - y) / batch.
 *
 * TensorFlow.js' own losses clip probabilities or build the gradient from the logarithm's, which vanishes where the
 * softmax saturates. Where the active backend registers the kernel `FusedSoftmaxCrossEntropy`, one pass gives loss and
 * gradient.
 *
 * @param logits - [batch, classes]
 * @param labels - batch class indices, or a tensor [batch, classes] of their shares (one-hot or soft); it gets no gradient
 * @returns a scalar
 * @throws TrainError `INVALID_OPTION` when there is not one weight a class
 * @see Keras' `sparse_categorical_crossentropy(from_logits=True)`, and `categorical_crossentropy` for soft labels
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor,
  labels: Int32Array | tf.Tensor,
  options: SoftmaxCrossEntropyOptions = {},
): tf.Scalar {
  const [batch, classes] = logits.shape as [number, number];
  const { classWeights } = options;
  if (classWeights && classWeights.length !== classes) {
    throw new TrainError(
      'INVALID_OPTION',
      `softmaxCrossEntropy: ${classWeights.length} classWeights for ${classes} classes; expected one for each`,
    );
  }
  const fused = tf.getKernel('FusedSoftmaxCrossEntropy', tf.getBackend()) !== undefined;
  const loss = tf.customGrad((z, save) => {
    const { value, gradient } = (fused ? byKernel : byOperations)(z as tf.Tensor, labels, classWeights);
    (save as tf.GradSaveFunc)([gradient]);
    return {
      value: tf.div(value, batch),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(saved[0]!, tf.div(dy, batch)),
    };
  });
  return loss(logits) as tf.Scalar;
}

/** The rows' losses added up, and the gradient of that sum. */
interface LossSum {
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
}

function byKernel(logits: tf.Tensor, labels: Int32Array | tf.Tensor, classWeights?: readonly number[]): LossSum {
  const inputs = {
    logits,
    labels: labels instanceof Int32Array ? tf.tensor1d(labels, 'int32') : labels,
    ...(classWeights ? { classWeights: tf.tensor1d([...classWeights]) } : {}),
  };
  const [losses, gradient] = tf.engine().runKernel('FusedSoftmaxCrossEntropy', inputs) as tf.Tensor[];
  return { value: tf.sum(losses!), gradient: gradient! };
}

function byOperations(logits: tf.Tensor, labels: Int32Array | tf.Tensor, classWeights?: readonly number[]): LossSum {
  const classes = logits.shape[1]!;
  const plain = labels instanceof Int32Array ? oneHot(labels, classes) : labels;
  const truth = classWeights ? tf.mul(plain, tf.tensor1d([...classWeights])) : plain;
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
  const mass = tf.sum(truth, 1, true);
  return {
    value: tf.neg(tf.sum(tf.mul(logProbabilities, truth))),
    gradient: tf.sub(tf.mul(tf.exp(logProbabilities), mass), truth),
  };
}

function oneHot(labels: Int32Array, classes: number): tf.Tensor {
  const values = new Float32Array(labels.length * classes);
  for (let row = 0; row < labels.length; row++) values[row * classes + labels[row]!] = 1;
  return tf.tensor2d(values, [labels.length, classes]);
}

/** Sums over rows, in float64. */
export interface BatchScore {
  /** Sum of the rows' (weighted) cross-entropies. */
  readonly loss: number;
  /** How many rows have their largest logit at the label, or at the largest share (the first of equals). */
  readonly correct: number;
}

/** Cross-entropy and hits of one batch from its logits as plain numbers: one read from the backend serves both. */
export function scoreLogits(
  logits: ArrayLike<number>,
  labels: Int32Array | Float32Array,
  classes: number,
  classWeights?: readonly number[],
): BatchScore {
  const soft = labels instanceof Float32Array;
  let loss = 0;
  let correct = 0;
  for (let head = 0; head < logits.length; head += classes) {
    const best = largest(logits, head, classes);
    const highest = logits[head + best]!;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(logits[head + c]! - highest);
    const surprise = (c: number) => (classWeights?.[c] ?? 1) * (Math.log(sum) - (logits[head + c]! - highest));
    if (soft) {
      for (let c = 0; c < classes; c++) if (labels[head + c]! !== 0) loss += labels[head + c]! * surprise(c);
    } else loss += surprise(labels[head / classes]!);
    if (best === (soft ? largest(labels, head, classes) : labels[head / classes])) correct++;
  }
  return { loss, correct };
}

/** Place of the largest of `classes` values from `head` on, the first of equals. */
export function largest(values: ArrayLike<number>, head: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) if (values[head + c]! > values[head + best]!) best = c;
  return best;
}
