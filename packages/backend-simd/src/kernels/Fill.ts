import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import type { NumericType } from '../memory';
import { chunkSize } from './chunks';
import { type Call, inherited, isNumeric, type SimdKernel } from './kernel';

function filled(backend: SimdBackend, shape: number[], dtype: NumericType, value: number): TensorInfo {
  const { tensor, address } = backend.output(shape, dtype);
  const n = util.sizeFromShape(shape);
  if (dtype === 'bool') {
    backend.heap.view(address, n, 'bool').fill(value);
    return tensor;
  }
  const bits = dtype === 'int32' ? value | 0 : new Int32Array(Float32Array.of(value).buffer)[0]!;
  const size = chunkSize(n);
  backend.parallel('fill', Math.ceil(n / size), address, n, size, bits);
  return tensor;
}

export const Fill: SimdKernel = {
  kernelName: 'Fill',
  kernelFunc: (call: Call<{ shape: number[]; value: number | string; dtype?: DataType }>) => {
    const { shape, value } = call.attrs;
    const dtype = call.attrs.dtype ?? util.inferDtype(value);
    return isNumeric(dtype) ? filled(call.backend, shape, dtype, Number(value)) : inherited('Fill', call);
  },
};

function like(kernelName: string, value: number): SimdKernel {
  return {
    kernelName,
    kernelFunc: (call: Call<object>) => {
      const x = call.inputs.x as TensorInfo;
      return isNumeric(x.dtype) ? filled(call.backend, x.shape, x.dtype, value) : inherited(kernelName, call);
    },
  };
}

export const OnesLike = like('OnesLike', 1);
export const ZerosLike = like('ZerosLike', 0);
