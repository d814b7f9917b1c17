import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
// Gradients of core's operations, which core alone does not register in Node.
import '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { SIMD_BACKEND, useSimdBackend } from '../../src';

export type Make = (shape: number[], key?: number, dtype?: 'float32' | 'int32' | 'bool') => tf.Tensor;
export type Case = (make: Make) => tf.Tensor[];

export interface Result {
  shape: number[];
  dtype: string;
  data: Float32Array;
}

/** Reproducible values, different for each key: in [-1, 1), whole numbers in [-50, 50), or truth values. */
export const make: Make = (shape, key = 1, dtype = 'float32') => {
  const size = shape.reduce((product, n) => product * n, 1);
  let state = (key * 2654435761 + 12345) >>> 0;
  const unit = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  if (dtype === 'float32') return tf.tensor(unit, shape, dtype);
  if (dtype === 'int32')
    return tf.tensor(
      Int32Array.from(unit, (v) => Math.floor(50 * v)),
      shape,
      dtype,
    );
  return tf.tensor(
    Uint8Array.from(unit, (v) => (v > 0 ? 1 : 0)),
    shape,
    dtype,
  );
};

export async function resultsOn(backend: 'cpu' | 'simd', run: Case): Promise<Result[]> {
  if (backend === 'simd') await useSimdBackend();
  else await tf.setBackend(backend);
  return tf.tidy(() =>
    run(make).map((tensor) => ({
      shape: [...tensor.shape],
      dtype: tensor.dtype,
      data: Float32Array.from(tensor.dataSync()),
    })),
  );
}

/** Hashes of the bits that simd gives on a number of threads; the backend is made anew. */
export async function bitsWithThreads(threads: number, run: Case): Promise<string[]> {
  if (tf.findBackend(SIMD_BACKEND)) tf.removeBackend(SIMD_BACKEND);
  await useSimdBackend({ threads });
  const results = await resultsOn('simd', run);
  tf.removeBackend(SIMD_BACKEND);
  return results.map(({ data }) => createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex'));
}

/**
 * Same shapes, types and special values on both backends; finite values within 1e-5 of the CPU backend's largest one,
 * or the same when `exact`.
 */
export async function sameOnBoth(run: Case, { exact = false } = {}): Promise<void> {
  const expected = await resultsOn('cpu', run);
  const actual = await resultsOn('simd', run);
  const kinds = (results: Result[]) => results.map(({ shape, dtype }) => ({ shape, dtype }));
  expect(kinds(actual)).toEqual(kinds(expected));
  expected.forEach(({ data }, i) => {
    const received = actual[i]!.data;
    const special = (values: Float32Array) => Array.from(values, (v) => (Number.isFinite(v) ? 0 : v));
    if (data.some((v) => !Number.isFinite(v))) expect(special(received)).toEqual(special(data));
    const finite = (values: Float32Array) => values.map((v) => (Number.isFinite(v) ? v : 0));
    const largest = finite(data).reduce((most, v) => Math.max(most, Math.abs(v)), 1e-3);
    const atol = exact ? 0 : 1e-5 * largest;
    expectAllClose(finite(received), finite(data), { atol, why: 'the CPU backend is the reference' });
  });
}

/** The outputs of f and its gradients for a gradient of y that is not constant. */
export function withGradients(f: (...xs: tf.Tensor[]) => tf.Tensor, xs: tf.Tensor[]): tf.Tensor[] {
  const y = f(...xs);
  return [y, ...tf.grads((...args: tf.Tensor[]) => f(...args))(xs, make(y.shape, 99))];
}
