import type { KernelName } from '../../generated/kernels';
import { BackendError } from '../errors';
import type { WasmKernels } from '../wasm';
import {
  ARGUMENT_COUNT,
  ARGUMENTS,
  CHUNK_BITS,
  CHUNKS,
  ChunkTaker,
  DONE,
  FAILED,
  FIRST_CHUNK,
  KERNEL,
  MOST_ARGUMENTS,
  MOST_CHUNKS,
  STOP,
  TICKET,
} from './control';
import { type StartedWorker, startWorker } from './startWorker';

/** How often the calling thread looks whether the others are done before it sleeps. */
const SPINS = 4000;
/**
 * A persistent pool of worker threads over one shared memory. A job's chunks depend on its shapes alone and every chunk
 * writes its own part of the result, so any number of threads gives the same bits; threads that are late, or gone, claim
 * nothing and are not waited for.
 */
export class ThreadPool {
  /** A chunk takes milliseconds; when no thread has finished one for this long, one is lost. */
  lostAfterMs = 20_000;
  private readonly ints: Int32Array;
  private readonly args: Float64Array;
  private readonly taker: ChunkTaker;
  private readonly indexes = new Map<KernelName, number>();
  private workers: StartedWorker[] = [];
  private generation = 0;
  private readonly mayWait: boolean;

  /**
   * @param scratch address of each thread's own block of memory; thread 0 is the calling one
   * @param onLost told once why there are fewer threads than asked for
   */
  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    kernels: WasmKernels,
    threads: number,
    scratch: (thread: number) => number,
    onLost: (reason: string) => void,
  ) {
    this.ints = new Int32Array(memory.buffer, 0, 128);
    this.args = new Float64Array(memory.buffer, ARGUMENTS, MOST_ARGUMENTS);
    const names = (Object.keys(kernels) as KernelName[]).filter((name) => typeof kernels[name] === 'function');
    names.forEach((name, index) => {
      this.indexes.set(name, index);
    });
    this.taker = new ChunkTaker(
      memory.buffer,
      names.map((name) => kernels[name]),
    );
    // A page's own thread may not sleep; it spins instead.
    this.mayWait = typeof document === 'undefined';
    for (let i = 1; i < threads; i++) {
      try {
        const worker = startWorker({ module, memory, names, scratch: scratch(i) }, (reason) => {
          if (!this.workers.includes(worker)) return;
          this.workers = this.workers.filter((other) => other !== worker);
          onLost(reason);
        });
        this.workers.push(worker);
      } catch (error) {
        onLost(String(error));
        return;
      }
    }
  }

  /** Threads that take part, the calling one included. */
  get threads(): number {
    return 1 + this.workers.length;
  }

  /**
   * Calls the kernel for every chunk from 0 on, on all threads, and waits for the last.
   * @throws BackendError `WORKER_LOST` when a thread ended in the middle of a chunk, `KERNEL_FAILED` when a kernel trapped
   */
  run(name: KernelName, chunks: number, args: readonly number[]): void {
    for (let first = 0; first < chunks; first += MOST_CHUNKS) {
      this.runPart(name, first, Math.min(MOST_CHUNKS, chunks - first), args);
    }
  }

  private runPart(name: KernelName, first: number, chunks: number, args: readonly number[]): void {
    const { ints } = this;
    Atomics.store(ints, FIRST_CHUNK, first);
    Atomics.store(ints, KERNEL, this.indexes.get(name)!);
    Atomics.store(ints, CHUNKS, chunks);
    Atomics.store(ints, ARGUMENT_COUNT, args.length);
    this.args.set(args);
    Atomics.store(ints, DONE, 0);
    this.generation = (this.generation + 1) & ((1 << (31 - CHUNK_BITS)) - 1);
    Atomics.store(ints, TICKET, (this.generation << CHUNK_BITS) | chunks);
    Atomics.notify(ints, TICKET, Math.min(this.workers.length, chunks - 1));
    this.taker.run();
    this.wait(name, chunks);
    if (Atomics.exchange(ints, FAILED, 0) !== 0) {
      throw new BackendError('KERNEL_FAILED', `simd backend: the kernel ${name} stopped on a WebAssembly trap`);
    }
  }

  /** Ends the threads. */
  stop(): void {
    const { workers } = this;
    this.workers = [];
    Atomics.store(this.ints, STOP, 1);
    Atomics.add(this.ints, TICKET, 1 << CHUNK_BITS);
    Atomics.notify(this.ints, TICKET);
    for (const worker of workers) worker.terminate();
  }

  private wait(name: KernelName, chunks: number): void {
    const { ints } = this;
    let seen = -1;
    let since = 0;
    for (let spins = 0; ; spins++) {
      const done = Atomics.load(ints, DONE);
      if (done === chunks) return;
      if (spins < SPINS) continue;
      if (done !== seen) {
        seen = done;
        since = performance.now();
      } else if (performance.now() - since > this.lostAfterMs) {
        this.stop();
        throw new BackendError(
          'WORKER_LOST',
          `simd backend: a worker thread ended in the middle of ${name} (${done} of ${chunks} chunks done); ` +
            'this result is lost, the next operations run on one thread',
        );
      }
      if (this.mayWait) Atomics.wait(ints, DONE, done, 100);
      else spins = 0;
    }
  }
}
