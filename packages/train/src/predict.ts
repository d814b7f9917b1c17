import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createBreather } from './breather';
import { checkBatchSize } from './checkBatchSize';
import { TrainError } from './errors';
import { readAndDispose } from './evaluate';
import { logitsOf } from './logitsOf';
import { inputShapeOf, rowSize } from './samples';

/**
 * Class probabilities of rows, in inference mode.
 *
 * @param x - row-major, rows * product(shape) values
 * @param shape - shape of one row
 * @param options.batchSize - rows at a time; default 64
 * @returns row-major, rows * classes values; each row sums to 1
 * @throws TrainError `INVALID_OPTION`, `INVALID_SAMPLES`, `NON_FINITE_INPUT`, `UNSUPPORTED_MODEL`
 */
export async function predict(
  model: LayersModel,
  x: Float32Array,
  shape: readonly number[],
  { batchSize = 64 }: { readonly batchSize?: number } = {},
): Promise<Float32Array> {
  checkBatchSize('predict', batchSize);
  const size = rowSize(shape);
  const rows = x.length / size;
  if (!Number.isInteger(rows)) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `predict: x.length=${x.length}, shape=[${shape.join(', ')}]; expected a multiple of ${size}`,
    );
  }
  const bad = x.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new TrainError('NON_FINITE_INPUT', `predict: x[${bad}] is ${x[bad]}; expected finite numbers`);
  }
  const inputShape = inputShapeOf('predict', model, shape);
  const logits = logitsOf(model);
  const classes = model.outputs[0]!.shape.at(-1)!;
  const probabilities = new Float32Array(rows * classes);
  const breathe = createBreather();
  for (let from = 0; from < rows; from += batchSize) {
    const to = Math.min(rows, from + batchSize);
    const output = tf.tidy(() =>
      tf.softmax(logits.apply(tf.tensor(x.subarray(from * size, to * size), [to - from, ...inputShape]), false)),
    );
    probabilities.set(await readAndDispose(output), from * classes);
    await breathe();
  }
  return probabilities;
}
