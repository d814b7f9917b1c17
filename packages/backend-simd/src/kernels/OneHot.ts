import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { bytesOf } from '../memory';
import { type Call, inherited, isNumeric, type SimdKernel, size } from './kernel';
import { fill, patternOf } from './stridedCopy';

export const OneHot: SimdKernel = {
  kernelName: 'OneHot',
  kernelFunc: (call: Call<{ dtype: DataType; depth: number; onValue: number; offValue: number }>) => {
    const indices = call.inputs.indices as TensorInfo;
    const { dtype, depth, onValue, offValue } = call.attrs;
    const { backend } = call;
    const fits = (value: number) =>
      dtype === 'float32' || (dtype === 'int32' ? value === (value | 0) : value === 0 || value === 1);
    if (!isNumeric(dtype) || indices.dtype !== 'int32' || !fits(onValue) || !fits(offValue)) {
      return inherited('OneHot', call);
    }
    const rows = size(indices.shape);
    const from = backend.address(indices);
    const { tensor, address } = backend.output([...indices.shape, depth], dtype);
    fill(backend, address, rows * depth, dtype, offValue);
    backend.wasm.oneHot(address, from, rows, depth, patternOf(onValue, dtype), bytesOf(1, dtype));
    return tensor;
  },
};
