import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { BinaryOp, Pattern } from '../../assembly/operations';
import { flatAt } from './broadcast';
import { type Call, inherited, type SimdKernel } from './kernel';

/** Sums tensors of one shape and type in their order. */
export const AddN: SimdKernel = {
  kernelName: 'AddN',
  kernelFunc: (call: Call<object>) => {
    const { backend } = call;
    // TensorFlow.js hands over an array here.
    const tensors = Object.values(call.inputs) as TensorInfo[];
    const [first] = tensors as [TensorInfo];
    const { dtype } = first;
    if (tensors.length < 2 || (dtype !== 'float32' && dtype !== 'int32')) return inherited('AddN', call);
    const op = dtype === 'float32' ? BinaryOp.Add : BinaryOp.AddInt;
    const addresses = tensors.map((tensor) => backend.address(tensor));
    const { tensor, address } = backend.output(first.shape, dtype);
    const n = util.sizeFromShape(first.shape);
    for (let i = 1; i < addresses.length; i++) {
      flatAt(backend, op, Pattern.Both, i === 1 ? addresses[0]! : address, addresses[i]!, address, n);
    }
    return tensor;
  },
};
