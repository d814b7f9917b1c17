import { lcgNoise } from '../../../tools/golden/signals';
import { createSincSums } from '../src/sincSums';
import { assemble, f64x2, wasmFunction } from '../src/wasm/assembler';
import { createScratch } from '../src/wasm/scratch';

describe('sincSums', () => {
  it('gives the same bits with WebAssembly and without', () => {
    const taps = 37;
    const slots = 48;
    const noise = lcgNoise(4000, 3);
    const results = ['byBase', 'byEta'].flatMap((kernel) =>
      [undefined, null].map((scratch) => {
        // undefined takes the default, WebAssembly; null is what an engine without it has.
        const sums = createSincSums(taps, 3000, slots, scratch === null ? null : undefined);
        for (let i = 0; i < 2 * taps; i++) {
          sums.base[i] = noise[i]! / (i + 1);
          sums.slope[i] = noise[200 + i]! / 100;
        }
        for (let i = taps; i < 3000 - taps; i++) sums.signal[i] = Math.fround(noise[400 + i]!);
        for (let slot = 0; slot < slots; slot++) {
          sums.centers[slot] = taps + ((slot * 977) % (2999 - 2 * taps));
          sums.etas[slot] = Math.abs(noise[3500 + slot]!);
        }
        sums[kernel as 'byBase' | 'byEta'](8, slots);
        return Buffer.from(Float32Array.from(sums.results.subarray(8)).buffer).toString('hex');
      }),
    );
    expect(results[0]).toBe(results[1]);
    expect(results[2]).toBe(results[3]);
    expect(results[0]).not.toBe(results[2]);
    // Not a comparison of zeros.
    expect(results[0]).toMatch(/[1-9a-f]{20}/);
  });

  it('leaves no earlier signal in the memory that calls share', () => {
    createSincSums(8, 500, 8).signal.fill(1);
    expect(createSincSums(8, 400, 8).signal.every((sample) => sample === 0)).toBe(true);
  });
});

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
