import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';

/** Values that a chunk takes the exponential of. */
const CHUNK = 4096;

function rows(backend: SimdBackend, logits: TensorInfo, logarithm: boolean): TensorInfo {
  const n = logits.shape.at(-1)!;
  const count = size(logits.shape) / n;
  const per = Math.ceil(CHUNK / n);
  const from = backend.address(logits);
  const { tensor, address } = backend.output(logits.shape);
  backend.parallel('softmax', Math.ceil(count / per), from, address, count, n, per, logarithm ? 1 : 0);
  return tensor;
}

const lastAxis = ({ shape }: TensorInfo, axis: number) => axis === -1 || axis === shape.length - 1;

export const Softmax: SimdKernel = {
  kernelName: 'Softmax',
  kernelFunc: (call: Call<{ dim: number }>) => {
    const logits = call.inputs.logits as TensorInfo;
    const covered = allFloat(logits) && lastAxis(logits, call.attrs.dim) && logits.shape.length > 0;
    if (!covered || size(logits.shape) === 0) return inherited('Softmax', call);
    return rows(call.backend, logits, false);
  },
};

/** The CPU backend has no such kernel: `tf.logSoftmax` is composed of others. For callers that look it up by name. */
export const LogSoftmax: SimdKernel = {
  kernelName: 'LogSoftmax',
  kernelFunc: (call: Call<{ axis: number }>) => {
    const logits = call.inputs.logits as TensorInfo;
    if (!allFloat(logits) || !lastAxis(logits, call.attrs.axis) || logits.shape.length === 0) {
      throw new Error(
        `LogSoftmax takes the last axis of float32 values. Got axis ${call.attrs.axis}, rank ${logits.shape.length} and ` +
          `${logits.dtype}`,
      );
    }
    return size(logits.shape) === 0 ? call.backend.output(logits.shape).tensor : rows(call.backend, logits, true);
  },
};
