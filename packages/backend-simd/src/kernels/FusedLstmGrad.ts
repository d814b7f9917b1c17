import type { TensorInfo } from '@tensorflow/tfjs-core';
import { ACCUMULATE } from './epilogue';
import { lstmSizes } from './FusedLstm';
import type { Call, SimdKernel } from './kernel';
import { multiplyPacked, multiplyTransposed, packMatrix, tableOfRows } from './multiply';

type Inputs = Record<'dy' | 'x' | 'kernel' | 'recurrentKernel' | 'h' | 'c' | 'gates', TensorInfo>;

/**
 * The gradient of `FusedLstm`. inputs { dy [batch, time, u], x, kernel, recurrentKernel, and its outputs h, c, gates };
 * attrs { needsInputGradient = true }; outputs [dx, dKernel, dRecurrentKernel, dBias], without dx when not needed.
 */
export const FusedLstmGrad: SimdKernel = {
  kernelName: 'FusedLstmGrad',
  kernelFunc: (call: Call<{ needsInputGradient?: boolean }>) => {
    const { backend } = call;
    const { dy, x, kernel, recurrentKernel, h, c, gates } = call.inputs as Inputs;
    const { batch, time, inputDim, u } = lstmSizes(x, kernel, recurrentKernel);
    const wide = 4 * u;
    const dyAt = backend.address(dy);
    const xAt = backend.address(x);
    const kernelAt = backend.address(kernel);
    const recurrentAt = backend.address(recurrentKernel);
    const hAt = backend.address(h);
    const cAt = backend.address(c);
    const gatesAt = backend.address(gates);
    const dx = call.attrs?.needsInputGradient === false ? undefined : backend.output(x.shape);
    const dKernel = backend.output(kernel.shape);
    const dRecurrent = backend.output(recurrentKernel.shape);
    const dBias = backend.output([wide]);
    const outputs = [...(dx ? [dx.tensor] : []), dKernel.tensor, dRecurrent.tensor, dBias.tensor];
    backend.scratch((allocate) => {
      const rows = batch * time;
      const dz = allocate(rows * wide * 4);
      const dhNext = allocate(batch * u * 4);
      const dcNext = allocate(batch * u * 4);
      const turned = packMatrix(backend, allocate, { address: recurrentAt, step: wide }, wide, u, true);
      const table = allocate(batch * 4);
      const tile = allocate(192);
      const floats = backend.heap.allFloats();
      floats.fill(0, dhNext >>> 2, (dhNext >>> 2) + batch * u);
      floats.fill(0, dcNext >>> 2, (dcNext >>> 2) + batch * u);
      floats.fill(0, dRecurrent.address >>> 2, (dRecurrent.address >>> 2) + u * wide);
      floats.fill(0, dKernel.address >>> 2, (dKernel.address >>> 2) + inputDim * wide);
      for (let t = time - 1; t >= 0; t--) {
        const at = t * u * 4;
        const previous = t > 0 ? cAt + at - u * 4 : 0;
        backend.wasm.lstmStepGrad(
          gatesAt + 4 * at,
          dz + 4 * at,
          time * wide,
          dyAt + at,
          cAt + at,
          previous,
          time * u,
          dhNext,
          dcNext,
          batch,
          u,
        );
        if (t === 0) break;
        backend.wasm.rowTable(table, dz + 4 * at, time * wide * 4, batch);
        backend.wasm.gemmRows(table, batch, u, 0, 1, wide, turned, dhNext, u, 0, 0, tile);
      }
      backend.wasm.sumRows(dz, dBias.address, rows, wide, 0);
      if (rows === 0) return;
      const gradient = { address: dz, step: wide };
      multiplyTransposed(
        backend,
        allocate,
        { address: xAt, step: inputDim },
        gradient,
        { address: dKernel.address, step: wide },
        [inputDim, rows, wide],
      );
      // h of the step before meets dz of this one; a sequence at a time, since its first step has none.
      for (let b = 0; time > 1 && b < batch; b++) {
        backend.scratch((own) =>
          multiplyTransposed(
            backend,
            own,
            { address: hAt + b * time * u * 4, step: u },
            { address: dz + (b * time + 1) * wide * 4, step: wide },
            { address: dRecurrent.address, step: wide },
            [u, time - 1, wide],
            ACCUMULATE,
          ),
        );
      }
      if (dx) {
        const back = packMatrix(backend, allocate, { address: kernelAt, step: wide }, wide, inputDim, true);
        const dzRows = tableOfRows(backend, allocate, gradient, rows);
        multiplyPacked(backend, allocate, dzRows, back, { address: dx.address, step: inputDim }, [
          rows,
          wide,
          inputDim,
        ]);
      }
    });
    return outputs;
  },
};
