import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { activateAfter, activationFlags, BIAS } from './epilogue';
import { allFloat, type Call, inherited, type SimdKernel, size } from './kernel';
import { multiply, multiplyTransposed, oneStretch, packRight, rowsOf } from './product';

interface MatMulAttrs {
  transposeA: boolean;
  transposeB: boolean;
}

/** [.., m, k] x [.., k, n] with batch dimensions broadcast, bias [n] and flags in the same pass. */
function batchMatMul(call: Call<MatMulAttrs>, bias: number, flags: number): TensorInfo {
  const { backend, attrs } = call;
  const a = call.inputs.a as TensorInfo;
  const b = call.inputs.b as TensorInfo;
  // The CPU backend's kernel has the sentence for a vector.
  if (a.shape.length < 2 || b.shape.length < 2) return inherited('BatchMatMul', call);
  const [aRows = 0, aColumns = 0] = a.shape.slice(-2);
  const [bRows = 0, bColumns = 0] = b.shape.slice(-2);
  const [m, k] = attrs.transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [inner, n] = attrs.transposeB ? [bColumns, bRows] : [bRows, bColumns];
  if (k !== inner) {
    throw new Error(
      `Error in matMul: inner shapes (${k}) and (${inner}) of Tensors with shapes ${a.shape} and ${b.shape} and ` +
        `transposeA=${attrs.transposeA} and transposeB=${attrs.transposeB} must match.`,
    );
  }
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const aAt = backend.address(a);
  const bAt = backend.address(b);
  const { tensor, address } = backend.output([...batch, m, n]);
  const batches = size(batch);
  if (batches * m * n === 0) return tensor;
  const aIndex = broadcastIndex(aBatch, batch);
  const bIndex = broadcastIndex(bBatch, batch);
  for (let i = 0; i < batches; i++) {
    const aMatrix = { address: aAt + aIndex(i) * m * k * 4, step: aColumns };
    const bMatrix = { address: bAt + bIndex(i) * n * k * 4, step: bColumns };
    const c = { address: address + i * m * n * 4, step: n };
    backend.scratch((allocate) => {
      if (attrs.transposeA && !attrs.transposeB && !flags) {
        multiplyTransposed(backend, allocate, rowsOf(aMatrix, k), bMatrix, c.address, [m, k, n]);
        return;
      }
      let left = aMatrix;
      if (attrs.transposeA) {
        left = { address: allocate(m * k * 4), step: k };
        backend.wasm.transpose(left.address, aMatrix.address, k, m);
      }
      const packed = packRight(backend, allocate, bMatrix, k, n, attrs.transposeB);
      multiply(backend, rowsOf(left, m), oneStretch(k), packed, c, [m, n], flags, bias);
    });
  }
  return tensor;
}

/** Maps the index of an output matrix to that of an operand whose batch dimensions were broadcast. */
function broadcastIndex(from: readonly number[], to: readonly number[]): (i: number) => number {
  const strides: number[] = [];
  let stride = 1;
  for (let d = to.length - 1; d >= 0; d--) {
    const own = from[d - (to.length - from.length)] ?? 1;
    strides[d] = own === 1 ? 0 : stride;
    stride *= own;
  }
  return (i) => {
    let index = 0;
    for (let d = to.length - 1; d >= 0; d--) {
      index += (i % to[d]!) * strides[d]!;
      i = Math.floor(i / to[d]!);
    }
    return index;
  };
}

export const BatchMatMul: SimdKernel = {
  kernelName: 'BatchMatMul',
  kernelFunc: (call: Call<MatMulAttrs>) =>
    allFloat(call.inputs.a, call.inputs.b) ? batchMatMul(call, 0, 0) : inherited('BatchMatMul', call),
};

export const FusedMatMul: SimdKernel = {
  kernelName: '_FusedMatMul',
  kernelFunc: (call: Call<MatMulAttrs & { activation: string; leakyreluAlpha?: number }>) => {
    const { a, b, bias } = call.inputs;
    const n = b?.shape.at(call.attrs.transposeB ? -2 : -1) ?? 0;
    // A bias of another shape than [.., 1, n] is added by the inherited kernel's own rules.
    if (!allFloat(a, b, bias) || (bias && size(bias.shape) !== n)) return inherited('_FusedMatMul', call);
    const flags = activationFlags(call.attrs.activation);
    const biasAt = bias ? call.backend.address(bias) : 0;
    const y = batchMatMul(call, biasAt, (bias ? BIAS : 0) | (flags ?? 0));
    return flags === undefined ? activateAfter(y, call) : y;
  },
};
