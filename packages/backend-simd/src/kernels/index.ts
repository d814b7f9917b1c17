import type { KernelConfig } from '@tensorflow/tfjs-core';
import { BatchMatMul, FusedMatMul } from './BatchMatMul';
import { Cast } from './Cast';
import { Conv2D, FusedConv2D } from './Conv2D';
import { Conv2DBackpropFilter } from './Conv2DBackpropFilter';
import { Conv2DBackpropInput } from './Conv2DBackpropInput';
import { Add, Multiply, Relu, Step, Sub } from './elementwise';
import { FusedAdam } from './FusedAdam';
import { FusedLstm } from './FusedLstm';
import { FusedLstmGrad } from './FusedLstmGrad';
import type { SimdKernel } from './kernel';
import { MaxPool, MaxPoolGrad } from './MaxPool';
import { Sum } from './Sum';

const KERNELS: readonly SimdKernel[] = [
  Add,
  BatchMatMul,
  Cast,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  FusedAdam,
  FusedConv2D,
  FusedLstm,
  FusedLstmGrad,
  FusedMatMul,
  MaxPool,
  MaxPoolGrad,
  Multiply,
  Relu,
  Step,
  Sub,
  Sum,
];

/** The kernels this package replaces or adds; everything else is inherited from the CPU backend. */
export function simdKernels(): readonly Omit<KernelConfig, 'backendName'>[] {
  return KERNELS as unknown as readonly Omit<KernelConfig, 'backendName'>[];
}
