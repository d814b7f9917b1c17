import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { BackendError } from '../errors';
import { allFloat, type Call, size } from './kernel';

type Allocate = (bytes: number) => number;

/** Batch rows that go through a sequence together. */
const GROUP = 8;
/** Jobs of one direction: more groups than that share a job, so that partial gradients stay few. */
const MOST_JOBS = 16;
/** Columns of a panel of a packed operand. */
export const PANEL = 8;

/** The weights of one direction. */
export interface Weights {
  readonly kernel: TensorInfo;
  readonly recurrentKernel: TensorInfo;
  /** Gradient kernels do not need it. */
  readonly bias?: TensorInfo;
}

/** Attributes of every recurrent kernel. */
export interface RecurrentAttrs {
  /** Whether the (first) direction runs from the last step to the first; results stay in the order of the input. */
  readonly goBackwards?: boolean;
  /** For gradients: false leaves out dx. */
  readonly needsInputGradient?: boolean;
}

export interface RecurrentSizes {
  readonly batch: number;
  readonly time: number;
  readonly d: number;
  readonly u: number;
  readonly jobs: number;
  /** Weights of the first direction and, in a bidirectional call, of the other. */
  readonly weights: readonly Weights[];
}

/**
 * Checks the inputs that all recurrent kernels have: x [batch, time, d], kernel [d, gates * u], recurrentKernel
 * [u, gates * u], bias of `biasRows` * gates * u values (0: none is needed); and backwardKernel,
 * backwardRecurrentKernel, backwardBias alike.
 */
export function recurrentSizes(name: string, call: Call<object>, gates: number, biasRows: number): RecurrentSizes {
  const { x, kernel, recurrentKernel, bias, backwardKernel, backwardRecurrentKernel, backwardBias } =
    call.inputs as Record<string, TensorInfo>;
  const weights: Weights[] = [{ kernel: kernel!, recurrentKernel: recurrentKernel!, bias }];
  if (backwardKernel) {
    weights.push({ kernel: backwardKernel, recurrentKernel: backwardRecurrentKernel!, bias: backwardBias });
  }
  const [batch = 0, time = 0, d = 0] = x!.shape;
  const [u = 0, wide = 0] = recurrentKernel!.shape;
  const fits =
    x!.shape.length === 3 &&
    wide === gates * u &&
    weights.every(
      (w) =>
        isShape(w.kernel, [d, wide]) &&
        isShape(w.recurrentKernel, [u, wide]) &&
        (biasRows === 0 || (w.bias && size(w.bias.shape) === biasRows * wide)),
    );
  const received = [x!, ...weights.flatMap((w) => [w.kernel, w.recurrentKernel, ...(biasRows === 0 ? [] : [w.bias])])];
  if (!fits || !allFloat(...received)) {
    const expectedBias = ['', `, bias [${gates}u]`, `, bias [2, ${gates}u]`][biasRows]!;
    throw new BackendError(
      'INVALID_INPUT',
      `${name}: expected float32 x [batch, time, inputDim], kernel [inputDim, ${gates}u], recurrentKernel [u, ${gates}u]` +
        `${expectedBias}; received ${received.map((t) => (t ? `${t.dtype}[${t.shape}]` : 'nothing')).join(', ')}`,
    );
  }
  return { batch, time, d, u, jobs: Math.min(MOST_JOBS, Math.ceil(batch / GROUP)), weights };
}

function isShape(tensor: TensorInfo | undefined, shape: number[]): boolean {
  return tensor?.shape.length === shape.length && shape.every((n, axis) => n === tensor.shape[axis]);
}

/**
 * dy of a gradient kernel: [batch, time, directions * u], or [batch, directions * u] for the last step of each direction.
 * @returns whether it is of the last step alone
 */
export function isLastOnly(name: string, dy: TensorInfo, sizes: RecurrentSizes): boolean {
  const { batch, time, u, weights } = sizes;
  const width = weights.length * u;
  if (allFloat(dy) && isShape(dy, [batch, time, width])) return false;
  if (allFloat(dy) && isShape(dy, [batch, width])) return true;
  throw new BackendError(
    'INVALID_INPUT',
    `${name}: expected float32 dy [${batch}, ${time}, ${width}] or [${batch}, ${width}]; received ${dy.dtype}[${dy.shape}]`,
  );
}

/** A matrix [k, groups * width] in the memory, or its transpose, by the bytes between its elements. */
interface PackedFrom {
  readonly address: number;
  readonly k: number;
  readonly width: number;
  readonly groups: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Packs one matrix a direction into panels of eight columns, one direction after the other. */
export function packDirections(backend: SimdBackend, allocate: Allocate, matrices: readonly PackedFrom[]): number {
  const { k, width, groups } = matrices[0]!;
  const panels = Math.ceil(width / PANEL) * groups;
  const bytes = panels * k * PANEL * 4;
  const packed = allocate(bytes * matrices.length);
  matrices.forEach(({ address, rowStep, columnStep }, i) => {
    backend.parallel('packGatePanels', panels, packed + i * bytes, address, k, width, groups, rowStep, columnStep);
  });
  return packed;
}

/** [k, groups * u] as the forward pass multiplies by it. */
export function plain(address: number, k: number, u: number, groups: number): PackedFrom {
  return { address, k, width: u, groups, rowStep: 4 * groups * u, columnStep: 4 };
}

/** [n, wide] as the backward pass multiplies by its transpose. */
export function transposed(address: number, n: number, wide: number): PackedFrom {
  return { address, k: wide, width: n, groups: 1, rowStep: 4, columnStep: 4 * wide };
}

/** Rounds up to whole cache lines. */
export function wholeLines(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** New tensors for the gradients of the weights of all directions. */
export function weightGradients(backend: SimdBackend, weights: readonly Weights[], biasShape: number[]) {
  const outputs = weights.map((w) => ({
    kernel: backend.output(w.kernel.shape),
    recurrentKernel: backend.output(w.recurrentKernel.shape),
    bias: backend.output(biasShape),
  }));
  const all = outputs.flatMap((o) => [o.kernel, o.recurrentKernel, o.bias]);
  const zero = (address: number, length: number) => {
    backend.heap.view(address, length, 'float32').fill(0);
  };
  return {
    tensors: all.map((output) => output.tensor),
    targets: outputs.map((o) => ({
      kernel: o.kernel.address,
      recurrentKernel: o.recurrentKernel.address,
      bias: o.bias.address,
    })),
    zero,
    zeroAll: () => {
      for (const { tensor, address } of all) zero(address, size(tensor.shape));
    },
  };
}

/** Floats of one chunk of `addTwo`. */
const ADD_CHUNK = 16_384;

/** to = first + second half of what lies at `parts`. */
export function addDirections(backend: SimdBackend, parts: number, to: number, length: number): void {
  backend.parallel('addTwo', Math.ceil(length / ADD_CHUNK), parts, parts + 4 * length, to, length, ADD_CHUNK);
}
