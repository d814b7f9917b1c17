import { assemble, type WasmFunction } from './assembler';

const PAGE = 65_536;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

export type Kernels = Readonly<Record<string, (...args: number[]) => void>>;

/** Kernels over one memory that grows with the largest call. Whoever calls them lays out the memory anew each time. */
export interface Scratch {
  readonly kernels: Kernels;
  /** Memory of at least so many bytes; earlier contents may be gone. */
  reserve(bytes: number): ArrayBuffer;
}

/** Undefined where WebAssembly or its vectors are missing or forbidden (an old engine, a page's security policy). */
export function createScratch(functions: readonly WasmFunction[]): Scratch | undefined {
  // WebAssembly's memory is little-endian everywhere, typed arrays are what the machine is.
  if (typeof WebAssembly !== 'object' || !LITTLE_ENDIAN) return undefined;
  const memory = new WebAssembly.Memory({ initial: 1 });
  let instance: WebAssembly.Instance;
  try {
    instance = new WebAssembly.Instance(new WebAssembly.Module(assemble(functions)), { env: { memory } });
  } catch (error) {
    // Engines say so by these errors (the second is some browsers' for a policy): anything else is a mistake of ours.
    if (['CompileError', 'EvalError'].includes((error as Error).name)) return undefined;
    throw error;
  }
  return {
    kernels: instance.exports as unknown as Kernels,
    reserve(bytes) {
      const missing = bytes - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return memory.buffer as ArrayBuffer;
    },
  };
}

/** Kernels that are assembled when first asked for, and once. Null where there is no WebAssembly. */
export function lazyScratch(kernels: () => readonly WasmFunction[]): () => Scratch | null {
  let scratch: Scratch | null | undefined;
  return () => {
    if (scratch === undefined) scratch = createScratch(kernels()) ?? null;
    return scratch;
  };
}

/** Addresses for arrays that lie one behind the other, each at a multiple of 16 bytes. */
export function createLayout() {
  let end = 0;
  const take = (bytes: number): number => {
    const address = end;
    end = Math.ceil((end + bytes) / 16) * 16;
    return address;
  };
  return {
    float64: (length: number): number => take(8 * length),
    /** For int32 as well. */
    float32: (length: number): number => take(4 * length),
    bytes: (): number => end,
  };
}
