import * as tf from '@tensorflow/tfjs-core';

/** Recurrent cells that have fused kernels. */
export type RecurrentCell = 'LSTM' | 'GRU';

/** kernel, recurrentKernel and bias of one direction. */
export type RecurrentWeights = readonly [tf.Tensor, tf.Tensor, tf.Tensor];

export interface FusedRecurrentOptions {
  readonly cell: RecurrentCell;
  /** Whether the first direction runs from the last step to the first. */
  readonly goBackwards: boolean;
  /** Whether only the last state of each direction is wanted. */
  readonly lastOnly: boolean;
  /** For a GRU: whether the reset gate applies after the product with the recurrent kernel. */
  readonly resetAfter: boolean;
}

const KERNELS = {
  LSTM: { forward: 'FusedLstm', backward: 'FusedLstmGrad', saved: ['h', 'c', 'gates'] },
  GRU: { forward: 'FusedGru', backward: 'FusedGruGrad', saved: ['h', 'gates'] },
} as const;

/** Names of the weights in the kernels' inputs, first direction and second. */
const WEIGHTS = [
  ['kernel', 'recurrentKernel', 'bias'],
  ['backwardKernel', 'backwardRecurrentKernel', 'backwardBias'],
] as const;

/** Whether the active backend computes a cell over whole sequences, with gradients. */
export function hasFusedRecurrent(cell: RecurrentCell): boolean {
  const backend = tf.getBackend();
  const { forward, backward } = KERNELS[cell];
  return tf.getKernel(forward, backend) !== undefined && tf.getKernel(backward, backend) !== undefined;
}

/**
 * Hidden states [batch, time, directions * units] in the order of the input, or [batch, directions * units] of each
 * direction's last step, with the gradients of the input and all weights.
 *
 * @param directions - the weights of one direction, or of two that run opposite ways
 */
export function fusedRecurrent(
  x: tf.Tensor,
  directions: readonly RecurrentWeights[],
  options: FusedRecurrentOptions,
): tf.Tensor {
  const { cell, goBackwards, lastOnly, resetAfter } = options;
  const { forward, backward, saved: savedNames } = KERNELS[cell];
  const attrs = { goBackwards, resetAfter };
  const weights = directions.flat();
  const names = WEIGHTS.slice(0, directions.length).flat();
  const run = tf.customGrad((...args) => {
    const [input, ...given] = args.slice(0, 1 + weights.length) as tf.Tensor[];
    const save = args[1 + weights.length] as tf.GradSaveFunc;
    const inputs = { x: input!, ...Object.fromEntries(names.map((name, i) => [name, given[i]!])) };
    const states = tf.engine().runKernel(forward, inputs, attrs) as tf.Tensor[];
    save([input!, ...given, ...states]);
    return {
      value: lastOnly ? lastStates(states[0]!, directions.length, goBackwards) : states[0]!,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const kept = Object.fromEntries(['x', ...names, ...savedNames].map((name, i) => [name, saved[i]!]));
        return tf.engine().runKernel(backward, { dy, ...kept }, attrs) as tf.Tensor[];
      },
    };
  });
  return run(x, ...weights);
}

/** [batch, directions * units] from [batch, time, directions * units]: each direction's own last step. */
function lastStates(h: tf.Tensor, directions: number, goBackwards: boolean): tf.Tensor {
  const [batch = 0, time = 0, width = 0] = h.shape;
  const units = width / directions;
  const parts = Array.from({ length: directions }, (_, direction) => {
    const backwards = goBackwards !== (direction === 1);
    const state = tf.slice(h, [0, backwards ? 0 : time - 1, direction * units], [batch, 1, units]);
    return tf.reshape(state, [batch, units]);
  });
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
}
