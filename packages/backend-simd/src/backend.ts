import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { BackendError } from './errors';
import { Heap, type NumericType } from './memory';
import { TensorData, type Values } from './tensorData';
import { ThreadPool } from './threads/pool';
import { cores } from './threads/startWorker';
import { compile, instantiate, type KernelName, type WasmKernels } from './wasm';

const PAGE = 65_536;
/** Static data of the kernels lies in the first page. */
const HEAP_BASE = PAGE;
/** Memory of each thread's own, below the heap. */
const SCRATCH = 32 * PAGE;
/** Largest address space of 32-bit WebAssembly, less one page so that no address wraps. */
const MOST_MEMORY = 65_535 * PAGE;

export interface SimdBackendOptions {
  /** Most bytes the backend's memory may take; default: all that 32-bit WebAssembly can address (4 GiB). */
  readonly memory?: number;
  /** Threads that compute, the calling one included; default: all cores. The results do not depend on it. */
  readonly threads?: number;
  /**
   * Fused multiply-adds (relaxed SIMD), faster by a fifth to a half where the engine has them (Node >= 22, not Safari);
   * default: false, since their bits differ from one processor to another.
   */
  readonly relaxed?: boolean;
}

type DataId = TensorInfo['dataId'];

/**
 * TensorFlow.js' CPU backend with its float32 tensors in one WebAssembly memory. Inherited kernels see those tensors as
 * ordinary typed arrays and leave plain arrays behind; a SIMD kernel takes such an array into the memory when it first
 * needs it (`address`).
 */
export class SimdBackend extends MathBackendCPU {
  readonly heap: Heap;
  readonly wasm: WasmKernels;
  readonly options: SimdBackendOptions;
  private readonly live = new Set<TensorData>();

  readonly pool: ThreadPool | undefined;

  private constructor(heap: Heap, wasm: WasmKernels, options: SimdBackendOptions, pool: ThreadPool | undefined) {
    super();
    this.heap = heap;
    this.wasm = wasm;
    this.options = options;
    this.pool = pool;
  }

  /**
   * Starts `threads - 1` workers in Node and in cross-origin-isolated pages; elsewhere it says so and computes on one.
   *
   * @throws BackendError `NO_WEBASSEMBLY`, `COMPILE_FAILED`, `INVALID_OPTION` or `OUT_OF_MEMORY`
   */
  static async create(options: SimdBackendOptions = {}): Promise<SimdBackend> {
    const limit = options.memory ?? MOST_MEMORY;
    // Each thread's own memory should leave most of a small limit to tensors.
    const threads = options.threads ?? Math.max(1, Math.min(cores(), Math.floor(limit / 4 / SCRATCH) || 1));
    if (!Number.isInteger(threads) || threads < 1) {
      throw new BackendError(
        'INVALID_OPTION',
        `useSimdBackend: threads is ${options.threads}; expected a whole number from 1 on`,
      );
    }
    const least = HEAP_BASE + threads * SCRATCH + PAGE;
    if (!(limit >= least)) {
      throw new BackendError(
        'INVALID_OPTION',
        `useSimdBackend: memory is ${limit}; expected a number of bytes, at least ${least} for ${threads} threads`,
      );
    }
    if (typeof WebAssembly === 'undefined') {
      throw new BackendError('NO_WEBASSEMBLY', 'simd backend: this engine has no WebAssembly.');
    }
    const pages = Math.floor(Math.min(limit, MOST_MEMORY) / PAGE);
    const size = { initial: Math.min(pages, least / PAGE + 32), maximum: pages };
    const shared = threads > 1 ? sharedMemory(size) : undefined;
    if (threads > 1 && !shared) warnFewerThreads(NOT_ISOLATED);
    const memory = shared ?? new WebAssembly.Memory(size);
    const module = await compileBest(shared !== undefined, options.relaxed === true);
    const wasm = await instantiate(module, memory);
    const heap = new Heap(memory, HEAP_BASE + (shared ? threads : 1) * SCRATCH, pages * PAGE);
    const scratch = (thread: number) => HEAP_BASE + thread * SCRATCH;
    wasm.setScratch(scratch(0));
    const pool = shared && new ThreadPool(module, memory, wasm, threads, scratch, warnFewerThreads);
    return new SimdBackend(heap, wasm, options, pool);
  }

  /** Threads that take part now, the calling one included. */
  get threads(): number {
    return this.pool?.threads ?? 1;
  }

