import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { type ConvAttrs, type ConvInfo, convInfo, convolve, imagesOf, isEmpty, padded } from './convolution';
import { allFloat, type Call, inherited, type SimdKernel } from './kernel';
import { packRight } from './product';
import { winogradBackpropInput } from './winograd';
import { winogradPlan } from './winogradPlan';

/** The gradient of a convolution's input: a convolution of dy, spread by the strides, with the flipped filter. */
function conv2dBackpropInput(call: Call<ConvAttrs & { inputShape: number[] }>): TensorInfo | undefined {
  const { backend, attrs } = call;
  const dy = call.inputs.dy as TensorInfo;
  const filter = call.inputs.filter as TensorInfo;
  const info = convInfo(attrs.inputShape, filter.shape, attrs);
  if (info.dataFormat !== 'channelsLast' || isEmpty(info)) return undefined;
  // Such a gradient is no convolution's: the inherited kernel reads what fits of it.
  if (!util.arraysEqual(dy.shape, info.outShape)) return undefined;
  const plan = winogradPlan(info, 'x');
  const fast = plan && winogradBackpropInput(backend, plan, info, dy, filter);
  return fast ?? directBackpropInput(backend, info, dy, filter);
}

/** The product of the patches of dy, read in place, and the flipped filter. */
export function directBackpropInput(
  backend: SimdBackend,
  info: ConvInfo,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo {
  const top = (info.filterHeight - 1) * info.dilationHeight - info.padInfo.top;
  const left = (info.filterWidth - 1) * info.dilationWidth - info.padInfo.left;
  const images = imagesOf(backend, dy);
  const filterAt = backend.address(filter);
  const { tensor, address } = backend.output(info.inShape);
  backend.scratch((allocate) => {
    const taps = info.filterHeight * info.filterWidth;
    const { inChannels, outChannels } = info;
    const flipped = allocate(taps * inChannels * outChannels * 4);
    backend.wasm.flipFilter(flipped, filterAt, taps, inChannels, outChannels);
    const packed = packRight(
      backend,
      allocate,
      { address: flipped, step: inChannels },
      taps * outChannels,
      inChannels,
      false,
    );
    const height = info.inHeight + (info.filterHeight - 1) * info.dilationHeight;
    const width = info.inWidth + (info.filterWidth - 1) * info.dilationWidth;
    convolve(
      backend,
      allocate,
      padded(backend, allocate, images, height, width, [top, left], [info.strideHeight, info.strideWidth]),
      packed,
      address,
      {
        filter: [info.filterHeight, info.filterWidth],
        out: [info.inHeight, info.inWidth],
        strides: [1, 1],
        dilations: [info.dilationHeight, info.dilationWidth],
        channels: inChannels,
      },
    );
  });
  return tensor;
}

export const Conv2DBackpropInput: SimdKernel = {
  kernelName: 'Conv2DBackpropInput',
  kernelFunc: (call: Call<ConvAttrs & { inputShape: number[] }>) =>
    (allFloat(call.inputs.dy, call.inputs.filter) ? conv2dBackpropInput(call) : undefined) ??
    inherited('Conv2DBackpropInput', call),
};
