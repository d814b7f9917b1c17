import { getKernel, type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import { BackendError } from '../errors';
import type { NumericType } from '../memory';

/** What a kernel is called with, the backend being ours. */
export interface Call<A = Record<string, unknown>> {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: A;
  readonly backend: SimdBackend;
}

export interface SimdKernel {
  readonly kernelName: string;
  readonly kernelFunc: (call: never) => TensorInfo | TensorInfo[];
}

/** The CPU backend's kernel of that name, run on our tensors: for what a SIMD kernel does not cover. */
export function inherited(kernelName: string, call: Call<object>): TensorInfo {
  const config = getKernel(kernelName, 'cpu');
  if (!config) throw new BackendError('INVALID_INPUT', `simd backend: the CPU backend has no kernel ${kernelName}`);
  return config.kernelFunc({
    inputs: call.inputs as NamedTensorInfoMap,
    attrs: call.attrs as unknown as NamedAttrMap,
    backend: call.backend,
  }) as TensorInfo;
}

/** True when every input given is float32. */
export function allFloat(...tensors: (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => !tensor || tensor.dtype === 'float32');
}

/** True for the types whose tensors can lie in the memory. */
export function isNumeric(dtype: string): dtype is NumericType {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

export function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
