import * as tf from '@tensorflow/tfjs-core';

/** Values in -scale ... scale, from a small generator. */
export function values(shape: number[], key: number, scale = 1): tf.Tensor {
  let state = (key * 2654435761 + 12345) >>> 0;
  const data = Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * scale;
  });
  return tf.tensor(data, shape, 'float32');
}

export type Cell = 'lstm' | 'gruAfter' | 'gruBefore';

/** Number of gates, and the bias' shape. */
export function cellSizes(cell: Cell, u: number): { gates: number; bias: number[] } {
  if (cell === 'lstm') return { gates: 4, bias: [4 * u] };
  return { gates: 3, bias: cell === 'gruAfter' ? [2, 3 * u] : [3 * u] };
}

type Mat = tf.Tensor2D;

function part(x: tf.Tensor, i: number, u: number): Mat {
  return tf.slice(x, [0, i * u], [x.shape[0]!, u]) as Mat;
}

function lstmStep(x: Mat, [h, c]: Mat[], [kernel, recurrent, bias]: tf.Tensor[]): Mat[] {
  const z = tf.add(tf.add(tf.matMul(x, kernel as Mat), tf.matMul(h!, recurrent as Mat)), bias!);
  const [i, f, g, o] = tf.split(z, 4, 1) as [Mat, Mat, Mat, Mat];
  const cell = tf.add(tf.mul(tf.sigmoid(f), c!), tf.mul(tf.sigmoid(i), tf.tanh(g)));
  return [tf.mul(tf.sigmoid(o), tf.tanh(cell)) as Mat, cell as Mat];
}

function gruStep(after: boolean, x: Mat, [h]: Mat[], [kernel, recurrent, bias]: tf.Tensor[]): Mat[] {
  const u = h!.shape[1];
  const biasRows = tf.reshape(bias!, [-1, 3 * u]);
  const input = tf.add(tf.matMul(x, kernel as Mat), tf.slice(biasRows, [0, 0], [1, 3 * u]));
  let inner = tf.matMul(h!, recurrent as Mat) as tf.Tensor;
  if (after) inner = tf.add(inner, tf.slice(biasRows, [1, 0], [1, 3 * u]));
  const z = tf.sigmoid(tf.add(part(input, 0, u), part(inner, 0, u)));
  const r = tf.sigmoid(tf.add(part(input, 1, u), part(inner, 1, u)));
  const reset = after
    ? tf.mul(r, part(inner, 2, u))
    : tf.matMul(tf.mul(r, h!) as Mat, tf.slice(recurrent!, [0, 2 * u], [u, u]) as Mat);
  const candidate = tf.tanh(tf.add(part(input, 2, u), reset));
  return [tf.add(tf.mul(z, h!), tf.mul(tf.sub(1, z), candidate)) as Mat];
}

/** Hidden states [batch, time, u] by plain operations, in the order of the input. */
export function composed(cell: Cell, backwards: boolean, x: tf.Tensor, weights: tf.Tensor[]): tf.Tensor {
  const [batch = 0, time = 0, d = 0] = x.shape;
  const u = weights[1]!.shape[0]!;
  let states: Mat[] = [tf.zeros([batch, u]), tf.zeros([batch, u])];
  const steps: tf.Tensor[] = [];
  for (let s = 0; s < time; s++) {
    const t = backwards ? time - 1 - s : s;
    const at = tf.reshape(tf.slice(x, [0, t, 0], [batch, 1, d]), [batch, d]) as Mat;
    states = cell === 'lstm' ? lstmStep(at, states, weights) : gruStep(cell === 'gruAfter', at, states, weights);
    steps[t] = states[0]!;
  }
  return tf.stack(steps, 1);
}

/** Runs the fused kernel of a cell; weights of one or two directions: kernel, recurrentKernel, bias each. */
export function fused(cell: Cell, x: tf.Tensor, weights: tf.Tensor[], attrs: object): tf.Tensor[] {
  const [name, own] = cell === 'lstm' ? ['FusedLstm', {}] : ['FusedGru', { resetAfter: cell === 'gruAfter' }];
  return tf.engine().runKernel(name as string, namedWeights(x, weights), {
    ...(own as object),
    ...attrs,
  } as tf.NamedAttrMap) as tf.Tensor[];
}

/** Runs the gradient kernel with what `fused` gave. */
export function fusedGrad(
  cell: Cell,
  dy: tf.Tensor,
  x: tf.Tensor,
  weights: tf.Tensor[],
  saved: tf.Tensor[],
  attrs: object,
): tf.Tensor[] {
  const states: tf.NamedTensorMap =
    cell === 'lstm' ? { h: saved[0]!, c: saved[1]!, gates: saved[2]! } : { h: saved[0]!, gates: saved[1]! };
  const [name, own] = cell === 'lstm' ? ['FusedLstmGrad', {}] : ['FusedGruGrad', { resetAfter: cell === 'gruAfter' }];
  const inputs = { dy, ...namedWeights(x, weights), ...states };
  return tf
    .engine()
    .runKernel(name as string, inputs, { ...(own as object), ...attrs } as tf.NamedAttrMap) as tf.Tensor[];
}

function namedWeights(x: tf.Tensor, w: tf.Tensor[]): tf.NamedTensorMap {
  const first = { x, kernel: w[0]!, recurrentKernel: w[1]!, bias: w[2]! };
  if (w.length === 3) return first;
  return { ...first, backwardKernel: w[3]!, backwardRecurrentKernel: w[4]!, backwardBias: w[5]! };
}
