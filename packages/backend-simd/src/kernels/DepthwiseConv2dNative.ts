import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { activateAfter, activationFlags, BIAS } from './epilogue';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';
import { reduce, SUM } from './reduce';
import { rowMajor, stridedCopy } from './stridedCopy';

interface DepthwiseAttrs {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Info = backend_util.Conv2DInfo;
type Allocate = (bytes: number) => number;

/** Multiplications that a chunk does. */
const CHUNK = 65_536;
/** Most sets of sums for the filter's gradient. */
const MOST_PARTS = 64;

function depthwiseInfo(x: readonly number[], filter: readonly number[], attrs: DepthwiseAttrs): Info {
  const dilations = attrs.dilations ?? 1;
  util.assert(
    backend_util.eitherStridesOrDilationsAreOne(attrs.strides, dilations),
    () =>
      'Error in depthwiseConv2d: Either strides or dilations must be ' +
      `1. Got strides ${attrs.strides} and dilations '${dilations}'`,
  );
  return backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    attrs.strides,
    dilations,
    attrs.pad,
    attrs.dimRoundingMode,
    true,
  );
}

const isEmpty = (info: Info) => size(info.outShape) * size(info.inShape) * info.filterHeight * info.filterWidth === 0;

/** The same for the image and the result, whose channels are the filter's. */
function geometry(info: Info): number[] {
  return [
    info.inHeight,
    info.inWidth,
    info.outChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
}

/** The images with each channel as often as it has filters, so that every filter has a channel of its own. */
function spread(backend: SimdBackend, allocate: Allocate, x: number, info: Info): number {
  const times = info.outChannels / info.inChannels;
  if (times === 1) return x;
  const shape = [size(info.inShape), times];
  const address = allocate(size(shape) * 4);
  stridedCopy(backend, shape, { address, strides: rowMajor(shape) }, { address: x, strides: [1, 0] }, 'float32');
  return address;
}

function workOfRow(info: Info): number {
  return info.outWidth * info.outChannels * info.filterHeight * info.filterWidth;
}

function convolve(
  backend: SimdBackend,
  x: TensorInfo,
  filter: TensorInfo,
  info: Info,
  bias: TensorInfo | undefined,
  flags: number,
): TensorInfo {
  const from = backend.address(x);
  const filterAt = backend.address(filter);
  const biasAt = bias ? backend.address(bias) : 0;
  const { tensor, address } = backend.output(info.outShape);
  backend.scratch((allocate) => {
    const images = spread(backend, allocate, from, info);
    const rows = info.batchSize * info.outHeight;
    const per = Math.ceil(CHUNK / workOfRow(info));
    const chunks = Math.ceil(rows / per);
    backend.parallel('depthwise', chunks, images, filterAt, address, biasAt, flags, rows, per, ...geometry(info));
  });
  return tensor;
}

export const DepthwiseConv2dNative: SimdKernel = {
  kernelName: 'DepthwiseConv2dNative',
  kernelFunc: (call: Call<DepthwiseAttrs>) => {
    const { x, filter } = call.inputs as Record<'x' | 'filter', TensorInfo>;
    const info = depthwiseInfo(x.shape, filter.shape, call.attrs);
    if (!allFloat(x, filter) || isEmpty(info)) return inherited('DepthwiseConv2dNative', call);
    return convolve(call.backend, x, filter, info, undefined, 0);
  },
};

export const FusedDepthwiseConv2D: SimdKernel = {
  kernelName: 'FusedDepthwiseConv2D',
  kernelFunc: (call: Call<DepthwiseAttrs & { activation: string; leakyreluAlpha?: number }>) => {
    const { x, filter, bias } = call.inputs as Record<'x' | 'filter', TensorInfo> & { bias?: TensorInfo };
    const info = depthwiseInfo(x.shape, filter.shape, call.attrs);
    const odd = bias && size(bias.shape) !== info.outChannels;
    if (!allFloat(x, filter, bias) || odd || isEmpty(info)) return inherited('FusedDepthwiseConv2D', call);
    const flags = activationFlags(call.attrs.activation);
    const y = convolve(call.backend, x, filter, info, bias, (bias ? BIAS : 0) | (flags ?? 0));
    return flags === undefined ? activateAfter(y, call) : y;
  },
};

/** Without strides the gradient is the same convolution over dy, with the filter turned around. */
function turnedConvolution(
  backend: SimdBackend,
  allocate: Allocate,
  dy: number,
  filter: number,
  y: number,
  info: Info,
) {
  const taps = [info.filterHeight * info.filterWidth, info.outChannels];
  const turned = allocate(size(taps) * 4);
  const end = filter + (taps[0]! - 1) * taps[1]! * 4;
  stridedCopy(
    backend,
    taps,
    { address: turned, strides: rowMajor(taps) },
    { address: end, strides: [-taps[1]!, 1] },
    'float32',
  );
  const rows = info.batchSize * info.inHeight;
  const per = Math.ceil(CHUNK / (info.inWidth * size(taps)));
  backend.parallel(
    'depthwise',
    Math.ceil(rows / per),
    dy,
    turned,
    y,
    0,
    0,
    rows,
    per,
    info.outHeight,
    info.outWidth,
    info.outChannels,
    info.inHeight,
    info.inWidth,
    info.filterHeight,
    info.filterWidth,
    1,
    1,
    info.dilationHeight,
    info.dilationWidth,
    (info.filterHeight - 1) * info.dilationHeight - info.padInfo.top,
    (info.filterWidth - 1) * info.dilationWidth - info.padInfo.left,
  );
}

export const DepthwiseConv2dNativeBackpropInput: SimdKernel = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  kernelFunc: (call: Call<DepthwiseAttrs & { inputShape: number[] }>) => {
    const { backend } = call;
    const { dy, filter } = call.inputs as Record<'dy' | 'filter', TensorInfo>;
    const info = depthwiseInfo(call.attrs.inputShape, filter.shape, call.attrs);
    if (!allFloat(dy, filter) || isEmpty(info)) return inherited('DepthwiseConv2dNativeBackpropInput', call);
    const from = backend.address(dy);
    const filterAt = backend.address(filter);
    const { tensor, address } = backend.output(info.inShape);
    const times = info.outChannels / info.inChannels;
    backend.scratch((allocate) => {
      const outer = size(info.inShape);
      const target = times === 1 ? address : allocate(outer * times * 4);
      if (info.strideHeight === 1 && info.strideWidth === 1) {
        turnedConvolution(backend, allocate, from, filterAt, target, info);
      } else {
        const images = info.batchSize;
        const per = Math.ceil(CHUNK / (info.outHeight * workOfRow(info)));
        const chunks = Math.ceil(images / per);
        backend.parallel('depthwiseGradInput', chunks, target, filterAt, from, images, per, ...geometry(info));
      }
      if (times > 1) reduce(backend, SUM, { address: target, outer, n: times, inner: 1 }, address);
    });
    return tensor;
  },
};