  /**
   * Runs a kernel whose first parameter is the index of a chunk, for every chunk from 0 on, on all threads. What a chunk
   * is may depend on shapes, never on the number of threads; chunks must not write to the same addresses.
   */
  parallel(name: KernelName, chunks: number, ...args: number[]): void {
    const { pool } = this;
    if (chunks > 1 && pool && pool.threads > 1) pool.run(name, chunks, args);
    else this.serial(name, chunks, ...args);
  }

  /** The same on the calling thread alone, for work that is too little to share. */
  serial(name: KernelName, chunks: number, ...args: number[]): void {
    const kernel = this.wasm[name];
    for (let chunk = 0; chunk < chunks; chunk++) kernel(chunk, ...args);
  }

  override write(values: Values, _shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.data.set(dataId, this.adopt(values, dtype, 1));
    return dataId;
  }

  override move(dataId: DataId, values: Values, _shape: number[], dtype: DataType, refCount: number): void {
    this.data.set(dataId, this.adopt(values, dtype, refCount));
  }

  /** Always a copy: what a caller does to it never reaches the tensor, nor the memory's growth the caller. */
  override readSync(dataId: DataId): Values {
    const data = this.data.get(dataId);
    if (data.dtype === 'complex64' || data.dtype === 'string') return super.readSync(dataId);
    return (super.readSync(dataId) as Float32Array).slice();
  }

  override async read(dataId: DataId): Promise<Values> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const data = this.data.has(dataId) ? (this.data.get(dataId) as TensorData) : undefined;
    const gone = super.disposeData(dataId, force);
    if (gone && data && !this.data.has(dataId)) {
      data.release();
      this.live.delete(data);
    }
    return gone;
  }

  override memory(): { unreliable: boolean; reasons: string[]; heapBytes: number; usedBytes: number } {
    return { unreliable: false, reasons: [], heapBytes: this.heap.heapBytes, usedBytes: this.heap.usedBytes };
  }

  override dispose(): void {
    this.pool?.stop();
    for (const data of this.live) data.release();
    this.live.clear();
  }

  /** Address of a float32, int32 or bool tensor's values, which are taken into the memory if they are not there yet. */
  address(tensor: TensorInfo): number {
    const data = this.data.get(tensor.dataId) as TensorData;
    if (data.dtype !== tensor.dtype) {
      throw new BackendError(
        'INVALID_INPUT',
        `simd backend: a ${tensor.dtype} tensor shares its values with a ${data.dtype} one; cast it with tf.cast`,
      );
    }
    return data.address(util.sizeFromShape(tensor.shape));
  }

  /** A new tensor of arbitrary contents, and its address. */
  output(shape: number[], dtype: NumericType = 'float32'): { tensor: TensorInfo; address: number } {
    const size = util.sizeFromShape(shape);
    const data = TensorData.allocate(this.heap, size, dtype);
    this.live.add(data);
    const dataId = {};
    this.data.set(dataId, data);
    return { tensor: { dataId, shape: shape.slice(), dtype }, address: data.address(size) };
  }

  /** Runs `work` with a scratch allocator; every block it took is given back afterwards, also after an error. */
  scratch<T>(work: (allocate: (bytes: number) => number) => T): T {
    const blocks: number[] = [];
    try {
      return work((bytes) => {
        const address = this.heap.allocate(bytes);
        blocks.push(address);
        return address;
      });
    } finally {
      for (const block of blocks) this.heap.release(block);
    }
  }

  private adopt(values: Values, dtype: DataType, refCount: number): TensorData {
    const data = new TensorData(this.heap, values, dtype, refCount);
    this.live.add(data);
    return data;
  }
}

const NOT_ISOLATED =
  'this page is not cross-origin isolated, so there is no SharedArrayBuffer ' +
  '(serve it with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)';

/** Undefined where memory cannot be shared with workers. */
function sharedMemory(size: { initial: number; maximum: number }): WebAssembly.Memory | undefined {
  // Node does not define `crossOriginIsolated` and shares memory always.
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  if (typeof SharedArrayBuffer === 'undefined' || crossOriginIsolated === false) return undefined;
  return new WebAssembly.Memory({ ...size, shared: true });
}

function warnFewerThreads(reason: string): void {
  console.warn(`simd backend: computes on fewer threads than asked for, since ${reason}.`);
}

async function compileBest(shared: boolean, relaxed: boolean): Promise<WebAssembly.Module> {
  if (relaxed) {
    try {
      return await compile(shared, true);
    } catch (error) {
      if ((error as BackendError).code !== 'COMPILE_FAILED') throw error;
      console.warn(
        'simd backend: this engine has no relaxed SIMD, so products are rounded twice, as without `relaxed`.',
      );
    }
  }
  return compile(shared, false);
}
