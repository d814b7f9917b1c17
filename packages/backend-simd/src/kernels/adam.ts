import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../errors';
import { allFloat, type Call, type SimdKernel, size } from './kernel';

interface AdamAttrs {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly step: number;
  readonly weightDecay?: number;
  readonly inPlace?: boolean;
}

/** Floats of one chunk: seven streams of them are half a megabyte. */
const CHUNK = 16_384;

/** `FusedAdam` or `FusedAdamW`. */
export function adamKernel(kernelName: string): SimdKernel {
  return {
    kernelName,
    kernelFunc: (call: Call<AdamAttrs>) => {
      const { backend, attrs } = call;
      const { variable, m, v, gradient } = call.inputs as Record<'variable' | 'm' | 'v' | 'gradient', TensorInfo>;
      const { learningRate, beta1, beta2, epsilon, step, weightDecay = 0, inPlace = false } = attrs;
      const n = size(variable.shape);
      if (!allFloat(variable, m, v, gradient) || [m, v, gradient].some((t) => size(t.shape) !== n)) {
        throw new BackendError(
          'INVALID_INPUT',
          `${kernelName}: variable, m, v and gradient must be float32 of one shape; received ` +
            [variable, m, v, gradient].map((t) => `${t.dtype}[${t.shape}]`).join(', '),
        );
      }
      const from = [variable, m, v, gradient].map((tensor) => backend.address(tensor));
      const outputs = [variable, m, v].map((tensor, i) => {
        // Memory that another tensor shares (a clone, a reshaped view) must keep its values.
        if (!inPlace || backend.refCount(tensor.dataId) !== 1) return backend.output(variable.shape);
        backend.incRef(tensor.dataId);
        return { tensor: { dataId: tensor.dataId, shape: variable.shape, dtype: variable.dtype }, address: from[i]! };
      });
      const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      const to = outputs.map((output) => output.address);
      backend.parallel(
        'adamStep',
        Math.ceil(n / CHUNK),
        ...from,
        ...to,
        ...[n, CHUNK, rate, beta1, beta2, epsilon, 1 - beta1, 1 - beta2, 1 - learningRate * weightDecay],
      );
      return outputs.map((output) => output.tensor);
    },
  };
}
