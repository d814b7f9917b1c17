import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as api from '../src';

it('exports exactly its public names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'BackendError',
    'SIMD_BACKEND',
    'SimdBackend',
    'registerSimdBackend',
    'useSimdBackend',
  ]);
});

it('has every CPU kernel, the fused ones, and a README row for each that it replaces', async () => {
  await api.useSimdBackend();
  await api.useSimdBackend();
  expect(tf.getBackend()).toBe('simd');
  const names = new Set(tf.getKernelsForBackend('simd').map((kernel) => kernel.kernelName));
  for (const { kernelName } of tf.getKernelsForBackend('cpu')) expect(names).toContain(kernelName);
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('simd')) {
    if (tf.getKernel(kernelName, 'cpu')?.kernelFunc !== kernelFunc) expect(readme).toContain(`\`${kernelName}\``);
  }
});

it("runs the README's example", async () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(code.split('\n').length).toBeGreaterThan(5);
  const body = code.replace(/^import .*$/gm, '');
  const layers = await import('@tensorflow/tfjs-layers');
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const lines: unknown[] = [];
  const console = { log: (line: unknown) => lines.push(line) };
  await new AsyncFunction('tf', 'layers', 'useSimdBackend', 'console', body)(tf, layers, api.useSimdBackend, console);
  expect(lines[0]).toBe('simd');
  expect(Number(lines[1])).toBeLessThan(0.1);
});
