import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Adam } from './adam';
import type { TrainBatch } from './batches/trainBatch';
import type { TrainPosition } from './errors';
import { TrainError } from './errors';
import { readAndDispose, readPenalty } from './evaluate';
import type { Logits } from './logitsOf';
import { inputShapeOf } from './samples';
import { type BatchScore, scoreLogits, softmaxCrossEntropy } from './softmaxCrossEntropy';

/** What every step of a training uses. */
export interface TrainStep {
  readonly model: LayersModel;
  readonly logits: Logits;
  readonly optimizer: Adam;
  readonly variables: readonly tf.Variable[];
  readonly classWeights: readonly number[] | undefined;
}

/**
 * One step; returns sums over the batch's rows, as they were before the update.
 *
 * @throws TrainError `NAN_LOSS` before any weight changes
 */
export async function trainStep(step: TrainStep, batch: TrainBatch, position: TrainPosition): Promise<BatchScore> {
  const { model, optimizer, variables, classWeights } = step;
  const { output, gradients } = forwardBackward(step, batch);
  try {
    const score = scoreLogits(await readAndDispose(output), batch.labels, batch.classes, classWeights);
    const loss = score.loss + (await readPenalty(model)) * batch.rows.length;
    if (!Number.isFinite(loss)) {
      throw new TrainError(
        'NAN_LOSS',
        `fit: the loss of epoch ${position.epoch}, batch ${position.batch} (both from 0) is ${loss}; the weights are those before this batch. Scale the inputs or lower the learning rate (${optimizer.learningRate})`,
        position,
      );
    }
    optimizer.apply(variables, gradients);
    return { loss, correct: score.correct };
  } finally {
    tf.dispose(gradients.filter((gradient) => gradient !== undefined));
  }
}

function forwardBackward(
  { model, logits, variables, classWeights }: TrainStep,
  { x, shape, labels, classes, rows }: TrainBatch,
): { output: tf.Tensor; gradients: (tf.Tensor | undefined)[] } {
  const input = tf.tensor(x, [rows.length, ...inputShapeOf('fit', model, shape)]);
  const truth = labels instanceof Float32Array ? tf.tensor2d(labels, [rows.length, classes]) : labels;
  let output: tf.Tensor | undefined;
  const gradients = tf.tidy(() => {
    const { grads } = tf.variableGrads(() => {
      // Kept: the forward pass' intermediates are freed before the caller has read it.
      output = tf.keep(logits.apply(input, true));
      const penalties = model.calculateLosses();
      return penalties.reduce<tf.Scalar>(
        (sum, penalty) => tf.add(sum, penalty),
        softmaxCrossEntropy(output, truth, { classWeights }),
      );
    }, [...variables]);
    return variables.map((variable) => grads[variable.name]);
  });
  input.dispose();
  if (truth instanceof tf.Tensor) truth.dispose();
  return { output: output!, gradients };
}
