import assert from 'node:assert/strict';
import { createScratch, f32x4, i32, wasmFunction } from '@ser/wasm';

const zero = i32.const(0);
const scratch = createScratch([
  wasmFunction('halve', () => f32x4.store(zero, f32x4.mul(f32x4.load(zero), f32x4.splat(0.5)))),
]);
assert.ok(scratch, 'WebAssembly and its vectors are in every Node that is supported');
const numbers = new Float32Array(scratch.reserve(16), 0, 4);
numbers.set([1, 2, 3, 4]);
scratch.kernels.halve?.();
assert.deepEqual([...numbers], [0.5, 1, 1.5, 2]);
