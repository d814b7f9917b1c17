import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Who computes: `simd-plain` is our backend under a program that knows nothing of `@ser/models` and `@ser/train`. */
export type BackendName = 'simd' | 'simd-plain' | 'cpu' | 'wasm' | 'node';

/** Makes a backend active; returns what its rows must say. `home` is the folder a peer was installed into. */
export async function useBackend(name: BackendName, threads: number, home?: string): Promise<string | undefined> {
  if (name === 'simd' || name === 'simd-plain') {
    const { useSimdBackend } = await import('@ser/backend-simd');
    await useSimdBackend({ threads });
    return undefined;
  }
  const tf = await import('@tensorflow/tfjs-core');
  if (name === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    return 'one thread';
  }
  if (home === undefined) throw new Error(`the ${name} backend needs the folder it is installed in`);
  const load = createRequire(join(home, 'package.json'));
  if (name === 'node') {
    load('@tensorflow/tfjs-node');
    await tf.setBackend('tensorflow');
    return undefined;
  }
  const wasm = load('@tensorflow/tfjs-backend-wasm') as {
    setThreadsCount(threads: number): void;
    getThreadsCount(): number;
  };
  wasm.setThreadsCount(threads);
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend did not start');
  // It has threads in browsers only, and says so by this flag.
  const threaded = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  return threaded ? undefined : 'one thread: it has no threads in Node';
}
