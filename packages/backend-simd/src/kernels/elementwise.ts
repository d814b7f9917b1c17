import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';

const same = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((n, i) => n === b[i]);

/** Add, Sub and Multiply of equal shapes, or with a second operand that repeats along the rows (a bias). */
function binary(kernelName: string, op: number): SimdKernel {
  return {
    kernelName,
    kernelFunc: (call: Call<object>) => {
      const { a, b } = call.inputs as Record<'a' | 'b', TensorInfo>;
      const { backend } = call;
      const width = b.shape.at(-1) ?? 0;
      const equal = same(a.shape, b.shape);
      const row = width > 1 && size(b.shape) === width && a.shape.at(-1) === width && a.shape.length >= b.shape.length;
      if (!allFloat(a, b) || !(equal || row)) return inherited(kernelName, call);
      const left = backend.address(a);
      const right = backend.address(b);
      const { tensor, address } = backend.output(a.shape);
      if (equal) backend.wasm.binary(left, right, address, size(a.shape), op);
      else backend.wasm.binaryRow(left, right, address, size(a.shape) / width, width, op);
      return tensor;
    },
  };
}

export const Add = binary('Add', 0);
export const Sub = binary('Sub', 1);
export const Multiply = binary('Multiply', 2);

export const Relu: SimdKernel = {
  kernelName: 'Relu',
  kernelFunc: (call: Call<object>) => {
    const x = call.inputs.x as TensorInfo;
    if (!allFloat(x)) return inherited('Relu', call);
    const from = call.backend.address(x);
    const { tensor, address } = call.backend.output(x.shape);
    call.backend.wasm.relu(from, address, size(x.shape));
    return tensor;
  },
};

/** What TensorFlow.js' gradient of relu multiplies by. */
export const Step: SimdKernel = {
  kernelName: 'Step',
  kernelFunc: (call: Call<{ alpha?: number }>) => {
    const x = call.inputs.x as TensorInfo;
    if (!allFloat(x)) return inherited('Step', call);
    const from = call.backend.address(x);
    const { tensor, address } = call.backend.output(x.shape);
    call.backend.wasm.step(from, address, size(x.shape), call.attrs.alpha ?? 0);
    return tensor;
  },
};
