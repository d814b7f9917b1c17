import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { size } from './kernel';

export interface PoolAttrs {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Values of the input that a chunk reads. */
const CHUNK = 16_384;

export function poolInfo(x: TensorInfo, attrs: PoolAttrs): backend_util.Conv2DInfo {
  return backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

/** A window of one pixel and an unchanged shape is the identity there, whatever strides and padding say. */
export function isIdentity(info: backend_util.Conv2DInfo): boolean {
  return info.filterHeight * info.filterWidth === 1 && util.arraysEqual(info.inShape, info.outShape);
}

function geometry(info: backend_util.Conv2DInfo): number[] {
  return [
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.effectiveFilterHeight,
    info.effectiveFilterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
}

/** Pools rows of the result in chunks. */
export function pool(
  backend: SimdBackend,
  kernel: 'maxPool' | 'avgPool',
  x: TensorInfo,
  info: backend_util.Conv2DInfo,
): TensorInfo {
  const from = backend.address(x);
  const { tensor, address } = backend.output(info.outShape);
  const rows = info.batchSize * info.outHeight;
  const per = Math.max(1, Math.floor(CHUNK / Math.max(1, size(info.inShape) / rows)));
  backend.parallel(kernel, Math.ceil(rows / per), from, address, rows, per, ...geometry(info));
  return tensor;
}

/** The gradient of pooling, in chunks of images; `addresses` are what the kernel reads. */
export function poolGrad(
  backend: SimdBackend,
  kernel: 'maxPoolGrad' | 'avgPoolGrad',
  addresses: readonly number[],
  info: backend_util.Conv2DInfo,
): TensorInfo {
  const { tensor, address } = backend.output(info.inShape);
  const images = info.batchSize;
  const per = Math.max(1, Math.floor(CHUNK / (size(info.inShape) / images)));
  backend.parallel(kernel, Math.ceil(images / per), address, ...addresses, images, per, ...geometry(info));
  return tensor;
}
