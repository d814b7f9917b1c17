import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';
import { isIdentity, type PoolAttrs, pool, poolGrad, poolInfo } from './pooling';

// FusedReluGrad.ts looks for them here.
export const MaxPool: SimdKernel = {
  kernelName: 'MaxPool',
  kernelFunc: (call: Call<PoolAttrs>) => {
    const x = call.inputs.x as TensorInfo;
    const info = poolInfo(x, call.attrs);
    if (!allFloat(x) || isIdentity(info) || size(info.outShape) === 0) return inherited('MaxPool', call);
    return pool(call.backend, 'maxPool', x, info);
  },
};

export const MaxPoolGrad: SimdKernel = {
  kernelName: 'MaxPoolGrad',
  kernelFunc: (call: Call<PoolAttrs>) => {
    const { backend } = call;
    const { dy, input, output } = call.inputs as Record<'dy' | 'input' | 'output', TensorInfo>;
    const info = poolInfo(input, call.attrs);
    const covered = allFloat(dy, input, output) && util.arraysEqual(dy.shape, info.outShape);
    if (!covered || size(info.outShape) === 0) return inherited('MaxPoolGrad', call);
    const addresses = [input, output, dy].map((tensor) => backend.address(tensor));
    return poolGrad(backend, 'maxPoolGrad', addresses, info);
  },
};
