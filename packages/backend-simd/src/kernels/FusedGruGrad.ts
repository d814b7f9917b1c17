import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GruAttrs } from './FusedGru';
import type { Call, SimdKernel } from './kernel';
import {
  addDirections,
  isLastOnly,
  packDirections,
  recurrentSizes,
  transposed,
  weightGradients,
  wholeLines,
} from './recurrent';

/** Steps whose part in the weights' gradients is summed at once: 128 rows. */
const STEPS = 16;

/**
 * The gradient of `FusedGru`. inputs: those of `FusedGru` but the biases, its outputs { h, gates } and dy, like h or of
 * each direction's last step alone [batch, D u]; attrs { resetAfter = true, goBackwards = false, needsInputGradient =
 * true }; outputs [dx, dKernel, dRecurrentKernel, dBias], then the last three of the other direction; no dx when not needed.
 */
export const FusedGruGrad: SimdKernel = {
  kernelName: 'FusedGruGrad',
  kernelFunc: (call: Call<GruAttrs>) => {
    const { backend, inputs } = call;
    const after = call.attrs?.resetAfter !== false;
    const saved = after ? 4 : 3;
    const sizes = recurrentSizes('FusedGruGrad', call, 3, 0);
    const { batch, time, d, u, jobs, weights } = sizes;
    const lastOnly = isLastOnly('FusedGruGrad', inputs.dy!, sizes) ? 1 : 0;
    const [dy, x, h, gates] = (['dy', 'x', 'h', 'gates'] as const).map((name) =>
      backend.address(inputs[name] as TensorInfo),
    ) as [number, number, number, number];
    const at = weights.map((w) => ({
      kernel: backend.address(w.kernel),
      recurrent: backend.address(w.recurrentKernel),
    }));
    const directions = weights.length;
    const dx = call.attrs?.needsInputGradient === false ? undefined : backend.output([batch, time, d]);
    const gradients = weightGradients(backend, weights, after ? [2, 3 * u] : [3 * u]);
    const outputs = [...(dx ? [dx.tensor] : []), ...gradients.tensors];
    if (batch * time * u === 0) {
      if (dx) gradients.zero(dx.address, batch * time * d);
      gradients.zeroAll();
      return outputs;
    }
    backend.scratch((allocate) => {
      const wide = 3 * u;
      const pack = (matrices: ReturnType<typeof transposed>[]) => packDirections(backend, allocate, matrices);
      const recurrent = pack(at.map((w) => transposed(w.recurrent, u, wide)));
      const kernel = dx ? pack(at.map((w) => transposed(w.kernel, d, wide))) : 0;
      const blocks = Math.ceil(u / 8);
      const inputBlocks = Math.ceil(d / 8);
      const panels = 3 * blocks;
      const partBytes = wholeLines(panels * ((blocks + inputBlocks) * 256 + 64));
      const rowsOfPanels = (saved + 2) * blocks + inputBlocks;
      const scratchBytes = wholeLines(2 * blocks * 256 + 256 + STEPS * (saved * u * 32 + rowsOfPanels * 256));
      const chunks = directions * jobs;
      const parts = allocate(chunks * partBytes);
      const scratch = allocate(chunks * scratchBytes);
      const dxParts = !dx ? 0 : directions === 1 ? dx.address : allocate(directions * batch * time * d * 4);
      backend.parallel(
        'gruBackward',
        chunks,
        ...[jobs, after ? 1 : 0, dy, lastOnly, x, kernel, recurrent, h, gates, dxParts, parts, partBytes],
        ...[scratch, scratchBytes, STEPS, batch, time, d, u, directions, call.attrs?.goBackwards ? 1 : 0],
      );
      gradients.targets.forEach((target, direction) => {
        const from = parts + direction * jobs * partBytes;
        const sum = (to: number, offset: number, panelBytes: number, rows: number) =>
          backend.parallel('sumPanels', panels, to, from + offset, jobs, partBytes, panelBytes, rows, u, 3);
        const biasAt = panels * (blocks + inputBlocks) * 256;
        sum(target.recurrentKernel, 0, blocks * 256, u);
        sum(target.kernel, panels * blocks * 256, inputBlocks * 256, d);
        sum(target.bias, biasAt, 32, 1);
        if (after) sum(target.bias + wide * 4, biasAt + panels * 32, 32, 1);
      });
      if (dx && directions === 2) addDirections(backend, dxParts, dx.address, batch * time * d);
    });
    return outputs;
  },
};
