import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import {
  type ConvAttrs,
  type ConvInfo,
  convInfo,
  imagesOf,
  isEmpty,
  padded,
  pixels,
  reach,
  stretches,
} from './convolution';
import { allFloat, type Call, inherited, type SimdKernel } from './kernel';
import { multiplyTransposed } from './product';
import { winogradBackpropFilter } from './winograd';
import { winogradPlan } from './winogradPlan';

/** The gradient of a convolution's filter: the transposed patches times dy, the patches read in place. */
function conv2dBackpropFilter(call: Call<ConvAttrs & { filterShape: number[] }>): TensorInfo | undefined {
  const { backend, attrs } = call;
  const x = call.inputs.x as TensorInfo;
  const dy = call.inputs.dy as TensorInfo;
  const info = convInfo(x.shape, attrs.filterShape, attrs);
  if (info.dataFormat !== 'channelsLast' || isEmpty(info)) return undefined;
  // Such a gradient is no convolution's: the inherited kernel reads what fits of it.
  if (!util.arraysEqual(dy.shape, info.outShape)) return undefined;
  const plan = winogradPlan(info, 'y');
  const fast = plan && winogradBackpropFilter(backend, plan, info, x, dy);
  return fast ?? directBackpropFilter(backend, info, x, dy);
}

/** The product of the transposed patches, read in place, and dy. */
export function directBackpropFilter(backend: SimdBackend, info: ConvInfo, x: TensorInfo, dy: TensorInfo): TensorInfo {
  const images = imagesOf(backend, x);
  const dyAt = backend.address(dy);
  const { tensor, address } = backend.output(info.filterShape);
  backend.scratch((allocate) => {
    const [height, width] = reach(info);
    const { top, left } = info.padInfo;
    const from = padded(backend, allocate, images, height, width, [top, left]);
    const filter = [info.filterHeight, info.filterWidth] as const;
    const { run, starts } = stretches(from, filter, [info.dilationHeight, info.dilationWidth]);
    const out = [info.outHeight, info.outWidth] as const;
    const n = info.outChannels;
    multiplyTransposed(
      backend,
      allocate,
      pixels(from, out, [info.strideHeight, info.strideWidth]),
      { address: dyAt, step: n },
      address,
      [starts.length * run, info.batchSize * info.outHeight * info.outWidth, n],
      0,
      Int32Array.from({ length: starts.length * run }, (_, i) => starts[Math.floor(i / run)]! + (i % run) * 4),
    );
  });
  return tensor;
}

export const Conv2DBackpropFilter: SimdKernel = {
  kernelName: 'Conv2DBackpropFilter',
  kernelFunc: (call: Call<ConvAttrs & { filterShape: number[] }>) =>
    (allFloat(call.inputs.x, call.inputs.dy) ? conv2dBackpropFilter(call) : undefined) ??
    inherited('Conv2DBackpropFilter', call),
};
