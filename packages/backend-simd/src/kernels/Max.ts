import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { type Call, inherited, isNumeric, type SimdKernel } from './kernel';
import { MAX, MIN, OF_INTEGERS, type Reduction, reduce, reduced, withReduction } from './reduce';

/** Bytes that a chunk reads. */
const CHUNK = 16_384;

function reduceBytes(backend: SimdBackend, operation: number, x: Reduction, y: number): void {
  const per = Math.ceil(CHUNK / (x.n * x.inner));
  const all = operation === MIN ? 1 : 0;
  backend.parallel('reduceBytes', Math.ceil(x.outer / per), all, x.address, y, x.outer, x.n, x.inner, per);
}

/** `axisName`: what the kernel calls its axes. Of truth values the largest is any, the smallest all. */
function extreme(
  kernelName: string,
  operation: number,
  axisName: 'axis' | 'reductionIndices',
  dtypes: readonly string[],
): SimdKernel {
  return {
    kernelName,
    kernelFunc: (call: Call<Record<string, unknown>>) => {
      const { backend, attrs } = call;
      const x = call.inputs.x as TensorInfo;
      const { dtype } = x;
      const plan = reduced(x, attrs[axisName] as number[], attrs.keepDims as boolean);
      if (!isNumeric(dtype) || !dtypes.includes(dtype) || !plan) return inherited(kernelName, call);
      return withReduction(backend, x, plan.axes, (reduction) => {
        const { tensor, address } = backend.output(plan.shape, dtype);
        if (dtype === 'bool') reduceBytes(backend, operation, reduction, address);
        else reduce(backend, dtype === 'int32' ? operation + OF_INTEGERS : operation, reduction, address);
        return tensor;
      });
    },
  };
}

/** A NaN wins, as on the CPU backend. */
export const Max = extreme('Max', MAX, 'reductionIndices', ['float32', 'int32', 'bool']);
export const Min = extreme('Min', MIN, 'axis', ['float32', 'int32', 'bool']);
export const Any = extreme('Any', MAX, 'axis', ['bool']);
export const All = extreme('All', MIN, 'axis', ['bool']);
