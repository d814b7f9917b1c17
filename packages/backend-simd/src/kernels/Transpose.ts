import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, inherited, isNumeric, type SimdKernel } from './kernel';
import { rowMajor, stridedCopy } from './stridedCopy';

export const Transpose: SimdKernel = {
  kernelName: 'Transpose',
  kernelFunc: (call: Call<{ perm: number[] }>) => {
    const x = call.inputs.x as TensorInfo;
    const { perm } = call.attrs;
    const { backend } = call;
    if (!isNumeric(x.dtype)) return inherited('Transpose', call);
    const shape = perm.map((axis) => x.shape[axis]!);
    const from = backend.address(x);
    const { tensor, address } = backend.output(shape, x.dtype);
    const steps = rowMajor(x.shape);
    const source = { address: from, strides: perm.map((axis) => steps[axis]!) };
    stridedCopy(backend, shape, { address, strides: rowMajor(shape) }, source, x.dtype);
    return tensor;
  },
};
