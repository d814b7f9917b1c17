import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { BackendError } from '../errors';
import { allFloat, type Call, type SimdKernel, size } from './kernel';
import { MaxPool } from './MaxPool';
import { type PoolAttrs, poolInfo } from './pooling';

/** Rows of a chunk: about 16,384 floats, whatever the width. */
const CHUNK_FLOATS = 16_384;

function checkInputs(name: string, tensors: Readonly<Record<string, TensorInfo>>, fits: boolean): void {
  if (fits && allFloat(...Object.values(tensors))) return;
  const received = Object.entries(tensors).map(([key, t]) => `${key} ${t.dtype}[${t.shape}]`);
  throw new BackendError(
    'INVALID_INPUT',
    `${name}: expected float32 of shapes that fit; received ${received.join(', ')}`,
  );
}

/** Adds up [chunks][channels rounded up to four] partial sums in order. */
function sumChunks(backend: SimdBackend, sums: number, chunks: number, channels: number, to: number): void {
  const step = Math.ceil(channels / 4) * 16;
  backend.serial('sumParts', Math.ceil(channels / 4096), sums, step, chunks, to, channels, 0);
}

/**
 * The gradient of y = relu(x + bias) for [.., channels]: inputs { dy, y } of one shape; outputs [dx, dBias [channels]].
 */
export const FusedReluBiasGrad: SimdKernel = {
  kernelName: 'FusedReluBiasGrad',
  kernelFunc: (call: Call<object>) => {
    const { backend } = call;
    const { dy, y } = call.inputs as Record<'dy' | 'y', TensorInfo>;
    checkInputs('FusedReluBiasGrad', { dy, y }, y.shape.length > 0 && size(dy.shape) === size(y.shape));
    const channels = y.shape.at(-1) ?? 0;
    const rows = channels === 0 ? 0 : size(y.shape) / channels;
    const dyAt = backend.address(dy);
    const yAt = backend.address(y);
    const dx = backend.output(y.shape);
    const dBias = backend.output([channels]);
    const rowsPerChunk = Math.max(1, Math.floor(CHUNK_FLOATS / Math.max(1, channels)));
    const chunks = Math.max(1, Math.ceil(rows / rowsPerChunk));
    backend.scratch((allocate) => {
      const sums = allocate(chunks * Math.ceil(channels / 4) * 16);
      backend.parallel('reluBiasGrad', chunks, dyAt, yAt, dx.address, sums, rows, channels, rowsPerChunk);
      sumChunks(backend, sums, chunks, channels, dBias.address);
    });
    return [dx.tensor, dBias.tensor];
  },
};

/** A `MaxPool` whose input x is known to come from a relu, so that its gradient can be that of both. */
export const FusedReluMaxPool: SimdKernel = { ...MaxPool, kernelName: 'FusedReluMaxPool' };

/**
 * The gradient, before bias and relu, of a max pooling over y = relu(x + bias): inputs { dy, input: y [batch, height,
 * width, channels], output: the pooled y }; attrs as `MaxPool`; outputs [dx, dBias [channels]].
 */
export const FusedReluMaxPoolGrad: SimdKernel = {
  kernelName: 'FusedReluMaxPoolGrad',
  kernelFunc: (call: Call<PoolAttrs>) => {
    const { backend } = call;
    const { dy, input, output } = call.inputs as Record<'dy' | 'input' | 'output', TensorInfo>;
    const info = poolInfo(input, call.attrs);
    const fits = size(dy.shape) === size(info.outShape) && size(output.shape) === size(info.outShape);
    checkInputs('FusedReluMaxPoolGrad', { dy, input, output }, fits);
    const dyAt = backend.address(dy);
    const xAt = backend.address(input);
    const yAt = backend.address(output);
    const dx = backend.output(input.shape);
    const channels = info.inChannels;
    const dBias = backend.output([channels]);
    const chunks = Math.max(1, info.batchSize);
    backend.scratch((allocate) => {
      const sums = allocate(chunks * Math.ceil(channels / 4) * 16);
      if (info.batchSize === 0) backend.heap.allFloats().fill(0, sums >>> 2, (sums >>> 2) + channels);
      backend.parallel(
        'reluMaxPoolGrad',
        info.batchSize,
        dx.address,
        xAt,
        yAt,
        dyAt,
        sums,
        info.inHeight,
        info.inWidth,
        channels,
        info.outHeight,
        info.outWidth,
        info.effectiveFilterHeight,
        info.effectiveFilterWidth,
        info.strideHeight,
        info.strideWidth,
        info.padInfo.top,
        info.padInfo.left,
      );
      sumChunks(backend, sums, chunks, channels, dBias.address);
    });
    return [dx.tensor, dBias.tensor];
  },
};
