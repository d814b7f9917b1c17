import type { Call, SimdKernel } from './kernel';
import { packDirections, plain, type RecurrentAttrs, recurrentSizes, wholeLines } from './recurrent';

/** Steps whose input projections are computed at once. */
const STEPS = 4;

export interface GruAttrs extends RecurrentAttrs {
  /** Whether the reset gate applies after the product with the recurrent kernel (Keras 3's default, ours too). */
  readonly resetAfter?: boolean;
}

/**
 * A whole GRU sequence from a zero state: gate order z, r, h; sigmoid and tanh.
 * inputs { x [batch, time, inputDim], kernel [inputDim, 3u], recurrentKernel [u, 3u], bias [2, 3u] (of the input, of the
 * state), or [3u] without resetAfter } and, for a second direction that runs the other way, { backwardKernel,
 * backwardRecurrentKernel, backwardBias } alike; attrs { resetAfter = true, goBackwards = false }; outputs, D being the
 * number of directions, [h [batch, time, D u], gates]: gates [batch, time, D 4u] are z, r, h' and the state's part of h'
 * before the reset, or [batch, time, D 3u] without that; in the order of the input's steps.
 */
export const FusedGru: SimdKernel = {
  kernelName: 'FusedGru',
  kernelFunc: (call: Call<GruAttrs>) => {
    const { backend, inputs } = call;
    const after = call.attrs?.resetAfter !== false;
    const { batch, time, d, u, jobs, weights } = recurrentSizes('FusedGru', call, 3, after ? 2 : 1);
    const x = backend.address(inputs.x!);
    const at = weights.map((w) => ({
      kernel: backend.address(w.kernel),
      recurrent: backend.address(w.recurrentKernel),
      bias: backend.address(w.bias!),
    }));
    const directions = weights.length;
    const h = backend.output([batch, time, directions * u]);
    const gates = backend.output([batch, time, directions * (after ? 4 : 3) * u]);
    const outputs = [h.tensor, gates.tensor];
    if (batch * time * u === 0) return outputs;
    backend.scratch((allocate) => {
      const pack = (matrices: ReturnType<typeof plain>[]) => packDirections(backend, allocate, matrices);
      const kernel = pack(at.map((w) => plain(w.kernel, d, u, 3)));
      const recurrent = pack(at.map((w) => plain(w.recurrent, u, u, 3)));
      const bias = pack(at.map((w) => plain(w.bias, 1, u, 3)));
      const inner = after ? pack(at.map((w) => plain(w.bias + 3 * u * 4, 1, u, 3))) : 0;
      const blocks = Math.ceil(u / 8);
      const scratchBytes = wholeLines(4 * blocks * 256 + 768 + STEPS * (d * 32 + blocks * 3 * 256));
      const chunks = directions * jobs;
      const scratch = allocate(chunks * scratchBytes);
      backend.parallel(
        'gruForward',
        chunks,
        ...[jobs, x, kernel, recurrent, bias, inner, h.address, gates.address, scratch, scratchBytes, STEPS],
        ...[batch, time, d, u, directions, call.attrs?.goBackwards ? 1 : 0],
      );
    });
    return outputs;
  },
};
