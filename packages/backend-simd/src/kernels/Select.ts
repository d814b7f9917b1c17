import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { chunkSize } from './chunks';
import { type Call, inherited, type SimdKernel } from './kernel';

/** Where the condition has the operands' shape, as `tf.where` gives it; a condition a row is inherited. */
export const Select: SimdKernel = {
  kernelName: 'Select',
  kernelFunc: (call: Call<object>) => {
    const { condition, t, e } = call.inputs as Record<'condition' | 't' | 'e', TensorInfo>;
    const { backend } = call;
    const { dtype } = t;
    const n = util.sizeFromShape(t.shape);
    const covered =
      condition.dtype === 'bool' &&
      e.dtype === dtype &&
      (dtype === 'float32' || dtype === 'int32') &&
      util.arraysEqual(condition.shape, t.shape);
    if (!covered) return inherited('Select', call);
    const conditions = backend.address(condition);
    const yes = backend.address(t);
    const no = backend.address(e);
    const { tensor, address } = backend.output(t.shape, dtype);
    const size = chunkSize(n);
    backend.parallel('select', Math.ceil(n / size), conditions, yes, no, address, n, size);
    return tensor;
  },
};
