import type { KernelConfig } from '@tensorflow/tfjs-core';
import { AddN } from './AddN';
import { ArgMax, ArgMin } from './ArgMax';
import { AvgPool, AvgPoolGrad } from './AvgPool';
import { BatchMatMul, FusedMatMul } from './BatchMatMul';
import { binaryKernels } from './binary';
import { Cast } from './Cast';
import { Concat, Pack } from './Concat';
import { Conv2D, FusedConv2D, FusedConvBiasRelu } from './Conv2D';
import { Conv2DBackpropFilter } from './Conv2DBackpropFilter';
import { Conv2DBackpropInput } from './Conv2DBackpropInput';
import { Cumsum } from './Cumsum';
import {
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  FusedDepthwiseConv2D,
} from './DepthwiseConv2dNative';
import { Fill, OnesLike, ZerosLike } from './Fill';
import { FusedAdam } from './FusedAdam';
import { FusedAdamW } from './FusedAdamW';
import { FusedBatchNorm } from './FusedBatchNorm';
import { FusedGru } from './FusedGru';
import { FusedGruGrad } from './FusedGruGrad';
import { FusedLstm } from './FusedLstm';
import { FusedLstmGrad } from './FusedLstmGrad';
import { FusedReluBiasGrad, FusedReluMaxPool, FusedReluMaxPoolGrad } from './FusedReluGrad';
import { FusedSoftmaxCrossEntropy } from './FusedSoftmaxCrossEntropy';
import { GatherV2 } from './GatherV2';
import type { SimdKernel } from './kernel';
import { All, Any, Max, Min } from './Max';
import { MaxPool, MaxPoolGrad } from './MaxPool';
import { OneHot } from './OneHot';
import { PadV2 } from './PadV2';
import { Prod } from './Prod';
import { Reverse } from './Reverse';
import { Select } from './Select';
import { Slice, SplitV, StridedSlice, Unpack } from './Slice';
import { LogSoftmax, Softmax } from './Softmax';
import { Mean, Sum } from './Sum';
import { Tile } from './Tile';
import { Transpose } from './Transpose';
import { unaryKernels } from './unary';

const KERNELS: readonly SimdKernel[] = [
  ...binaryKernels,
  ...unaryKernels,
  AddN,
  Fill,
  OnesLike,
  Select,
  ZerosLike,
  ArgMax,
  ArgMin,
  AvgPool,
  AvgPoolGrad,
  Concat,
  Pack,
  Cumsum,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  FusedDepthwiseConv2D,
  FusedBatchNorm,
  GatherV2,
  All,
  Any,
  Max,
  Min,
  OneHot,
  PadV2,
  Prod,
  Reverse,
  Slice,
  SplitV,
  StridedSlice,
  Unpack,
  LogSoftmax,
  Softmax,
  Mean,
  Tile,
  Transpose,
  BatchMatMul,
  Cast,
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  FusedAdam,
  FusedAdamW,
  FusedConv2D,
  FusedConvBiasRelu,
  FusedGru,
  FusedGruGrad,
  FusedLstm,
  FusedLstmGrad,
  FusedSoftmaxCrossEntropy,
  FusedMatMul,
  FusedReluBiasGrad,
  FusedReluMaxPool,
  FusedReluMaxPoolGrad,
  MaxPool,
  MaxPoolGrad,
  Sum,
];

/** The kernels this package replaces or adds; everything else is inherited from the CPU backend. */
export function simdKernels(): readonly Omit<KernelConfig, 'backendName'>[] {
  return KERNELS as unknown as readonly Omit<KernelConfig, 'backendName'>[];
}
