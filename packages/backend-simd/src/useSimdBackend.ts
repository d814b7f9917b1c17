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

/** What `useSimdBackend` takes. */
export interface UseSimdBackendOptions extends SimdBackendOptions {
  /** `'auto'` (default): SIMD kernels where the engine has them; `'off'`: TensorFlow.js' CPU backend. */
  readonly simd?: 'auto' | 'off';
}

/**
 * Registers the backend `simd`, makes it TensorFlow.js' active backend and waits until it is ready. Where the engine cannot
 * run it (no WebAssembly, no SIMD, a Content-Security-Policy against it), says why on the console and makes the CPU backend
 * active instead.
 *
 * @param options.memory most bytes its memory may take (default: 4 GiB, what 32-bit WebAssembly addresses)
 * @param options.threads threads that compute (default: all cores); results do not depend on it
 * @param options.relaxed fused multiply-adds where the engine has them (default: false, the same bits everywhere)
 * @param options.simd `'off'` for the CPU backend
 * @throws BackendError `INVALID_OPTION`; `OUT_OF_MEMORY` when the engine gives no memory at all; `ALREADY_CONFIGURED` when
 *   it runs with other options
 * @example
 * await useSimdBackend();
 * tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).print();
 */
export async function useSimdBackend(options: UseSimdBackendOptions = {}): Promise<void> {
  const { simd = 'auto' } = options;
  if (simd !== 'auto' && simd !== 'off') {
    throw new BackendError('INVALID_OPTION', `useSimdBackend: simd is ${String(simd)}; expected 'auto' or 'off'`);
  }
  await activate(simd === 'auto' && (await canRun(options)) ? SIMD_BACKEND : 'cpu');
}

async function activate(name: string): Promise<void> {
  await tf.setBackend(name);
  await tf.ready();
}

/** Makes the backend unless it runs already; false, with a sentence on the console, where the engine lacks something. */
async function canRun(options: UseSimdBackendOptions): Promise<boolean> {
  const running = tf.findBackend(SIMD_BACKEND);
  if (running instanceof SimdBackend) {
    checkSameOptions(running, options);
    return true;
  }
  try {
    // Made here first: TensorFlow.js would swallow the reason and fall back in silence.
    const backend = await SimdBackend.create(options);
    if (!tf.engine().registryFactory[SIMD_BACKEND]) tf.registerBackend(SIMD_BACKEND, () => backend);
    registerSimdBackend(options);
    return true;
  } catch (error) {
    const { code, message } = error as BackendError;
    if (code !== 'NO_WEBASSEMBLY' && code !== 'COMPILE_FAILED') throw error;
    console.warn(`${message} The CPU backend computes instead.`);
    return false;
  }
}

function checkSameOptions(running: SimdBackend, options: SimdBackendOptions): void {
  for (const name of ['memory', 'threads', 'relaxed'] as const) {
    if (options[name] !== undefined && options[name] !== running.options[name]) {
      throw new BackendError(
        'ALREADY_CONFIGURED',
        `useSimdBackend: ${name} is ${options[name]}, but the backend runs with ${running.options[name] ?? 'the default'}; ` +
          `call tf.removeBackend('${SIMD_BACKEND}') first (its tensors are lost)`,
      );
    }
  }
}
