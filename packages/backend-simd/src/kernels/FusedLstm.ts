import type { Call, SimdKernel } from './kernel';
import { packDirections, plain, type RecurrentAttrs, recurrentSizes, wholeLines } from './recurrent';

/** Steps whose input projections are computed at once. */
const STEPS = 4;

/**
 * A whole LSTM sequence from a zero state: gate order i, f, c, o; tanh and sigmoid.
 * inputs { x [batch, time, inputDim], kernel [inputDim, 4u], recurrentKernel [u, 4u], bias [4u] } and, for a second
 * direction that runs the other way, { backwardKernel, backwardRecurrentKernel, backwardBias } alike;
 * attrs { goBackwards = false }; outputs, D being the number of directions, [h [batch, time, D u], c [batch, time, D u],
 * gates [batch, time, D 4u] (activated)]: all that the gradient needs, in the order of the input's steps.
 */
export const FusedLstm: SimdKernel = {
  kernelName: 'FusedLstm',
  kernelFunc: (call: Call<RecurrentAttrs>) => {
    const { backend, inputs } = call;
    const { batch, time, d, u, jobs, weights } = recurrentSizes('FusedLstm', call, 4, 1);
    const x = backend.address(inputs.x!);
    const at = weights.map((w) => ({
      kernel: backend.address(w.kernel),
      recurrent: backend.address(w.recurrentKernel),
      bias: backend.address(w.bias!),
    }));
    const directions = weights.length;
    const h = backend.output([batch, time, directions * u]);
    const c = backend.output([batch, time, directions * u]);
    const gates = backend.output([batch, time, directions * 4 * u]);
    const outputs = [h.tensor, c.tensor, gates.tensor];
    if (batch * time * u === 0) return outputs;
    backend.scratch((allocate) => {
      const pack = (matrices: ReturnType<typeof plain>[]) => packDirections(backend, allocate, matrices);
      const kernel = pack(at.map((w) => plain(w.kernel, d, u, 4)));
      const recurrent = pack(at.map((w) => plain(w.recurrent, u, u, 4)));
      const bias = pack(at.map((w) => plain(w.bias, 1, u, 4)));
      const blocks = Math.ceil(u / 8);
      const scratchBytes = wholeLines(3 * blocks * 256 + STEPS * (d * 32 + blocks * 4 * 256));
      const chunks = directions * jobs;
      const scratch = allocate(chunks * scratchBytes);
      const reversed = call.attrs?.goBackwards ? 1 : 0;
      backend.parallel(
        'lstmForward',
        chunks,
        ...[jobs, x, kernel, recurrent, bias, h.address, c.address, gates.address, scratch, scratchBytes, STEPS],
        ...[batch, time, d, u, directions, reversed],
      );
    });
    return outputs;
  },
};
