import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';
import { isIdentity, type PoolAttrs, pool, poolGrad, poolInfo } from './pooling';

export const AvgPool: SimdKernel = {
  kernelName: 'AvgPool',
  kernelFunc: (call: Call<PoolAttrs>) => {
    const x = call.inputs.x as TensorInfo;
    const info = poolInfo(x, call.attrs);
    if (!allFloat(x) || isIdentity(info) || size(info.outShape) === 0) return inherited('AvgPool', call);
    return pool(call.backend, 'avgPool', x, info);
  },
};

/** Divides by the whole window even where the average did not, at padded borders, as the CPU backend does. */
export const AvgPoolGrad: SimdKernel = {
  kernelName: 'AvgPoolGrad',
  kernelFunc: (call: Call<PoolAttrs>) => {
    const { backend } = call;
    const { dy, input } = call.inputs as Record<'dy' | 'input', TensorInfo>;
    const { filterSize, strides, pad } = call.attrs;
    // Without the rounding mode, as there.
    const info = poolInfo(input, { filterSize, strides, pad });
    const covered = allFloat(dy, input) && util.arraysEqual(dy.shape, info.outShape);
    if (!covered || size(info.outShape) === 0) return inherited('AvgPoolGrad', call);
    return poolGrad(backend, 'avgPoolGrad', [backend.address(dy)], info);
  },
};
