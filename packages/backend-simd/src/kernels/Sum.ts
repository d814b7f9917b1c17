import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';

/** Sums over leading axes (a bias' gradient) in SIMD; the rest is inherited. */
export const Sum: SimdKernel = {
  kernelName: 'Sum',
  kernelFunc: (call: Call<{ axis: number | number[]; keepDims: boolean }>) => {
    const x = call.inputs.x as TensorInfo;
    const { backend, attrs } = call;
    const axes = util.parseAxisParam(attrs.axis, x.shape).sort((p, q) => p - q);
    const leading = axes.length > 0 && axes.every((axis, i) => axis === i) && axes.length < x.shape.length;
    const kept = x.shape.slice(axes.length);
    if (!allFloat(x) || !leading || size(kept) === 0) return inherited('Sum', call);
    const from = backend.address(x);
    const { tensor, address } = backend.output(attrs.keepDims ? [...axes.map(() => 1), ...kept] : kept);
    backend.wasm.sumRows(from, address, size(x.shape.slice(0, axes.length)), size(kept), 0);
    return tensor;
  },
};
