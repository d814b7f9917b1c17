import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { bytesOf, type NumericType } from '../memory';
import { type Call, inherited, isNumeric, type SimdKernel, size } from './kernel';
import { rowMajor, stridedCopy } from './stridedCopy';

/** Puts tensors of one type side by side: each is `outer` rows, the result has the rows joined. */
function sideBySide(backend: SimdBackend, inputs: readonly TensorInfo[], outer: number, shape: number[]): TensorInfo {
  const dtype = inputs[0]!.dtype as NumericType;
  const addresses = inputs.map((input) => backend.address(input));
  const { tensor, address } = backend.output(shape, dtype);
  const width = size(shape) / outer;
  let column = 0;
  inputs.forEach((input, i) => {
    const own = size(input.shape) / outer;
    const to = { address: address + bytesOf(column, dtype), strides: [width, 1] };
    stridedCopy(backend, [outer, own], to, { address: addresses[i]!, strides: rowMajor([outer, own]) }, dtype);
    column += own;
  });
  return tensor;
}

const inputsOf = (call: Call<unknown>) => Array.from(call.inputs as unknown as ArrayLike<TensorInfo>);

const oneType = (inputs: readonly TensorInfo[]) =>
  isNumeric(inputs[0]!.dtype) && inputs.every(({ dtype }) => dtype === inputs[0]!.dtype);

export const Concat: SimdKernel = {
  kernelName: 'Concat',
  kernelFunc: (call: Call<{ axis: number }>) => {
    const inputs = inputsOf(call);
    const axis = util.parseAxisParam(call.attrs.axis, inputs[0]!.shape)[0]!;
    const shapes = inputs.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const shape = backend_util.computeOutShape(shapes, axis);
    const full = inputs.filter((input) => size(input.shape) > 0);
    // With one tensor left it is the identity.
    if (full.length < 2 || !oneType(inputs)) return inherited('Concat', call);
    return sideBySide(call.backend, full, size(shape.slice(0, axis)), shape);
  },
};

export const Pack: SimdKernel = {
  kernelName: 'Pack',
  kernelFunc: (call: Call<{ axis: number }>) => {
    const inputs = inputsOf(call);
    const { shape } = inputs[0]!;
    const { axis } = call.attrs;
    const alike = oneType(inputs) && inputs.every((input) => util.arraysEqual(input.shape, shape));
    if (inputs.length < 2 || !alike || size(shape) === 0 || axis < 0) return inherited('Pack', call);
    const packed = [...shape.slice(0, axis), inputs.length, ...shape.slice(axis)];
    return sideBySide(call.backend, inputs, size(shape.slice(0, axis)), packed);
  },
};
