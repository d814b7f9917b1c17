import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';

interface PoolAttrs {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function poolInfo(x: TensorInfo, attrs: PoolAttrs): backend_util.Conv2DInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  return backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

/** The arguments that both pooling kernels share. */
function geometry(info: backend_util.Conv2DInfo): number[] {
  return [
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.effectiveFilterHeight,
    info.effectiveFilterWidth,
    info.strideHeight,
    info.strideWidth,
    1,
    1,
    info.padInfo.top,
    info.padInfo.left,
  ];
}

export const MaxPool: SimdKernel = {
  kernelName: 'MaxPool',
  kernelFunc: (call: Call<PoolAttrs>) => {
    const x = call.inputs.x as TensorInfo;
    const info = poolInfo(x, call.attrs);
    // A window of one pixel and an unchanged shape is the identity there, whatever strides and padding say.
    const identity = info.filterHeight * info.filterWidth === 1 && util.arraysEqual(info.inShape, info.outShape);
    if (!allFloat(x) || identity || size(info.outShape) === 0) return inherited('MaxPool', call);
    const from = call.backend.address(x);
    const { tensor, address } = call.backend.output(info.outShape);
    call.backend.wasm.maxPool(from, address, ...geometry(info));
    return tensor;
  },
};

export const MaxPoolGrad: SimdKernel = {
  kernelName: 'MaxPoolGrad',
  kernelFunc: (call: Call<PoolAttrs>) => {
    const { dy, input, output } = call.inputs as Record<'dy' | 'input' | 'output', TensorInfo>;
    const info = poolInfo(input, call.attrs);
    if (!allFloat(dy, input, output) || size(info.outShape) === 0) return inherited('MaxPoolGrad', call);
    const { backend } = call;
    const x = backend.address(input);
    const y = backend.address(output);
    const gradient = backend.address(dy);
    const { tensor, address } = backend.output(input.shape);
    backend.wasm.maxPoolGrad(address, x, y, gradient, ...geometry(info));
    return tensor;
  },
};
