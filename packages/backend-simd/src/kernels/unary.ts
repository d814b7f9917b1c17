import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { PredicateOp, UnaryOp } from '../../assembly/operations';
import { chunkSize } from './chunks';
import { type Call, inherited, type SimdKernel } from './kernel';

interface UnaryAttrs {
  alpha?: number;
  clipValueMin?: number;
  clipValueMax?: number;
}

type Constants = (attrs: UnaryAttrs) => readonly [number, number];

/** A float32 result for each float32 value (int32 for int32 where `int` names an operation); the rest is inherited. */
function unary(kernelName: string, float: UnaryOp, int?: UnaryOp, constants?: Constants): SimdKernel {
  return {
    kernelName,
    kernelFunc: (call: Call<UnaryAttrs>) => {
      const { backend, attrs } = call;
      const x = call.inputs.x as TensorInfo;
      const { dtype } = x;
      const op = dtype === 'float32' ? float : dtype === 'int32' ? int : undefined;
      if (op === undefined) return inherited(kernelName, call);
      const from = backend.address(x);
      const { tensor, address } = backend.output(x.shape, dtype as 'float32' | 'int32');
      const n = util.sizeFromShape(x.shape);
      const size = chunkSize(n);
      const [p, q] = constants ? constants(attrs) : NONE;
      backend.parallel('unary', Math.ceil(n / size), op, from, address, n, size, p, q);
      return tensor;
    },
  };
}

const NONE = [0, 0] as const;

/** A bool for each value of one type; other types are inherited. */
function predicate(kernelName: string, op: PredicateOp, dtype: 'float32' | 'bool'): SimdKernel {
  return {
    kernelName,
    kernelFunc: (call: Call<object>) => {
      const { backend } = call;
      const x = call.inputs.x as TensorInfo;
      if (x.dtype !== dtype) return inherited(kernelName, call);
      const from = backend.address(x);
      const { tensor, address } = backend.output(x.shape, 'bool');
      const n = util.sizeFromShape(x.shape);
      const size = chunkSize(n);
      backend.parallel('predicate', Math.ceil(n / size), op, from, address, n, size);
      return tensor;
    },
  };
}

/** Kernels of one operand, float32 in SIMD. */
export const unaryKernels: readonly SimdKernel[] = [
  unary('Abs', UnaryOp.Abs, UnaryOp.AbsInt),
  unary('Ceil', UnaryOp.Ceil),
  unary('ClipByValue', UnaryOp.ClipByValue, undefined, (attrs) => [attrs.clipValueMin!, attrs.clipValueMax!]),
  unary('Elu', UnaryOp.Elu),
  unary('Exp', UnaryOp.Exp),
  unary('Expm1', UnaryOp.Expm1),
  unary('Floor', UnaryOp.Floor),
  unary('LeakyRelu', UnaryOp.LeakyRelu, undefined, (attrs) => [attrs.alpha!, 0]),
  unary('Log', UnaryOp.Log),
  unary('Log1p', UnaryOp.Log1p),
  unary('Neg', UnaryOp.Neg, UnaryOp.NegInt),
  unary('Reciprocal', UnaryOp.Reciprocal),
  unary('Relu', UnaryOp.Relu, UnaryOp.ReluInt),
  unary('Relu6', UnaryOp.Relu6),
  unary('Round', UnaryOp.Round),
  unary('Rsqrt', UnaryOp.Rsqrt),
  unary('Selu', UnaryOp.Selu),
  unary('Sigmoid', UnaryOp.Sigmoid),
  unary('Sign', UnaryOp.Sign),
  unary('Softplus', UnaryOp.Softplus),
  unary('Sqrt', UnaryOp.Sqrt),
  unary('Square', UnaryOp.Square),
  // What TensorFlow.js' gradient of relu multiplies by.
  unary('Step', UnaryOp.Step, undefined, (attrs) => [attrs.alpha ?? 0, 0]),
  unary('Tanh', UnaryOp.Tanh),
  predicate('IsFinite', PredicateOp.IsFinite, 'float32'),
  predicate('IsInf', PredicateOp.IsInf, 'float32'),
  predicate('IsNan', PredicateOp.IsNan, 'float32'),
  predicate('LogicalNot', PredicateOp.LogicalNot, 'bool'),
];
