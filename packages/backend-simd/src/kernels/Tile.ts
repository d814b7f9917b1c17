import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, inherited, isNumeric, type SimdKernel } from './kernel';
import { rowMajor, stridedCopy } from './stridedCopy';

export const Tile: SimdKernel = {
  kernelName: 'Tile',
  kernelFunc: (call: Call<{ reps: number[] }>) => {
    const x = call.inputs.x as TensorInfo;
    const { reps } = call.attrs;
    const { backend } = call;
    if (!isNumeric(x.dtype)) return inherited('Tile', call);
    const from = backend.address(x);
    const { tensor, address } = backend.output(
      x.shape.map((n, i) => n * reps[i]!),
      x.dtype,
    );
    // Each axis becomes two: its repetitions, which do not step in x, and its own values.
    const shape = x.shape.flatMap((n, i) => [reps[i]!, n]);
    const source = { address: from, strides: rowMajor(x.shape).flatMap((step) => [0, step]) };
    if (stridedCopy(backend, shape, { address, strides: rowMajor(shape) }, source, x.dtype)) return tensor;
    backend.disposeIntermediateTensorInfo(tensor);
    return inherited('Tile', call);
  },
};
