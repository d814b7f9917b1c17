import { useSimdBackend } from '@ser/backend-simd';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { ReproduceError } from './errors';

/** Where TensorFlow.js' own backends come from, for those whose package has another name. */
const packages: Readonly<Record<string, string>> = {
  tensorflow: '@tensorflow/tfjs-node',
  gpu: '@tensorflow/tfjs-node-gpu',
};

/**
 * Makes a TensorFlow.js backend the active one: ours, or another that is installed.
 *
 * @throws {ReproduceError} `NO_BACKEND` when its package is not installed, or it does not start here
 */
export async function useBackend(name: string): Promise<void> {
  if (name === 'simd') {
    await useSimdBackend();
    return;
  }
  const needed = packages[name] ?? `@tensorflow/tfjs-backend-${name}`;
  try {
    await import(needed);
  } catch (cause) {
    throw new ReproduceError(
      'NO_BACKEND',
      `--backend ${name}: ${needed} cannot be loaded (${(cause as Error).message.split('\n')[0]}); install it with npm install --no-save ${needed}@4.22.0, or leave --backend out`,
      { cause },
    );
  }
  // It answers false, or rejects, where the machine lacks what the backend needs.
  const started = await setBackend(name).catch(() => false);
  if (!started) throw new ReproduceError('NO_BACKEND', `--backend ${name}: ${needed} does not start on this machine`);
  await ready();
}
