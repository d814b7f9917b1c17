import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { bytesOf } from '../memory';
import { type Call, inherited, isNumeric, type SimdKernel, size } from './kernel';
import { rowMajor, stridedCopy } from './stridedCopy';

export const Reverse: SimdKernel = {
  kernelName: 'Reverse',
  kernelFunc: (call: Call<{ dims: number | number[] }>) => {
    const x = call.inputs.x as TensorInfo;
    const { backend } = call;
    // A scalar is handed on as it is.
    if (!isNumeric(x.dtype) || x.shape.length === 0 || size(x.shape) === 0) return inherited('Reverse', call);
    const turned = util.parseAxisParam(call.attrs.dims, x.shape);
    const from = backend.address(x);
    const { tensor, address } = backend.output(x.shape, x.dtype);
    const steps = rowMajor(x.shape);
    const start = steps.reduce((sum, step, i) => sum + (turned.includes(i) ? (x.shape[i]! - 1) * step : 0), 0);
    const source = {
      address: from + bytesOf(start, x.dtype),
      strides: steps.map((step, i) => (turned.includes(i) ? -step : step)),
    };
    stridedCopy(backend, x.shape, { address, strides: steps }, source, x.dtype);
    return tensor;
  },
};
