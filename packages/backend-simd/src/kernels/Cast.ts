import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { NumericType } from '../memory';
import { type Call, inherited, isNumeric, type SimdKernel, size } from './kernel';

/**
 * Between float32, int32 and bool always a copy: the CPU backend lets an int32 and a float32 tensor share one array,
 * which bytes in a memory cannot.
 */
export const Cast: SimdKernel = {
  kernelName: 'Cast',
  kernelFunc: (call: Call<{ dtype: DataType }>) => {
    const x = call.inputs.x as TensorInfo;
    const { dtype } = call.attrs;
    if (!isNumeric(x.dtype) || !isNumeric(dtype) || x.dtype === dtype) return inherited('Cast', call);
    const { backend } = call;
    const n = size(x.shape);
    const from = backend.address(x);
    const { tensor, address } = backend.output(x.shape, dtype);
    const source = backend.heap.view(from, n, x.dtype as NumericType);
    const target = backend.heap.view(address, n, dtype);
    if (dtype === 'bool') for (let i = 0; i < n; i++) target[i] = source[i] !== 0 ? 1 : 0;
    else target.set(source);
    return tensor;
  },
};
