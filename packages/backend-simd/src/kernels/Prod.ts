import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';
import { type ReduceAttrs, reduced, withReduction } from './reduce';

/** Values that a chunk multiplies. */
const CHUNK = 16_384;

export const Prod: SimdKernel = {
  kernelName: 'Prod',
  kernelFunc: (call: Call<ReduceAttrs>) => {
    const { backend, attrs } = call;
    const x = call.inputs.x as TensorInfo;
    const plan = reduced(x, attrs.axis, attrs.keepDims);
    if (!allFloat(x) || !plan) return inherited('Prod', call);
    return withReduction(backend, x, plan.axes, (reduction) => {
      const { tensor, address } = backend.output(plan.shape);
      const results = size(plan.shape);
      const per = Math.ceil(CHUNK / reduction.n);
      const { n, inner } = reduction;
      backend.parallel('prod', Math.ceil(results / per), reduction.address, address, results, n, inner, per);
      return tensor;
    });
  },
};
