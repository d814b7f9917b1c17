import type { TensorInfo } from '@tensorflow/tfjs-core';
import { bytesOf } from '../memory';
import { type Call, inherited, isNumeric, type SimdKernel, size } from './kernel';
import { fill, rowMajor, stridedCopy } from './stridedCopy';

export const PadV2: SimdKernel = {
  kernelName: 'PadV2',
  kernelFunc: (call: Call<{ paddings: [number, number][]; constantValue: number }>) => {
    const x = call.inputs.x as TensorInfo;
    const { paddings, constantValue } = call.attrs;
    const { backend } = call;
    if (!isNumeric(x.dtype) || paddings.some(([before, after]) => before < 0 || after < 0)) {
      return inherited('PadV2', call);
    }
    const shape = x.shape.map((n, i) => paddings[i]![0] + n + paddings[i]![1]);
    const from = backend.address(x);
    const { tensor, address } = backend.output(shape, x.dtype);
    const strides = rowMajor(shape);
    const start = paddings.reduce((sum, [before], i) => sum + before * strides[i]!, 0);
    if (size(shape) !== size(x.shape)) fill(backend, address, size(shape), x.dtype, constantValue);
    const to = { address: address + bytesOf(start, x.dtype), strides };
    stridedCopy(backend, x.shape, to, { address: from, strides: rowMajor(x.shape) }, x.dtype);
    return tensor;
  },
};
