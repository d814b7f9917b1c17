import { BackendError } from './errors';

const PAGE = 65_536;
const SMALLEST = 64;
/** No kernel reads further than this beyond a block's end. */
const SLACK = 256;

/** Types of tensors that lie in the memory: float32 and int32 take four bytes a value, bool one. */
export type NumericType = 'float32' | 'int32' | 'bool';

export function bytesOf(length: number, dtype: NumericType): number {
  return dtype === 'bool' ? length : length * 4;
}

/**
 * Allocator over one WebAssembly memory. Sizes are rounded up to classes (four to an octave, so at most a quarter is
 * wasted) and a freed block serves the next request of its class: a training step after the first few allocates nothing
 * new. Addresses are plain numbers; views are made when needed, because growing the memory detaches every older view.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly limit: number;
  private top: number;
  private readonly free = new Map<number, number[]>();
  private readonly sizes = new Map<number, number>();
  private used = 0;
  private f32: Float32Array;
  private i32: Int32Array;
  private u8: Uint8Array;
  /** Every buffer the memory had: growing it makes a new one, over the same bytes where they are shared. */
  private readonly buffers = new WeakSet<ArrayBufferLike>();

  /** @param base first usable byte (static data lies below) · @param limit bytes the memory may reach */
  constructor(memory: WebAssembly.Memory, base: number, limit: number) {
    this.memory = memory;
    this.limit = limit;
    this.top = Math.ceil(base / SMALLEST) * SMALLEST;
    this.f32 = new Float32Array(memory.buffer);
    this.i32 = new Int32Array(memory.buffer);
    this.u8 = new Uint8Array(memory.buffer);
    this.buffers.add(memory.buffer);
  }

  /** Bytes of live blocks, as rounded to their classes. */
  get usedBytes(): number {
    return this.used;
  }

  /** Bytes the memory has grown to. */
  get heapBytes(): number {
    return this.memory.buffer.byteLength;
  }

  /**
   * Address of a block of at least `bytes` bytes, 64-byte aligned, contents arbitrary.
   * @throws BackendError `OUT_OF_MEMORY` when the limit (or the engine's own) is reached
   */
  allocate(bytes: number): number {
    const size = sizeClass(bytes);
    const address = this.free.get(size)?.pop() ?? this.bump(size) ?? this.reuseLarger(size);
    if (address === undefined) {
      throw new BackendError(
        'OUT_OF_MEMORY',
        `simd backend: a tensor or workspace of ${bytes.toLocaleString('en')} bytes does not fit: ` +
          `${this.used.toLocaleString('en')} bytes are in use and the limit is ${this.limit.toLocaleString('en')}. ` +
          'Dispose tensors (tf.tidy), take smaller batches, or raise useSimdBackend({ memory }).',
      );
    }
    const actual = this.sizes.get(address) ?? size;
    this.sizes.set(address, actual);
    this.used += actual;
    return address;
  }

  /** Gives a block back. */
  release(address: number): void {
    const size = this.sizes.get(address);
    if (size === undefined) throw new BackendError('INVALID_INPUT', `simd backend: ${address} is not a heap block`);
    this.used -= size;
    const list = this.free.get(size);
    if (list) list.push(address);
    else this.free.set(size, [address]);
  }

  /** The block as values of a type. Valid only until the next `allocate`. */
  view(address: number, length: number, dtype: NumericType): Float32Array | Int32Array | Uint8Array {
    if (dtype === 'bool') return this.allBytes().subarray(address, address + length);
    const whole = dtype === 'int32' ? this.allInts() : this.allFloats();
    return whole.subarray(address >>> 2, (address >>> 2) + length);
  }

  /** The whole memory as floats. Valid only until the next `allocate`. */
  allFloats(): Float32Array {
    this.refresh();
    return this.f32;
  }

  /** The whole memory as 32-bit integers. Valid only until the next `allocate`. */
  allInts(): Int32Array {
    this.refresh();
    return this.i32;
  }

  /** The whole memory as bytes. Valid only until the next `allocate`. */
  allBytes(): Uint8Array {
    this.refresh();
    return this.u8;
  }

  /** Whether an array is a view into this memory. */
  owns(array: ArrayBufferView): boolean {
    return this.buffers.has(array.buffer);
  }

  private refresh(): void {
    const { buffer } = this.memory;
    if (this.f32.buffer === buffer) return;
    this.f32 = new Float32Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u8 = new Uint8Array(buffer);
    this.buffers.add(buffer);
  }

  private bump(size: number): number | undefined {
    const address = this.top;
    const needed = address + size + SLACK;
    if (needed > this.limit) return undefined;
    const missing = needed - this.memory.buffer.byteLength;
    if (missing > 0) {
      const room = Math.floor((this.limit - this.memory.buffer.byteLength) / PAGE);
      const least = Math.ceil(missing / PAGE);
      // Grow by an eighth at least, so that many small tensors do not mean many growths.
      const wanted = Math.min(room, Math.max(least, Math.ceil(this.memory.buffer.byteLength / PAGE / 8)));
      if (!this.grow(wanted) && !this.grow(least)) return undefined;
    }
    this.top = address + size;
    return address;
  }

  private grow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch (error) {
      // The engine refuses with a RangeError; the caller turns that into `OUT_OF_MEMORY`.
      if (error instanceof RangeError || (error as Error).name === 'RangeError') return false;
      throw error;
    }
  }

  /** Last resort: a free block of a larger class, kept at its own size. */
  private reuseLarger(size: number): number | undefined {
    let best: number | undefined;
    for (const [candidate, list] of this.free) {
      if (candidate > size && list.length > 0 && (best === undefined || candidate < best)) best = candidate;
    }
    return best === undefined ? undefined : this.free.get(best)?.pop();
  }
}

/** Rounds up to 64 bytes times 1, 1.25, 1.5 or 1.75 powers of two. */
export function sizeClass(bytes: number): number {
  if (bytes <= SMALLEST) return SMALLEST;
  const octave = 2 ** Math.floor(Math.log2(bytes));
  const step = Math.max(SMALLEST, octave / 4);
  return Math.ceil(bytes / step) * step;
}
