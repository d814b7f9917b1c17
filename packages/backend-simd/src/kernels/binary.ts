import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BinaryOp } from '../../assembly/operations';
import { binary } from './broadcast';
import { type Call, inherited, type SimdKernel } from './kernel';

/** The operation for operands of each type; a type without one is inherited. */
interface Operations {
  float32?: BinaryOp;
  int32?: BinaryOp;
  bool?: BinaryOp;
}

interface Form {
  /** The operands' names, in the order of the operation. */
  operands?: readonly [string, string];
  /** Whether results are bools; otherwise they have the operands' type. */
  compares?: boolean;
}

/** All broadcasting in WebAssembly, for operands of one type. */
function binaryKernel(kernelName: string, operations: Operations, form: Form = {}): SimdKernel {
  const [first, second] = form.operands ?? ['a', 'b'];
  const compares = form.compares ?? false;
  return {
    kernelName,
    kernelFunc: (call: Call<object>) => {
      const a = call.inputs[first] as TensorInfo;
      const b = call.inputs[second] as TensorInfo;
      const dtype = a.dtype as keyof Operations;
      const op = operations[dtype];
      if (op === undefined || b.dtype !== dtype) return inherited(kernelName, call);
      return binary(call.backend, op, a, b, compares ? 'bool' : dtype);
    },
  };
}

const SWAPPED = { operands: ['b', 'a'], compares: true } as const;
const COMPARES = { compares: true } as const;

/** Kernels of two operands. */
export const binaryKernels: readonly SimdKernel[] = [
  binaryKernel('Add', { float32: BinaryOp.Add, int32: BinaryOp.AddInt }),
  binaryKernel('EluGrad', { float32: BinaryOp.EluGrad }, { operands: ['dy', 'y'] }),
  binaryKernel('Equal', { float32: BinaryOp.Equal, int32: BinaryOp.EqualInt, bool: BinaryOp.EqualBool }, COMPARES),
  binaryKernel('FloorDiv', { int32: BinaryOp.FloorDivInt }),
  binaryKernel('Greater', { float32: BinaryOp.Less, int32: BinaryOp.LessInt }, SWAPPED),
  binaryKernel('GreaterEqual', { float32: BinaryOp.LessEqual, int32: BinaryOp.LessEqualInt }, SWAPPED),
  binaryKernel('Less', { float32: BinaryOp.Less, int32: BinaryOp.LessInt }, COMPARES),
  binaryKernel('LessEqual', { float32: BinaryOp.LessEqual, int32: BinaryOp.LessEqualInt }, COMPARES),
  binaryKernel('LogicalAnd', { bool: BinaryOp.LogicalAnd }),
  binaryKernel('LogicalOr', { bool: BinaryOp.LogicalOr }),
  binaryKernel('Maximum', { float32: BinaryOp.Maximum, int32: BinaryOp.MaximumInt }),
  binaryKernel('Minimum', { float32: BinaryOp.Minimum, int32: BinaryOp.MinimumInt }),
  binaryKernel('Multiply', { float32: BinaryOp.Multiply, int32: BinaryOp.MultiplyInt }),
  binaryKernel(
    'NotEqual',
    { float32: BinaryOp.NotEqual, int32: BinaryOp.NotEqualInt, bool: BinaryOp.NotEqualBool },
    COMPARES,
  ),
  binaryKernel('Pow', { float32: BinaryOp.Pow }),
  binaryKernel('Prelu', { float32: BinaryOp.Prelu }, { operands: ['x', 'alpha'] }),
  binaryKernel('RealDiv', { float32: BinaryOp.RealDiv }),
  binaryKernel('SquaredDifference', { float32: BinaryOp.SquaredDifference, int32: BinaryOp.SquaredDifferenceInt }),
  binaryKernel('Sub', { float32: BinaryOp.Sub, int32: BinaryOp.SubInt }),
];
