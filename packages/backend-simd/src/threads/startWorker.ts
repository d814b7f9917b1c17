import { workerProgram } from '../../generated/kernels';
import type { WorkerStart } from './worker';

/** A started thread, whichever the platform. */
export interface StartedWorker {
  terminate(): void;
}

interface NodeWorker {
  unref(): void;
  on(event: string, listener: (value: unknown) => void): void;
  terminate(): Promise<number>;
}

interface NodeModules {
  'node:worker_threads': {
    Worker: new (source: string, options: object) => NodeWorker;
  };
  'node:os': { availableParallelism(): number };
}

/** Node's built-in modules without an import, which bundlers for browsers could not resolve. */
function builtin<K extends keyof NodeModules>(name: K): NodeModules[K] | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.(name) as NodeModules[K] | undefined;
}

/** Cores this process may use; 1 where the platform does not tell. */
export function cores(): number {
  return (
    builtin('node:os')?.availableParallelism() ??
    (globalThis as { navigator?: { hardwareConcurrency?: number } }).navigator?.hardwareConcurrency ??
    1
  );
}

/**
 * Starts one worker thread. It keeps no process alive, and dies with it.
 *
 * @param onLost called once, with the reason, when the thread could not start or has ended
 * @throws whatever the platform throws where workers are forbidden
 */
export function startWorker(start: WorkerStart, onLost: (reason: string) => void): StartedWorker {
  const threads = builtin('node:worker_threads');
  if (threads) {
    // Without the process' own flags: a worker needs no loader that the program was started with.
    const options = { eval: true, workerData: start, name: 'ser-backend-simd', execArgv: [] };
    const worker = new threads.Worker(workerProgram, options);
    worker.unref();
    let lost = false;
    const end = (reason: string) => {
      if (!lost) onLost(reason);
      lost = true;
    };
    worker.on('error', (error) => end(String(error)));
    worker.on('exit', () => end('the thread ended'));
    return { terminate: () => void worker.terminate() };
  }
  const url = URL.createObjectURL(new Blob([workerProgram], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'ser-backend-simd' });
  worker.onerror = (event) => {
    event.preventDefault();
    onLost(event.message || 'the page forbids workers from blob: URLs (Content-Security-Policy worker-src)');
  };
  worker.postMessage(start);
  return {
    terminate() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
