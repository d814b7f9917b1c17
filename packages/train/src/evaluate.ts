import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createBreather } from './breather';
import { checkBatchSize } from './checkBatchSize';
import { type Logits, logitsOf } from './logitsOf';
import { checkSamples, inputShapeOf, rowSize, type Samples } from './samples';
import { scoreLogits } from './softmaxCrossEntropy';

/** Mean loss and accuracy over rows. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * Loss and accuracy of a model on labelled rows, in inference mode.
 *
 * @param options.batchSize - rows at a time; default 64. The result does not depend on it beyond rounding.
 * @throws TrainError `INVALID_OPTION`, `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `NON_FINITE_INPUT`, `UNSUPPORTED_MODEL`
 */
export async function evaluate(
  model: LayersModel,
  samples: Samples,
  { batchSize = 64 }: { readonly batchSize?: number } = {},
): Promise<Evaluation> {
  checkBatchSize('evaluate', batchSize);
  checkSamples('evaluate', 'samples', samples, model);
  return evaluateLogits(model, logitsOf(model), samples, batchSize, createBreather());
}

/** `evaluate` for samples that were checked. */
export async function evaluateLogits(
  model: LayersModel,
  logits: Logits,
  samples: Samples,
  batchSize: number,
  breathe: () => Promise<void>,
): Promise<Evaluation> {
  const rows = samples.y.length;
  const size = rowSize(samples.shape);
  const inputShape = inputShapeOf('evaluate', model, samples.shape);
  let loss = 0;
  let correct = 0;
  for (let from = 0; from < rows; from += batchSize) {
    const to = Math.min(rows, from + batchSize);
    const output = tf.tidy(() => {
      const x = tf.tensor(samples.x.subarray(from * size, to * size), [to - from, ...inputShape]);
      return logits.apply(x, false);
    });
    const values = await readAndDispose(output);
    const score = scoreLogits(values, samples.y.subarray(from, to), samples.classes);
    loss += score.loss;
    correct += score.correct;
    await breathe();
  }
  const penalty = await readPenalty(model);
  return { loss: loss / rows + penalty, accuracy: correct / rows };
}

/** The values of a tensor, which is freed even when reading fails. */
export async function readAndDispose(tensor: tf.Tensor): Promise<ArrayLike<number>> {
  try {
    return await tensor.data();
  } finally {
    tensor.dispose();
  }
}

/** Sum of the model's weight penalties (regularizers), which Keras counts into the loss. */
export async function readPenalty(model: LayersModel): Promise<number> {
  const penalties = model.calculateLosses();
  let sum = 0;
  for (const penalty of penalties) sum += (await readAndDispose(penalty))[0]!;
  return sum;
}
