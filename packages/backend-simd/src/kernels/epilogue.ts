import type { TensorInfo } from '@tensorflow/tfjs-core';
import { binaryKernels } from './binary';
import type { Call } from './kernel';
import { unaryKernels } from './unary';

/** Bits of the `flags` that the matrix kernels understand. */
export const ACCUMULATE = 1;
export const BIAS = 2;
const RELU = 4;
const RELU6 = 8;

/** Flags of an activation that the matrix kernels apply themselves; undefined for the others. */
export function activationFlags(activation: string | undefined): number | undefined {
  if (!activation || activation === 'linear') return 0;
  if (activation === 'relu') return RELU;
  return activation === 'relu6' ? RELU6 : undefined;
}

const KERNELS: Readonly<Record<string, string>> = {
  elu: 'Elu',
  prelu: 'Prelu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
};

const ACTIVATIONS = [...unaryKernels, ...binaryKernels];

/** Applies an activation that the matrix kernels do not know to a finished, linear result, which it disposes of. */
export function activateAfter(x: TensorInfo, call: Call<{ activation: string; leakyreluAlpha?: number }>): TensorInfo {
  const { activation, leakyreluAlpha } = call.attrs;
  const name = KERNELS[activation];
  if (!name) throw new Error(`Activation ${activation} has not been implemented for the simd backend.`);
  const weights = call.inputs.preluActivationWeights;
  const inputs: Record<string, TensorInfo> = activation === 'prelu' && weights ? { x, alpha: weights } : { x };
  const { kernelFunc } = ACTIVATIONS.find(({ kernelName }) => kernelName === name)!;
  const y = kernelFunc({ inputs, attrs: { alpha: leakyreluAlpha }, backend: call.backend } as never) as TensorInfo;
  call.backend.disposeIntermediateTensorInfo(x);
  return y;
}
