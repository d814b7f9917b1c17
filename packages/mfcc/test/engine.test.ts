import fc from 'fast-check';
import { lcgNoise } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { plainDecibels } from '../src/decibels';
import * as browser from '../src/engine.browser';
import * as node from '../src/engine.node';
import { melFilterbank, mfcc } from '../src/index';
import { createSparseFilterbank } from '../src/sparseFilterbank';

const noise = (count: number, seed: number) => Float32Array.from(lcgNoise(count, seed));
const powers = (count: number, seed: number) => noise(count, seed).map((value) => 10 ** (8 * value));
beforeAll(() => jest.spyOn(console, 'warn').mockImplementation());

it('runs in WebAssembly here, or what follows would compare plain code with itself', () => {
  expect(node.decibels()).not.toBe(plainDecibels);
});

describe('WebAssembly gives the bits of plain code', () => {
  it('for bands of any number of frames, empty and odd ones too', () => {
    const banks = [
      { nFft: 512, nMels: 128 },
      { nFft: 441, nMels: 23, htk: true },
      { nFft: 64, nMels: 1, norm: null },
      { nFft: 2048, nMels: 40, fmin: 5000 },
    ].map((options) => createSparseFilterbank(melFilterbank(options)));
    const summers = banks.map((bank) => [node.createBandSums(bank), browser.createBandSums(bank)] as const);
    for (const rows of [0, 1, 2, 5, 16, 33]) {
      // Banks take turns in the one memory.
      for (const [i, [fast, plain]] of summers.entries()) {
        const { bins, bands } = banks[i]!;
        const spectra = powers(rows * bins, rows + 1);
        const [a, b] = [new Float32Array(rows * bands + 3), new Float32Array(rows * bands + 3)];
        fast(spectra, rows, a, 3);
        plain(spectra, rows, b, 3);
        expect(a).toEqual(b);
      }
    }
  });

  it('for decibels, also where the rounding is in doubt', () => {
    const doubtful = Float32Array.from({ length: 301 }, (_, i) => 1 + (i - 150) * 2 ** -23);
    const [half, two] = [Math.SQRT1_2, Math.SQRT2];
    const extreme = Float32Array.of(0, 1e-45, 1.17e-38, 1e-10, 3.4e38, 0.5, half, half + 1e-7, two, two - 1e-7);
    for (const values of [powers(9001, 5), powers(4096, 6), powers(1, 7), doubtful, extreme, new Float32Array(0)]) {
      for (const [amin, offset] of [
        [1e-10, 0],
        [1e-300, -31.7],
        [5e-324, 0],
        [0.02, 12.25],
      ] as const) {
        const [a, b] = [values.slice(), values.slice()];
        expect(node.decibels().write(a, amin, offset)).toBe(plainDecibels.write(b, amin, offset));
        expect(a).toEqual(b);
        node.decibels().raise(a, -33.3);
        plainDecibels.raise(b, -33.3);
        expect(a).toEqual(b);
      }
    }
  });

  it('for products of rows of any length with any number of coefficients', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 45 }),
        fc.integer({ min: 1, max: 22 }),
        fc.integer({ min: 0, max: 70 }),
        (cols, n, rows) => {
          const basis = lcgNoise(n * cols, 8);
          const matrix = { data: noise(rows * cols, 9), rows, cols };
          expect(node.createRowProduct(basis, n)(matrix)).toEqual(browser.createRowProduct(basis, n)(matrix));
        },
      ),
      { numRuns: 60, seed: 1 },
    );
    const matrix = { data: noise(400, 10), rows: 10, cols: 40 };
    const [first, second] = [lcgNoise(520, 11), lcgNoise(120, 12)];
    const [a, b] = [node.createRowProduct(first, 13), node.createRowProduct(second, 3)];
    const results = [a(matrix), b(matrix)];
    // Bases take turns in the one memory.
    expect([a(matrix), b(matrix)]).toEqual(results);
  });
});

it('computes where there is no WebAssembly', () => {
  const clip = { samples: noise(9000, 15), sampleRate: 16000 };
  const options = { nFft: 512, nMels: 40 };
  const fast = mfcc(clip, options);
  const { WebAssembly } = globalThis;
  try {
    // biome-ignore lint/suspicious/noExplicitAny: what an old engine or a page's policy leaves
    (globalThis as any).WebAssembly = undefined;
    jest.isolateModules(() => {
      const plain: typeof import('../src/index') = require('../src/index');
      expectAllClose(plain.mfcc(clip, options).data, fast.data, { atol: 1e-3, why: 'another FFT, rounded to float32' });
    });
  } finally {
    globalThis.WebAssembly = WebAssembly;
  }
});

it('has the windows and paddings of @ser/dsp in browsers', () => {
  for (const window of ['hann', 'hamming', 'blackman', 'boxcar', [1, 2, 3, 4, 5]] as const) {
    const [a, b] = [browser.windowWeights(window, 5)!, node.windowWeights(window, 5)!];
    expectAllClose(a, b, { atol: 1e-15, why: 'cosines of other angles' });
  }
  for (const mode of browser.padModes) {
    for (const length of [1, 2, 7]) {
      const samples = noise(length, 13);
      expect(browser.padEnds(samples, 9, mode)).toEqual(node.padEnds(samples, 9, mode));
    }
  }
});

it.each([1, 2, 0.7])('has spectra within rounding of @ser/dsp in browsers, power %s', (power) => {
  const samples = noise(3000, 14);
  for (const nFft of [512, 301]) {
    const window = Float64Array.from(node.windowWeights('hann', nFft)!);
    const bins = 1 + Math.floor(nFft / 2);
    const [a, b] = [new Float32Array(5 * bins), new Float32Array(5 * bins)];
    browser.createPowers(window, 200, power)(samples, 100, 5, a);
    node.createPowers(window, 200, power)(samples, 100, 5, b);
    expectAllClose(a, b, { rtol: 1e-6, atol: 1e-6, why: 'two FFTs, whose spectra are rounded to float32' });
  }
});
