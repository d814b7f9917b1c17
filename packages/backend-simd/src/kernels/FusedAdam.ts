import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../errors';
import { allFloat, type Call, type SimdKernel, size } from './kernel';

interface AdamAttrs {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  step: number;
}

/**
 * One pass of Adam over a variable, as Keras writes it (epsilon after the root, before the bias correction).
 * inputs { variable, m, v, gradient } of one shape; attrs { learningRate, beta1, beta2, epsilon, step (from 1) };
 * outputs [newVariable, newM, newV].
 */
export const FusedAdam: SimdKernel = {
  kernelName: 'FusedAdam',
  kernelFunc: (call: Call<AdamAttrs>) => {
    const { variable, m, v, gradient } = call.inputs as Record<'variable' | 'm' | 'v' | 'gradient', TensorInfo>;
    const { learningRate, beta1, beta2, epsilon, step } = call.attrs;
    const n = size(variable.shape);
    if (!allFloat(variable, m, v, gradient) || [m, v, gradient].some((t) => size(t.shape) !== n)) {
      throw new BackendError(
        'INVALID_INPUT',
        `FusedAdam: variable, m, v and gradient must be float32 of one shape; received ` +
          [variable, m, v, gradient].map((t) => `${t.dtype}[${t.shape}]`).join(', '),
      );
    }
    const { backend } = call;
    const from = [variable, m, v, gradient].map((tensor) => backend.address(tensor));
    const outputs = [variable, m, v].map(() => backend.output(variable.shape));
    const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    const to = outputs.map((output) => output.address);
    backend.wasm.adam(...from, ...to, n, rate, beta1, beta2, epsilon, 1 - beta1, 1 - beta2);
    return outputs.map((output) => output.tensor);
  },
};
