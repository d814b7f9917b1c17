import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { CastOp } from '../../assembly/operations';
import { chunkSize } from './chunks';
import { type Call, inherited, isNumeric, type SimdKernel } from './kernel';

const OPERATIONS: Readonly<Record<string, CastOp>> = {
  'bool float32': CastOp.BoolToFloat,
  'bool int32': CastOp.BoolToInt,
  'int32 float32': CastOp.IntToFloat,
  'float32 int32': CastOp.FloatToInt,
  'float32 bool': CastOp.FloatToBool,
  'int32 bool': CastOp.IntToBool,
};

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
    const n = util.sizeFromShape(x.shape);
    const from = backend.address(x);
    const { tensor, address } = backend.output(x.shape, dtype);
    const size = chunkSize(n);
    backend.parallel('cast', Math.ceil(n / size), OPERATIONS[`${x.dtype} ${dtype}`]!, from, address, n, size);
    return tensor;
  },
};
