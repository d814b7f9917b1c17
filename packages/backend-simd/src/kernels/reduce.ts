import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { bytesOf, type NumericType } from '../memory';
import { size } from './kernel';
import { rowMajor, stridedCopy } from './stridedCopy';

/** Operations of `assembly/reduce.ts`. */
export const SUM = 0;
export const MAX = 1;
export const MIN = 2;
/** Added to an operation for int32. */
export const OF_INTEGERS = 3;

/** Values that a chunk reads. */
const CHUNK = 16_384;
/** Columns that the assembly takes at once. */
const WIDTH = 1024;
/** Most parts that one reduction is cut into. */
const MOST_PARTS = 256;

export interface ReduceAttrs {
  axis: number | number[];
  keepDims: boolean;
}

/** A reduction over the middle of [outer][n][inner], row by row in the memory, and the shape of its result. */
export interface Reduction {
  readonly address: number;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** Axes in ascending order and the result's shape; undefined when a size is zero or an axis is named twice. */
export function reduced(
  x: TensorInfo,
  axis: number | number[],
  keepDims: boolean,
): { axes: number[]; shape: number[] } | undefined {
  const axes = util.parseAxisParam(axis, x.shape).sort((p, q) => p - q);
  if (size(x.shape) === 0 || new Set(axes).size !== axes.length) return undefined;
  const [kept] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  return { axes, shape: keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept };
}

/**
 * Calls `work` with x as [outer][n][inner]. Reduced axes that have kept ones between them go to the end first, in a copy
 * that lives as long as `work` runs.
 */
export function withReduction<T>(
  backend: SimdBackend,
  x: TensorInfo,
  axes: readonly number[],
  work: (reduction: Reduction) => T,
): T {
  const { shape } = x;
  const long = (axis: number) => shape[axis] !== 1;
  const cut = axes.filter(long);
  const first = cut[0] ?? 0;
  const last = cut.at(-1) ?? -1;
  const together = !shape.some((_, axis) => axis > first && axis < last && long(axis) && !cut.includes(axis));
  const n = cut.reduce((product, axis) => product * shape[axis]!, 1);
  const address = backend.address(x);
  if (together) {
    const outer = size(shape.slice(0, first));
    return work({ address, outer, n, inner: size(shape) / (outer * n) });
  }
  return backend.scratch((allocate) => {
    const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const order = [...kept, ...axes];
    const turned = order.map((axis) => shape[axis]!);
    const steps = rowMajor(shape);
    const copy = allocate(bytesOf(size(shape), x.dtype as NumericType));
    const source = { address, strides: order.map((axis) => steps[axis]!) };
    stridedCopy(backend, turned, { address: copy, strides: rowMajor(turned) }, source, x.dtype as NumericType);
    return work({ address: copy, outer: size(shape) / n, n, inner: 1 });
  });
}

function pass(
  backend: SimdBackend,
  operation: number,
  { address, outer, n, inner }: Reduction,
  y: number,
  parts: number,
  length: number,
  divisor: number,
): void {
  if (inner === 1) {
    const per = Math.max(1, Math.floor(CHUNK / length));
    const chunks = Math.ceil((outer * parts) / per);
    backend.parallel('reduceRows', chunks, operation, address, y, outer, n, parts, length, per, divisor);
    return;
  }
  const units = outer * parts * Math.ceil(inner / WIDTH);
  const per = Math.max(1, Math.floor(CHUNK / (Math.min(inner, WIDTH) * length)));
  const chunks = Math.ceil(units / per);
  backend.parallel('reduceColumns', chunks, operation, address, y, outer, n, inner, parts, length, per, divisor);
}

/**
 * Reduces float32 or int32 values to [outer][inner] at y on all threads, float sums divided by `divisor`. A long
 * reduction with few results is cut into parts, whose results are reduced once more; how many depends on the shape alone.
 */
export function reduce(backend: SimdBackend, operation: number, x: Reduction, y: number, divisor = 1): void {
  const { outer, n, inner } = x;
  const results = outer * inner;
  const units = outer * Math.ceil(inner / WIDTH);
  const parts = units >= 16 ? 1 : Math.min(MOST_PARTS, Math.floor((results * n) / CHUNK), Math.floor(n / 32));
  if (parts < 2) {
    pass(backend, operation, x, y, 1, n, divisor);
    return;
  }
  const length = Math.ceil(n / parts);
  const used = Math.ceil(n / length);
  backend.scratch((allocate) => {
    const partial = allocate(used * results * 4);
    pass(backend, operation, x, partial, used, length, 1);
    pass(backend, operation, { address: partial, outer: 1, n: used, inner: results }, y, 1, used, divisor);
  });
}
