import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type BinaryOp, Pattern } from '../../assembly/operations';
import type { SimdBackend } from '../backend';
import { bytesOf, type NumericType } from '../memory';
import { chunkSize } from './chunks';

/** Axes of a result and the strides of both operands along them, in values, innermost first. */
interface Axes {
  readonly sizes: number[];
  readonly left: number[];
  readonly right: number[];
}

/** Outer axes that the kernel walks itself. */
const WALKED = 3;

/**
 * a op b for operands of one type that TensorFlow.js' rules broadcast to a common shape.
 *
 * @throws Error with TensorFlow.js' message when the shapes do not fit
 */
export function binary(
  backend: SimdBackend,
  op: BinaryOp,
  a: TensorInfo,
  b: TensorInfo,
  dtype: NumericType,
): TensorInfo {
  const left = a.shape;
  const right = b.shape;
  // The usual cases need no arrays: training calls them on small tensors all the time.
  if (same(left, right)) return flat(backend, op, Pattern.Both, a, b, left, dtype);
  if (right.length <= left.length && util.sizeFromShape(right) === 1) {
    return flat(backend, op, Pattern.Right, a, b, left, dtype);
  }
  if (left.length <= right.length && util.sizeFromShape(left) === 1) {
    return flat(backend, op, Pattern.Left, a, b, right, dtype);
  }
  return rows(backend, op, a, b, broadcast_util.assertAndGetBroadcastShape(left, right), dtype);
}

/** y = a op b over `n` values in the memory, all three of the same shape. */
export function flatAt(
  backend: SimdBackend,
  op: BinaryOp,
  pattern: Pattern,
  a: number,
  b: number,
  y: number,
  n: number,
) {
  const size = chunkSize(n);
  backend.parallel('binary', Math.ceil(n / size), op, pattern, a, b, y, n, 1, size, 1, 1, 1, 0, 0, 0, 0, 0, 0);
}

function same(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false;
  return true;
}

function flat(
  backend: SimdBackend,
  op: BinaryOp,
  pattern: Pattern,
  a: TensorInfo,
  b: TensorInfo,
  shape: number[],
  dtype: NumericType,
): TensorInfo {
  const left = backend.address(a);
  const right = backend.address(b);
  const { tensor, address } = backend.output(shape, dtype);
  flatAt(backend, op, pattern, left, right, address, util.sizeFromShape(shape));
  return tensor;
}

function rows(
  backend: SimdBackend,
  op: BinaryOp,
  a: TensorInfo,
  b: TensorInfo,
  shape: number[],
  dtype: NumericType,
): TensorInfo {
  const leftAt = backend.address(a);
  const rightAt = backend.address(b);
  const { tensor, address } = backend.output(shape, dtype);
  const total = util.sizeFromShape(shape);
  if (total === 0) return tensor;
  const { sizes, left, right } = fold(shape, a.shape, b.shape);
  const inner = sizes[0] ?? 1;
  const pattern = right[0] === 0 ? Pattern.Right : left[0] === 0 ? Pattern.Left : Pattern.Both;
  const [n3 = 1, n2 = 1, n1 = 1] = sizes.slice(1, 1 + WALKED);
  const [a3 = 0, a2 = 0, a1 = 0] = left.slice(1, 1 + WALKED);
  const [b3 = 0, b2 = 0, b1 = 0] = right.slice(1, 1 + WALKED);
  const count = n1 * n2 * n3;
  const size = chunkSize(inner * count);
  const columnStep = Math.min(inner, size);
  const rowStep = Math.max(1, Math.floor(size / inner));
  const chunks = Math.ceil(inner / columnStep) * Math.ceil(count / rowStep);
  const width = bytesOf(1, a.dtype as NumericType);
  // Axes beyond those that the kernel walks are rare: one call for each of their indexes.
  for (let i = 0; i < total; i += inner * count) {
    let rest = i / (inner * count);
    let leftStart = leftAt;
    let rightStart = rightAt;
    for (let d = 1 + WALKED; d < sizes.length; d++) {
      const index = rest % sizes[d]!;
      rest = (rest - index) / sizes[d]!;
      leftStart += index * left[d]! * width;
      rightStart += index * right[d]! * width;
    }
    const at = address + bytesOf(i, dtype);
    const strides = [a1, a2, a3, b1, b2, b3];
    backend.parallel(
      'binary',
      chunks,
      op,
      pattern,
      leftStart,
      rightStart,
      at,
      inner,
      count,
      columnStep,
      rowStep,
      n2,
      n3,
      ...strides,
    );
  }
  return tensor;
}

/** Drops axes of size 1 and joins neighbours along which both operands go on evenly (or repeat). */
function fold(shape: readonly number[], a: readonly number[], b: readonly number[]): Axes {
  const sizes: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  let leftStride = 1;
  let rightStride = 1;
  for (let d = 1; d <= shape.length; d++) {
    const size = shape[shape.length - d]!;
    if (size === 1) continue;
    const leftSize = a[a.length - d] ?? 1;
    const rightSize = b[b.length - d] ?? 1;
    const leftStep = leftSize === 1 ? 0 : leftStride;
    const rightStep = rightSize === 1 ? 0 : rightStride;
    leftStride *= leftSize;
    rightStride *= rightSize;
    const last = sizes.length - 1;
    if (last >= 0 && leftStep === left[last]! * sizes[last]! && rightStep === right[last]! * sizes[last]!) {
      sizes[last]! *= size;
    } else {
      sizes.push(size);
      left.push(leftStep);
      right.push(rightStep);
    }
  }
  return { sizes, left, right };
}
