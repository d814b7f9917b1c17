import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { bytesOf } from '../memory';
import { type Call, inherited, isNumeric, type SimdKernel, size } from './kernel';

/** Bytes that a chunk moves. */
const CHUNK = 65_536;

export const GatherV2: SimdKernel = {
  kernelName: 'GatherV2',
  kernelFunc: (call: Call<{ axis: number; batchDims?: number }>) => {
    const { x, indices } = call.inputs as Record<'x' | 'indices', TensorInfo>;
    const { backend } = call;
    if (!isNumeric(x.dtype) || indices.dtype !== 'int32') return inherited('GatherV2', call);
    const axis = util.parseAxisParam(call.attrs.axis, x.shape)[0]!;
    const dim = x.shape[axis]!;
    const indicesAt = backend.address(indices);
    const length = size(indices.shape);
    for (const index of backend.heap.view(indicesAt, length, 'int32')) {
      util.assert(index <= dim - 1 && index >= 0, () => `GatherV2: the index value ${index} is not in [0, ${dim - 1}]`);
    }
    const info = backend_util.segment_util.collectGatherOpShapeInfo(
      x as never,
      indices as never,
      axis,
      call.attrs.batchDims ?? 0,
    );
    const from = backend.address(x);
    const { tensor, address } = backend.output(info.outputShape, x.dtype);
    const count = length / info.batchSize;
    const slices = info.batchSize * info.outerSize * count;
    const bytes = bytesOf(info.sliceSize, x.dtype);
    if (slices * bytes === 0 || Number.isNaN(slices)) return tensor;
    const per = Math.ceil(CHUNK / bytes);
    backend.parallel(
      'gather',
      Math.ceil(slices / per),
      address,
      from,
      indicesAt,
      slices,
      per,
      info.outerSize,
      count,
      dim,
      bytes,
    );
    return tensor;
  },
};
