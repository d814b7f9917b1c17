import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, inherited, type SimdKernel, size } from './kernel';
import { OF_INTEGERS, SUM } from './reduce';

/** Values that a chunk reads. */
const CHUNK = 16_384;

export const Cumsum: SimdKernel = {
  kernelName: 'Cumsum',
  kernelFunc: (call: Call<{ axis: number; exclusive: boolean; reverse: boolean }>) => {
    const { backend } = call;
    const x = call.inputs.x as TensorInfo;
    const { axis, exclusive, reverse } = call.attrs;
    const { dtype, shape } = x;
    const covered = (dtype === 'float32' || dtype === 'int32') && axis >= 0 && axis < shape.length;
    if (!covered || size(shape) === 0) return inherited('Cumsum', call);
    const outer = size(shape.slice(0, axis));
    const n = shape[axis]!;
    const inner = size(shape.slice(axis + 1));
    const from = backend.address(x);
    const { tensor, address } = backend.output(shape, dtype);
    const per = Math.ceil(CHUNK / (n * inner));
    backend.parallel(
      'cumsum',
      Math.ceil(outer / per),
      dtype === 'int32' ? SUM + OF_INTEGERS : SUM,
      from,
      address,
      outer,
      n,
      inner,
      per,
      exclusive ? 1 : 0,
      reverse ? 1 : 0,
    );
    return tensor;
  },
};
