import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { type ConvAttrs, type ConvInfo, convInfo, convolve, imagesOf, isEmpty, padded, reach } from './convolution';
import { activateAfter, activationFlags, BIAS } from './epilogue';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';
import { packRight } from './product';
import { winogradConv2D } from './winograd';
import { winogradPlan } from './winogradPlan';

/** Undefined when the shape is one that the inherited kernel should see. */
function conv2d(call: Call<ConvAttrs>, bias: number, flags: number): TensorInfo | undefined {
  const { backend, attrs } = call;
  const x = call.inputs.x as TensorInfo;
  const filter = call.inputs.filter as TensorInfo;
  const info = convInfo(x.shape, filter.shape, attrs);
  if (info.dataFormat !== 'channelsLast' || isEmpty(info)) return undefined;
  const plan = winogradPlan(info, 'y');
  const fast = plan && winogradConv2D(backend, plan, info, x, filter, bias, flags);
  return fast ?? directConv2D(backend, info, x, filter, bias, flags);
}

/** The product of the patches, read in place, and the filter. */
export function directConv2D(
  backend: SimdBackend,
  info: ConvInfo,
  x: TensorInfo,
  filter: TensorInfo,
  bias: number,
  flags: number,
): TensorInfo {
  const images = imagesOf(backend, x);
  const filterAt = backend.address(filter);
  const { tensor, address } = backend.output(info.outShape);
  backend.scratch((allocate) => {
    const [height, width] = reach(info);
    const { top, left } = info.padInfo;
    const k = info.filterHeight * info.filterWidth * info.inChannels;
    const packed = packRight(
      backend,
      allocate,
      { address: filterAt, step: info.outChannels },
      k,
      info.outChannels,
      false,
    );
    convolve(
      backend,
      allocate,
      padded(backend, allocate, images, Math.max(height, 1), Math.max(width, 1), [top, left]),
      packed,
      address,
      {
        filter: [info.filterHeight, info.filterWidth],
        out: [info.outHeight, info.outWidth],
        strides: [info.strideHeight, info.strideWidth],
        dilations: [info.dilationHeight, info.dilationWidth],
        channels: info.outChannels,
      },
      bias,
      flags,
    );
  });
  return tensor;
}

export const Conv2D: SimdKernel = {
  kernelName: 'Conv2D',
  kernelFunc: (call: Call<ConvAttrs>) =>
    (allFloat(call.inputs.x, call.inputs.filter) ? conv2d(call, 0, 0) : undefined) ?? inherited('Conv2D', call),
};

export const FusedConv2D: SimdKernel = {
  kernelName: 'FusedConv2D',
  kernelFunc: (call: Call<ConvAttrs & { activation: string; leakyreluAlpha?: number }>) => {
    const { x, filter, bias } = call.inputs;
    if (!allFloat(x, filter, bias) || (bias && size(bias.shape) !== filter?.shape[3]))
      return inherited('FusedConv2D', call);
    const flags = activationFlags(call.attrs.activation);
    const y = conv2d(call, bias ? call.backend.address(bias) : 0, (bias ? BIAS : 0) | (flags ?? 0));
    if (!y) return inherited('FusedConv2D', call);
    return flags === undefined ? activateAfter(y, call) : y;
  },
};

/** relu(convolution + bias): the forward half of a training step's convolution block. inputs { x, filter, bias }. */
export const FusedConvBiasRelu: SimdKernel = {
  kernelName: 'FusedConvBiasRelu',
  kernelFunc: ({ inputs, attrs, backend }: Call<ConvAttrs>) =>
    FusedConv2D.kernelFunc({ inputs, attrs: { ...attrs, activation: 'relu' }, backend } as never),
};
