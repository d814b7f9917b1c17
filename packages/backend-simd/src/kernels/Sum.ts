import type { TensorInfo } from '@tensorflow/tfjs-core';
import { Cast } from './Cast';
import { type Call, inherited, isNumeric, type SimdKernel } from './kernel';
import { OF_INTEGERS, type ReduceAttrs, reduce, reduced, SUM, withReduction } from './reduce';

const cast = Cast.kernelFunc as (call: Call<{ dtype: string }>) => TensorInfo;

/** Runs `work` on x as another type, in a copy that is disposed of afterwards. */
function as(dtype: 'int32' | 'float32', call: Call<ReduceAttrs>, work: (x: TensorInfo) => TensorInfo): TensorInfo {
  const x = call.inputs.x as TensorInfo;
  if (x.dtype === dtype) return work(x);
  const copy = cast({ inputs: { x }, attrs: { dtype }, backend: call.backend });
  const result = work(copy);
  call.backend.disposeIntermediateTensorInfo(copy);
  return result;
}

/** Of int32 and bool an int32, as on the CPU backend. */
export const Sum: SimdKernel = {
  kernelName: 'Sum',
  kernelFunc: (call: Call<ReduceAttrs>) => {
    const { backend, attrs } = call;
    const { dtype } = call.inputs.x as TensorInfo;
    const plan = reduced(call.inputs.x as TensorInfo, attrs.axis, attrs.keepDims);
    if (!isNumeric(dtype) || !plan) return inherited('Sum', call);
    const type = dtype === 'float32' ? 'float32' : 'int32';
    return as(type, call, (x) =>
      withReduction(backend, x, plan.axes, (reduction) => {
        const { tensor, address } = backend.output(plan.shape, type);
        reduce(backend, type === 'int32' ? SUM + OF_INTEGERS : SUM, reduction, address);
        return tensor;
      }),
    );
  },
};

/** Always a float32. */
export const Mean: SimdKernel = {
  kernelName: 'Mean',
  kernelFunc: (call: Call<ReduceAttrs>) => {
    const { backend, attrs } = call;
    const plan = reduced(call.inputs.x as TensorInfo, attrs.axis, attrs.keepDims);
    if (!isNumeric((call.inputs.x as TensorInfo).dtype) || !plan) return inherited('Mean', call);
    return as('float32', call, (x) =>
      withReduction(backend, x, plan.axes, (reduction) => {
        const { tensor, address } = backend.output(plan.shape);
        reduce(backend, SUM, reduction, address, reduction.n);
        return tensor;
      }),
    );
  },
};
