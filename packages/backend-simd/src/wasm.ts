import { kernelsBase64 } from '../generated/kernels';
import { BackendError } from './errors';

type Void = (...args: number[]) => void;

/** What `assembly/index.ts` exports. Addresses and counts are numbers; the assembly's comments say what each means. */
export interface WasmKernels {
  packRows: Void;
  packColumns: Void;
  rowTable: Void;
  gemmRows: Void;
  gemmColumns: Void;
  padImages: Void;
  pixelTable: Void;
  flipFilter: Void;
  maxPool: Void;
  maxPoolGrad: Void;
  relu: Void;
  step: Void;
  binary: Void;
  binaryRow: Void;
  sumRows: Void;
  adam: Void;
  activate: Void;
  lstmStep: Void;
  lstmStepGrad: Void;
}

/** Compiles the embedded kernels over a memory. Asynchronous, because browsers refuse large synchronous compilations. */
export async function instantiate(memory: WebAssembly.Memory): Promise<WasmKernels> {
  const text = atob(kernelsBase64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  try {
    const { instance } = await WebAssembly.instantiate(bytes, {
      env: {
        memory,
        abort: () => {
          throw new BackendError('INVALID_INPUT', 'simd backend: a kernel stopped on an internal check');
        },
      },
    });
    return instance.exports as unknown as WasmKernels;
  } catch (cause) {
    throw new BackendError(
      'COMPILE_FAILED',
      'simd backend: the WebAssembly kernels did not compile. The engine lacks SIMD (Node >= 20.19 and browsers since ' +
        "2023 have it) or a Content-Security-Policy without 'wasm-unsafe-eval' forbids it; use tf.setBackend('cpu').",
      { cause },
    );
  }
}
