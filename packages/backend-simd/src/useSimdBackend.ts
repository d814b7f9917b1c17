import * as tf from '@tensorflow/tfjs-core';
import { SimdBackend, type SimdBackendOptions } from './backend';
import { BackendError } from './errors';
import { simdKernels } from './kernels';

/** The name under which the backend is registered (without an underscore: TensorFlow.js splits kernel keys there). */
export const SIMD_BACKEND = 'simd';

/**
 * Registers the backend `simd` and its kernels without making it the active one. A second call changes nothing.
 * Every kernel of TensorFlow.js' CPU backend is available; the hot ones are replaced by WebAssembly SIMD.
 */
export function registerSimdBackend(options: SimdBackendOptions = {}): void {
  if (!tf.engine().registryFactory[SIMD_BACKEND]) {
    tf.registerBackend(SIMD_BACKEND, () => SimdBackend.create(options));
  }
  for (const config of simdKernels()) {
    if (!tf.getKernel(config.kernelName, SIMD_BACKEND)) tf.registerKernel({ ...config, backendName: SIMD_BACKEND });
  }
  for (const config of tf.getKernelsForBackend('cpu')) {
    if (!tf.getKernel(config.kernelName, SIMD_BACKEND)) tf.registerKernel({ ...config, backendName: SIMD_BACKEND });
  }
}

/**
 * Registers the backend `simd`, makes it TensorFlow.js' active backend and waits until it is ready.
 *
 * @param options.memory most bytes its memory may take (default: 4 GiB, what 32-bit WebAssembly addresses)
 * @param options.threads threads that compute (default: all cores); results do not depend on it
 * @throws BackendError `NO_WEBASSEMBLY` or `COMPILE_FAILED` where the engine cannot run it (the active backend is then
 *   what it was), `INVALID_OPTION`, `ALREADY_CONFIGURED` when it runs with another memory limit
 * @example
 * await useSimdBackend();
 * tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).print();
 */
export async function useSimdBackend(options: SimdBackendOptions = {}): Promise<void> {
  const running = tf.findBackend(SIMD_BACKEND);
  if (running instanceof SimdBackend) {
    for (const name of ['memory', 'threads'] as const) {
      if (options[name] !== undefined && options[name] !== running.options[name]) {
        throw new BackendError(
          'ALREADY_CONFIGURED',
          `useSimdBackend: ${name} is ${options[name]}, but the backend runs with ${running.options[name] ?? 'the default'}; ` +
            `call tf.removeBackend('${SIMD_BACKEND}') first (its tensors are lost)`,
        );
      }
    }
  } else {
    // Made here first: TensorFlow.js would swallow the reason and fall back in silence.
    const backend = await SimdBackend.create(options);
    if (!tf.engine().registryFactory[SIMD_BACKEND]) tf.registerBackend(SIMD_BACKEND, () => backend);
    registerSimdBackend(options);
  }
  await tf.setBackend(SIMD_BACKEND);
  await tf.ready();
}
