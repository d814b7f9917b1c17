/**
 * The program of a worker thread, in Node and in browsers. Bundled into a string by `scripts/buildWasm.ts`; it never
 * returns to its event loop: it claims chunks, and sleeps on the ticket when there are none.
 */
import { ChunkTaker, type Kernel, MOST_CHUNKS, READY, STOP, TICKET } from './control';

export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly names: readonly string[];
  /** Address of the thread's own block of memory. */
  readonly scratch: number;
}

/** Looks at the ticket for some microseconds before sleeping: the next kernel mostly follows at once. */
const SPINS = 2000;

function serve({ module, memory, names, scratch }: WorkerStart): void {
  const abort = () => {
    throw new Error('a kernel stopped on an internal check');
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const kernels = names.map((name) => exports[name] as Kernel);
  (exports.setScratch as Kernel)(scratch);
  const ints = new Int32Array(memory.buffer, 0, 128);
  const taker = new ChunkTaker(memory.buffer, kernels);
  Atomics.add(ints, READY, 1);
  let spins = 0;
  while (Atomics.load(ints, STOP) === 0) {
    const ticket = Atomics.load(ints, TICKET);
    if ((ticket & MOST_CHUNKS) !== 0) {
      taker.run();
      spins = 0;
    } else if (++spins > SPINS) {
      Atomics.wait(ints, TICKET, ticket);
      spins = 0;
    }
  }
}

const { process } = globalThis as {
  process?: { getBuiltinModule?: (name: string) => { workerData: WorkerStart } };
};

if (process?.getBuiltinModule) serve(process.getBuiltinModule('node:worker_threads').workerData);
else globalThis.onmessage = (event: MessageEvent<WorkerStart>) => serve(event.data);
