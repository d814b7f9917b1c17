import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Call, inherited, type SimdKernel } from './kernel';
import { MAX, MIN, OF_INTEGERS, reduced, withReduction } from './reduce';

/** Values that a chunk reads. */
const CHUNK = 16_384;

/** The first of equal values; a NaN only where it comes first, as on the CPU backend. */
function argument(kernelName: string, operation: number): SimdKernel {
  return {
    kernelName,
    kernelFunc: (call: Call<{ axis: number }>) => {
      const { backend } = call;
      const x = call.inputs.x as TensorInfo;
      const axis = util.parseAxisParam(call.attrs.axis, x.shape);
      const plan = reduced(x, axis, false);
      const covered = x.dtype === 'float32' || x.dtype === 'int32';
      if (!covered || axis.length !== 1 || !plan) return inherited(kernelName, call);
      return withReduction(backend, x, plan.axes, ({ address: from, outer, n, inner }) => {
        const { tensor, address } = backend.output(plan.shape, 'int32');
        const per = Math.ceil(CHUNK / (n * inner));
        const code = x.dtype === 'int32' ? operation + OF_INTEGERS : operation;
        backend.parallel('argReduce', Math.ceil(outer / per), code, from, address, outer, n, inner, per);
        return tensor;
      });
    },
  };
}

export const ArgMax = argument('ArgMax', MAX);
export const ArgMin = argument('ArgMin', MIN);
