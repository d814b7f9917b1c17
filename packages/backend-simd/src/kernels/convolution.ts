import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { size } from './kernel';
import { type Allocate, integers, multiply, type RowsAt } from './product';

export type ConvInfo = backend_util.Conv2DInfo;

export interface ConvAttrs {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dataFormat: 'NHWC' | 'NCHW';
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export function convInfo(x: readonly number[], filter: readonly number[], attrs: ConvAttrs): ConvInfo {
  return backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(attrs.dataFormat),
  );
}

/** Images [batch, height, width, channels] in the memory, borders included. */
interface Images {
  readonly address: number;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Copies images between zero borders; `spread` > 1 puts zeros between pixels. Without need, the images themselves. */
export function padded(
  backend: SimdBackend,
  allocate: Allocate,
  images: Images,
  height: number,
  width: number,
  [top, left]: readonly [number, number],
  [spreadY, spreadX]: readonly [number, number] = [1, 1],
): Images {
  if (height === images.height && width === images.width && top === 0 && left === 0) return images;
  const { batch, channels } = images;
  const address = allocate(batch * height * width * channels * 4);
  backend.parallel(
    'padImages',
    batch,
    address,
    images.address,
    images.height,
    images.width,
    channels,
    height,
    width,
    top,
    left,
    spreadY,
    spreadX,
  );
  return { address, batch, height, width, channels };
}

/** How a filter lies over padded images: stretches of `run` floats, each `starts[s]` bytes after the first pixel. */
export function stretches(
  images: Images,
  [filterHeight, filterWidth]: readonly [number, number],
  [dilationY, dilationX]: readonly [number, number],
): { run: number; starts: number[] } {
  const row = images.width * images.channels * 4 * dilationY;
  const pixel = images.channels * 4 * dilationX;
  const starts: number[] = [];
  const joined = dilationX === 1;
  for (let y = 0; y < filterHeight; y++) {
    for (let x = 0; x < (joined ? 1 : filterWidth); x++) starts.push(y * row + x * pixel);
  }
  return { run: images.channels * (joined ? filterWidth : 1), starts };
}

/** Where the first pixel under the filter lies for each output pixel. */
export function pixels(
  images: Images,
  [outHeight, outWidth]: readonly [number, number],
  [strideY, strideX]: readonly [number, number],
): RowsAt {
  const row = images.width * images.channels * 4;
  return {
    base: images.address,
    w: outWidth,
    h: outHeight,
    pixelStep: strideX * images.channels * 4,
    rowStep: strideY * row,
    imageStep: images.height * row,
  };
}

/** y[pixel, n] = act(sum over the filter of images x packed filter + bias) over images that are padded already. */
export function convolve(
  backend: SimdBackend,
  allocate: Allocate,
  images: Images,
  packedFilter: number,
  y: number,
  shape: {
    filter: readonly [number, number];
    out: readonly [number, number];
    strides: readonly [number, number];
    dilations: readonly [number, number];
    channels: number;
  },
  bias = 0,
  flags = 0,
): void {
  const { run, starts } = stretches(images, shape.filter, shape.dilations);
  const jumps = starts.slice(1).map((start, i) => start - starts[i]! - run * 4);
  const jumpsAt = integers(backend, allocate, jumps);
  const m = images.batch * shape.out[0] * shape.out[1];
  const n = shape.channels;
  multiply(
    backend,
    pixels(images, shape.out, shape.strides),
    { jumps: jumpsAt, segments: starts.length, run },
    packedFilter,
    { address: y, step: n },
    [m, n],
    flags,
    bias,
  );
}

/** The images of a tensor in NHWC. */
export function imagesOf(backend: SimdBackend, tensor: TensorInfo): Images {
  const [batch = 0, height = 0, width = 0, channels = 0] = tensor.shape;
  return { address: backend.address(tensor), batch, height, width, channels };
}

/** Rows and columns of padded images that the filter reaches at the given output size. */
export function reach(info: ConvInfo): [number, number] {
  return [
    (info.outHeight - 1) * info.strideHeight + (info.filterHeight - 1) * info.dilationHeight + 1,
    (info.outWidth - 1) * info.strideWidth + (info.filterWidth - 1) * info.dilationWidth + 1,
  ];
}

export function isEmpty(info: ConvInfo): boolean {
  return size(info.outShape) === 0 || size(info.inShape) === 0 || info.filterHeight * info.filterWidth === 0;
}