export const DepthwiseConv2dNativeBackpropFilter: SimdKernel = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  kernelFunc: (call: Call<DepthwiseAttrs & { filterShape: number[] }>) => {
    const { backend } = call;
    const { x, dy } = call.inputs as Record<'x' | 'dy', TensorInfo>;
    const info = depthwiseInfo(x.shape, call.attrs.filterShape, call.attrs);
    if (!allFloat(x, dy) || isEmpty(info)) return inherited('DepthwiseConv2dNativeBackpropFilter', call);
    const from = backend.address(x);
    const gradient = backend.address(dy);
    const { tensor, address } = backend.output(info.filterShape);
    backend.scratch((allocate) => {
      const images = spread(backend, allocate, from, info);
      const rows = info.batchSize * info.outHeight;
      const per = Math.max(Math.ceil(CHUNK / workOfRow(info)), Math.ceil(rows / MOST_PARTS));
      const parts = Math.ceil(rows / per);
      const n = size(info.filterShape);
      const sums = parts === 1 ? address : allocate(parts * n * 4);
      backend.parallel('depthwiseGradFilter', parts, images, gradient, sums, rows, per, ...geometry(info));
      if (parts > 1) reduce(backend, SUM, { address: sums, outer: 1, n: parts, inner: n }, address);
    });
    return tensor;
  },
};
