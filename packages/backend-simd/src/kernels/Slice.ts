import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { bytesOf, type NumericType } from '../memory';
import { type Call, inherited, isNumeric, type SimdKernel, size } from './kernel';
import { rowMajor, stridedCopy } from './stridedCopy';

/** Every `strides`-th item of a box of x, given another shape of the same size at the end. */
function box(
  backend: SimdBackend,
  x: TensorInfo,
  begin: readonly number[],
  extent: number[],
  strides: readonly number[] = extent.map(() => 1),
  shape: number[] = extent,
): TensorInfo {
  const dtype = x.dtype as NumericType;
  const from = backend.address(x);
  const { tensor, address } = backend.output(shape, dtype);
  const steps = rowMajor(x.shape);
  const start = begin.reduce((sum, at, i) => sum + at * steps[i]!, 0);
  const source = { address: from + bytesOf(start, dtype), strides: steps.map((step, i) => step * strides[i]!) };
  stridedCopy(backend, extent, { address, strides: rowMajor(extent) }, source, dtype);
  return tensor;
}

export const Slice: SimdKernel = {
  kernelName: 'Slice',
  kernelFunc: (call: Call<{ begin: number | number[]; size: number | number[] }>) => {
    const x = call.inputs.x as TensorInfo;
    if (!isNumeric(x.dtype) || x.shape.length === 0) return inherited('Slice', call);
    const [begin, extent] = slice_util.parseSliceParams(x, call.attrs.begin, call.attrs.size) as [number[], number[]];
    slice_util.assertParamsValid(x, begin, extent);
    return box(call.backend, x, begin, extent);
  },
};

interface StridedSliceAttrs {
  begin: number[];
  end: number[];
  strides: number[];
  beginMask: number;
  endMask: number;
  ellipsisMask: number;
  newAxisMask: number;
  shrinkAxisMask: number;
}

export const StridedSlice: SimdKernel = {
  kernelName: 'StridedSlice',
  kernelFunc: (call: Call<StridedSliceAttrs>) => {
    const x = call.inputs.x as TensorInfo;
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = call.attrs;
    const info = slice_util.sliceInfo(
      x.shape,
      begin,
      end,
      strides,
      beginMask,
      endMask,
      ellipsisMask,
      newAxisMask,
      shrinkAxisMask,
    );
    const extent = slice_util.computeOutShape(info.begin, info.end, info.strides);
    const plain = extent.length === x.shape.length && size(extent) === size(info.finalShape);
    if (!isNumeric(x.dtype) || info.isIdentity || !plain || extent.some((n) => n <= 0)) {
      return inherited('StridedSlice', call);
    }
    return box(call.backend, x, info.begin, extent, info.strides, info.finalShape);
  },
};

export const SplitV: SimdKernel = {
  kernelName: 'SplitV',
  kernelFunc: (call: Call<{ numOrSizeSplits: number | number[]; axis: number }>) => {
    const x = call.inputs.x as TensorInfo;
    if (!isNumeric(x.dtype)) return inherited('SplitV', call);
    const axis = util.parseAxisParam(call.attrs.axis, x.shape)[0]!;
    const begin = x.shape.map(() => 0);
    return backend_util.prepareSplitSize(x as never, call.attrs.numOrSizeSplits, axis).map((length) => {
      const extent = x.shape.slice();
      extent[axis] = length;
      const part = box(call.backend, x, begin, extent);
      begin[axis]! += length;
      return part;
    });
  },
};

export const Unpack: SimdKernel = {
  kernelName: 'Unpack',
  kernelFunc: (call: Call<{ axis: number }>) => {
    const value = call.inputs.value as TensorInfo;
    if (!isNumeric(value.dtype)) return inherited('Unpack', call);
    const axis = util.parseAxisParam(call.attrs.axis, value.shape)[0]!;
    const extent = value.shape.map((n, i) => (i === axis ? 1 : n));
    const shape = value.shape.filter((_, i) => i !== axis);
    return Array.from({ length: value.shape[axis]! }, (_, at) => {
      const begin = value.shape.map((_n, i) => (i === axis ? at : 0));
      return box(call.backend, value, begin, extent, undefined, shape);
    });
  },
};
