import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';

/** Values that a chunk normalizes. */
const CHUNK = 16_384;

type Inputs = Record<'x' | 'mean' | 'variance', TensorInfo> & Partial<Record<'scale' | 'offset', TensorInfo>>;

/** A row of channels, repeated. */
function repeated(backend: SimdBackend, allocate: (bytes: number) => number, row: number, c: number, times: number) {
  if (row === 0 || times === 1) return row;
  const address = allocate(times * c * 4);
  const floats = backend.heap.allFloats();
  for (let i = 0; i < times; i++) floats.copyWithin((address >>> 2) + i * c, row >>> 2, (row >>> 2) + c);
  return address;
}

/** Normalizes the last axis by one value a channel; statistics of any other shape are inherited. */
export const FusedBatchNorm: SimdKernel = {
  kernelName: 'FusedBatchNorm',
  kernelFunc: (call: Call<{ varianceEpsilon?: number | null }>) => {
    const { backend } = call;
    const { x, mean, variance, scale, offset } = call.inputs as Inputs;
    const c = x.shape.at(-1) ?? 0;
    const ranks = [variance, scale, offset].every((p) => !p || p.shape.length === mean.shape.length);
    const channels = [mean, variance, scale, offset].every((p) => !p || size(p.shape) === c);
    if (!allFloat(x, mean, variance, scale, offset) || !ranks || !channels || size(x.shape) === 0) {
      return inherited('FusedBatchNorm', call);
    }
    const count = size(x.shape) / c;
    const [from, meanAt, varianceAt, scaleAt, offsetAt] = [x, mean, variance, scale, offset].map((p) =>
      p ? backend.address(p) : 0,
    ) as [number, number, number, number, number];
    const { tensor, address } = backend.output(x.shape);
    backend.scratch((allocate) => {
      const factors = allocate(c * 4);
      backend.wasm.batchNormFactors(factors, varianceAt, scaleAt, c, call.attrs.varianceEpsilon ?? 0.001);
      // Few or odd channels: several pixels make one row of whole vectors, where they come out even.
      const times = [4, 2].find((k) => (c * k) % 4 === 0 && c % 4 !== 0 && count % k === 0) ?? 1;
      const width = c * times;
      const rows = count / times;
      const [m, f, o] = [meanAt, factors, offsetAt].map((row) => repeated(backend, allocate, row, c, times)) as [
        number,
        number,
        number,
      ];
      const per = Math.ceil(CHUNK / width);
      backend.parallel('batchNorm', Math.ceil(rows / per), from, address, m, f, o, rows, width, per);
    });
    return tensor;
  },
};
