import { assemble, f64x2, wasmFunction } from '../src/assembler';
import { createScratch, lazyScratch } from '../src/scratch';

describe('createScratch', () => {
  it('gives nothing where WebAssembly is missing', () => {
    const { WebAssembly } = globalThis;
    try {
      (globalThis as { WebAssembly?: unknown }).WebAssembly = undefined;
      expect(createScratch([])).toBeUndefined();
    } finally {
      globalThis.WebAssembly = WebAssembly;
    }
  });

  it('gives nothing where a policy forbids it', () => {
    const forbid = jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
      throw new EvalError('blocked by the page');
    });
    try {
      expect(createScratch([])).toBeUndefined();
    } finally {
      forbid.mockRestore();
    }
  });

  it('grows its memory and keeps its kernels', () => {
    const double = wasmFunction('double', ({ param }) => {
      const at = param();
      const value = f64x2.load(at.get);
      return f64x2.store(at.get, f64x2.add(value, value));
    });
    const scratch = createScratch([double])!;
    const memory = scratch.reserve(300_000);
    const numbers = new Float64Array(memory, 299_968, 2);
    numbers.set([1.5, -2]);
    scratch.kernels.double!(299_968);
    expect([...numbers]).toEqual([3, -4]);
    expect(WebAssembly.validate(assemble([double]))).toBe(true);
  });
});

describe('lazyScratch', () => {
  it('assembles its kernels once, and asks once where there is no WebAssembly', () => {
    const kernels = jest.fn(() => [wasmFunction('nothing', () => [])]);
    const scratch = lazyScratch(kernels);
    expect(kernels).not.toHaveBeenCalled();
    expect(scratch()).toBe(scratch());
    const { WebAssembly } = globalThis;
    try {
      (globalThis as { WebAssembly?: unknown }).WebAssembly = undefined;
      const missing = lazyScratch(kernels);
      expect([missing(), missing()]).toEqual([null, null]);
    } finally {
      globalThis.WebAssembly = WebAssembly;
    }
    expect(kernels).toHaveBeenCalledTimes(2);
  });
});
