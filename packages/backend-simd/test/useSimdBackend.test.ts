import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { SimdBackend, useSimdBackend } from '../src';

const { compile } = WebAssembly;
let warnings: string[];

beforeEach(() => {
  if (tf.findBackend('simd')) tf.removeBackend('simd');
  warnings = [];
  jest.spyOn(console, 'warn').mockImplementation((text: string) => void warnings.push(text));
});

afterEach(() => {
  WebAssembly.compile = compile;
  jest.restoreAllMocks();
});

function expectCpu(warning: RegExp): void {
  expect(tf.getBackend()).toBe('cpu');
  expect(tf.add(tf.scalar(1), 2).dataSync()[0]).toBe(3);
  const ours = warnings.filter((text) => text.startsWith('simd backend'));
  expect(ours).toHaveLength(1);
  expect(ours[0]).toMatch(warning);
}

it('says what is missing and uses the CPU backend where the kernels do not compile', async () => {
  WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError('no simd'));
  await useSimdBackend();
  expectCpu(/lacks SIMD .* Content-Security-Policy .* The CPU backend computes instead\.$/);
});

it('says what is missing and uses the CPU backend where there is no WebAssembly', async () => {
  const { WebAssembly: real } = globalThis;
  Object.defineProperty(globalThis, 'WebAssembly', { value: undefined, configurable: true });
  try {
    await useSimdBackend();
  } finally {
    Object.defineProperty(globalThis, 'WebAssembly', { value: real, configurable: true });
  }
  expectCpu(/no WebAssembly\. The CPU backend computes instead\.$/);
});

it('computes on one thread, and says so, where memory cannot be shared', async () => {
  Object.defineProperty(globalThis, 'crossOriginIsolated', { value: false, configurable: true });
  try {
    await useSimdBackend({ threads: 2 });
  } finally {
    Reflect.deleteProperty(globalThis, 'crossOriginIsolated');
  }
  const backend = tf.backend() as unknown as SimdBackend;
  expect(backend).toBeInstanceOf(SimdBackend);
  expect(backend.threads).toBe(1);
  expect(Object.prototype.toString.call(backend.heap.memory.buffer)).toBe('[object ArrayBuffer]');
  const ours = warnings.filter((text) => text.startsWith('simd backend'));
  expect(ours.join()).toMatch(/fewer threads than asked for, since this page is not cross-origin isolated/);
  const a = tf.reshape(tf.range(0, 40_000), [200, 200]);
  expect(tf.matMul(a, tf.eye(200)).dataSync()[39_999]).toBe(39_999);
});

it('makes the CPU backend active when told to, without a word', async () => {
  await useSimdBackend({ simd: 'off' });
  expect(tf.getBackend()).toBe('cpu');
  expect(warnings.filter((text) => text.startsWith('simd backend'))).toEqual([]);
  await expect(useSimdBackend({ simd: 'on' as never })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
});

it('fuses multiply-adds when told to, or says that the engine cannot', async () => {
  const a = Float32Array.from({ length: 90 * 70 }, (_, i) => Math.sin(i * 1.3));
  const product = () => tf.tidy(() => tf.matMul(tf.tensor2d(a, [90, 70]), tf.tensor2d(a, [70, 90])).dataSync());
  await useSimdBackend();
  const strict = product();
  tf.removeBackend('simd');
  await useSimdBackend({ relaxed: true });
  const relaxed = product();
  expectAllClose(relaxed, strict, { atol: 1e-5 * 70, why: 'one rounding instead of two' });
  const ours = warnings.filter((text) => text.startsWith('simd backend'));
  if (Number(process.versions.node.split('.')[0]) >= 22) {
    expect(ours).toEqual([]);
    expect(relaxed).not.toEqual(strict);
  } else {
    expect(ours.join()).toMatch(/no relaxed SIMD/);
    expect(relaxed).toEqual(strict);
  }
});
