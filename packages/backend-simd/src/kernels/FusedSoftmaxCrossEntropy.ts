import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../errors';
import { allFloat, type Call, type SimdKernel, size } from './kernel';

/** Logits of one chunk. */
const CHUNK = 4096;

/**
 * Softmax cross-entropy of each row and its gradient by the logits, in one pass.
 * inputs { logits [batch, classes], labels: int32 [batch] class indices, or float32 [batch, classes] (one-hot or soft),
 * classWeights? [classes] }; outputs [loss [batch], gradient [batch, classes] of each row's own loss].
 */
export const FusedSoftmaxCrossEntropy: SimdKernel = {
  kernelName: 'FusedSoftmaxCrossEntropy',
  kernelFunc: (call: Call<object>) => {
    const { backend } = call;
    const { logits, labels, classWeights } = call.inputs as Record<'logits' | 'labels' | 'classWeights', TensorInfo>;
    const [batch = 0, classes = 0] = logits.shape;
    const byIndex = labels.dtype === 'int32';
    const fits =
      logits.shape.length === 2 &&
      classes > 0 &&
      allFloat(logits, classWeights, byIndex ? undefined : labels) &&
      (byIndex ? labels.shape.length === 1 : labels.shape.length === 2 && labels.shape[1] === classes) &&
      labels.shape[0] === batch &&
      (!classWeights || size(classWeights.shape) === classes);
    if (!fits) {
      throw new BackendError(
        'INVALID_INPUT',
        'FusedSoftmaxCrossEntropy: expected float32 logits [batch, classes], labels int32 [batch] or float32 [batch, classes], ' +
          `classWeights [classes] or none; received ${[logits, labels, classWeights]
            .map((t) => (t ? `${t.dtype}[${t.shape}]` : 'none'))
            .join(', ')}`,
      );
    }
    const z = backend.address(logits);
    const labelsAt = backend.address(labels);
    const weights = classWeights ? backend.address(classWeights) : 0;
    if (byIndex) checkIndices(backend.heap.view(labelsAt, batch, 'int32'), classes);
    const loss = backend.output([batch]);
    const gradient = backend.output([batch, classes]);
    const part = Math.max(1, Math.floor(CHUNK / classes));
    backend.parallel(
      'softmaxCrossEntropy',
      Math.ceil(batch / part),
      ...[z, byIndex ? 0 : labelsAt, byIndex ? labelsAt : 0, weights, loss.address, gradient.address],
      ...[batch, classes, part],
    );
    return [loss.tensor, gradient.tensor];
  },
};

function checkIndices(labels: ArrayLike<number>, classes: number): void {
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (label < 0 || label >= classes) {
      throw new BackendError(
        'INVALID_INPUT',
        `FusedSoftmaxCrossEntropy: label ${label} of row ${row} is not one of the ${classes} classes (0 to ${classes - 1})`,
      );
    }
  }
}
