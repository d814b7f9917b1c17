import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '../errors';
import { BIAS } from './epilogue';
import { allFloat, type Call, type SimdKernel } from './kernel';
import { multiplyPacked, packMatrix, tableOfRows } from './multiply';

/** Checks shapes against [batch, time, inputDim], [inputDim, 4u], [u, 4u], [4u]. */
export function lstmSizes(x: TensorInfo, kernel: TensorInfo, recurrentKernel: TensorInfo) {
  const [batch = 0, time = 0, inputDim = 0] = x.shape;
  const [u = 0, wide = 0] = recurrentKernel.shape;
  const fits = x.shape.length === 3 && wide === 4 * u && kernel.shape[0] === inputDim && kernel.shape[1] === wide;
  if (!fits || !allFloat(x, kernel, recurrentKernel)) {
    throw new BackendError(
      'INVALID_INPUT',
      'FusedLstm: expected float32 x [batch, time, inputDim], kernel [inputDim, 4u], recurrentKernel [u, 4u]; received ' +
        `${x.dtype}[${x.shape}], ${kernel.dtype}[${kernel.shape}], ${recurrentKernel.dtype}[${recurrentKernel.shape}]`,
    );
  }
  return { batch, time, inputDim, u };
}

/**
 * A whole LSTM sequence from a zero state: gate order i, f, c, o; tanh and sigmoid.
 * inputs { x [batch, time, inputDim], kernel [inputDim, 4u], recurrentKernel [u, 4u], bias [4u] };
 * outputs [h [batch, time, u], c [batch, time, u], gates [batch, time, 4u] (activated)]: all that the gradient needs.
 */
export const FusedLstm: SimdKernel = {
  kernelName: 'FusedLstm',
  kernelFunc: (call: Call<object>) => {
    const { x, kernel, recurrentKernel, bias } = call.inputs as Record<
      'x' | 'kernel' | 'recurrentKernel' | 'bias',
      TensorInfo
    >;
    const { backend } = call;
    const { batch, time, inputDim, u } = lstmSizes(x, kernel, recurrentKernel);
    const xAt = backend.address(x);
    const kernelAt = backend.address(kernel);
    const recurrentAt = backend.address(recurrentKernel);
    const biasAt = backend.address(bias);
    const h = backend.output([batch, time, u]);
    const c = backend.output([batch, time, u]);
    const gates = backend.output([batch, time, 4 * u]);
    const outputs = [h.tensor, c.tensor, gates.tensor];
    if (batch * time * u === 0) return outputs;
    backend.scratch((allocate) => {
      // All input projections at once.
      const rows = tableOfRows(backend, allocate, { address: xAt, step: inputDim }, batch * time);
      const packed = packMatrix(backend, allocate, { address: kernelAt, step: 4 * u }, inputDim, 4 * u, false);
      const projected = { address: gates.address, step: 4 * u };
      multiplyPacked(backend, allocate, rows, packed, projected, [batch * time, inputDim, 4 * u], BIAS, biasAt);

      const recurrent = packMatrix(backend, allocate, { address: recurrentAt, step: 4 * u }, u, 4 * u, false);
      const z = allocate(batch * 4 * u * 4);
      const states = allocate(batch * 4);
      const tile = allocate(192);
      for (let t = 0; t < time; t++) {
        const at = t * u * 4;
        const before = at - u * 4;
        if (t > 0) {
          backend.wasm.rowTable(states, h.address + before, time * u * 4, batch);
          backend.wasm.gemmRows(states, batch, 4 * u, 0, 1, u, recurrent, z, 4 * u, 0, 0, tile);
        }
        backend.wasm.lstmStep(
          gates.address + 4 * at,
          time * 4 * u,
          t > 0 ? z : 0,
          t > 0 ? c.address + before : 0,
          c.address + at,
          h.address + at,
          time * u,
          batch,
          u,
        );
      }
    });
    return outputs;
  },
};
