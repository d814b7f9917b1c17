import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkData, type RowSource, readRows } from './batches/rows';
import { createBreather } from './breather';
import { checkBatchSize } from './checkBatchSize';
import { type Logits, logitsOf } from './logitsOf';
import { scoresOf } from './metrics/classificationReport';
import { inputShapeOf, type Samples } from './samples';
import { largest, scoreLogits } from './softmaxCrossEntropy';

/** Mean loss, accuracy and unweighted average recall over rows. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** Mean recall of the classes that occur. */
  readonly uar: number;
}

/**
 * Loss, accuracy and unweighted average recall of a model on labelled rows, in inference mode.
 *
 * @param options.batchSize - rows at a time; default 64. The result does not depend on it beyond rounding.
 * @throws TrainError `INVALID_OPTION`, `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `NON_FINITE_INPUT`, `UNSUPPORTED_MODEL`
 */
export async function evaluate(
  model: LayersModel,
  samples: Samples | RowSource,
  { batchSize = 64 }: { readonly batchSize?: number } = {},
): Promise<Evaluation> {
  checkBatchSize('evaluate', batchSize);
  checkData('evaluate', 'samples', samples, model);
  return evaluateLogits(model, logitsOf(model), samples, batchSize, createBreather());
}

/** `evaluate` for samples that were checked. */
export async function evaluateLogits(
  model: LayersModel,
  logits: Logits,
  data: Samples | RowSource,
  batchSize: number,
  breathe: () => Promise<void>,
): Promise<Evaluation> {
  const { y, classes, shape } = data;
  const inputShape = inputShapeOf('evaluate', model, shape);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  for (let from = 0; from < y.length; from += batchSize) {
    const labels = y.subarray(from, from + batchSize);
    const x = await readRows(
      'evaluate',
      'samples',
      data,
      Uint32Array.from(labels, (_, i) => from + i),
    );
    const output = tf.tidy(() => logits.apply(tf.tensor(x, [labels.length, ...inputShape]), false));
    const values = await readAndDispose(output);
    loss += scoreLogits(values, labels, classes).loss;
    labels.forEach((label, row) => {
      confusion[label]![largest(values, row * classes, classes)]!++;
    });
    await breathe();
  }
  const penalty = await readPenalty(model);
  const { accuracy, uar } = scoresOf(confusion);
  return { loss: loss / y.length + penalty, accuracy, uar };
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
