import { type KernelName, kernelsBase64, memoryFlagsOffset, relaxedKernelsBase64 } from '../generated/kernels';
import { BackendError } from './errors';

/** What `assembly/` exports. Addresses and counts are numbers; the assembly's comments say what each means. */
export type WasmKernels = Readonly<Record<KernelName, (...args: number[]) => void>>;
export type { KernelName };

/** Limits' flags of a memory that has a maximum and is not shared. */
const BOUNDED = 1;

/**
 * An embedded binary, for a shared memory or, by one changed byte, for an ordinary one.
 * @param relaxed the binary whose products are fused multiply-adds
 */
export async function compile(shared: boolean, relaxed: boolean): Promise<WebAssembly.Module> {
  const text = atob(relaxed ? relaxedKernelsBase64 : kernelsBase64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  if (!shared) bytes[memoryFlagsOffset] = BOUNDED;
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new BackendError(
      'COMPILE_FAILED',
      'simd backend: the WebAssembly kernels did not compile. The engine lacks SIMD (Node >= 20.19 and browsers since ' +
        "2023 have it) or a Content-Security-Policy without 'wasm-unsafe-eval' forbids it.",
      { cause },
    );
  }
}

/** The kernels over a memory. Asynchronous, because browsers refuse large synchronous instantiations. */
export async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<WasmKernels> {
  const { exports } = await WebAssembly.instantiate(module, {
    env: {
      memory,
      abort: () => {
        throw new BackendError('INVALID_INPUT', 'simd backend: a kernel stopped on an internal check');
      },
    },
  });
  return exports as unknown as WasmKernels;
}
