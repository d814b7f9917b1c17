import { createScratch } from '@ser/wasm';
import { lcgNoise } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { istft, phaseVocoder, stft } from '../src';
import { POLYNOMIALS } from '../src/fastTrigonometry';
import { vocode } from '../src/phaseVocoder';
import { vocoderKernels } from '../src/vocoderKernels';

const hex = (values: Float32Array) => Buffer.from(values.buffer).toString('hex');

describe('phaseVocoder', () => {
  it.each([0.3, 0.8, 0.9604, 1, 1.7, 6])('gives the same bits with WebAssembly and without, rate %d', (rate) => {
    const rows = 90;
    const cols = 33;
    const spectrum = {
      re: Float32Array.from(lcgNoise(rows * cols, 1)),
      im: Float32Array.from(lcgNoise(rows * cols, 2)),
      rows,
      cols,
    };
    // Zeros of both signs, and the axes: their angles are cases of their own.
    [0, -0].forEach((re, i) => {
      [0, -0].forEach((im, j) => {
        spectrum.re[50 + 2 * i + j] = re;
        spectrum.im[50 + 2 * i + j] = im;
        spectrum.re[60 + 2 * i + j] = re;
        spectrum.im[70 + 2 * i + j] = im;
      });
    });
    const scratch = createScratch(vocoderKernels(POLYNOMIALS))!;
    const plain = vocode(spectrum, { rate }, null);
    const vectors = vocode(spectrum, { rate }, scratch);
    expect(plain.rows).toBe(Math.ceil(90 / rate));
    expect(hex(vectors.re)).toBe(hex(plain.re));
    expect(hex(vectors.im)).toBe(hex(plain.im));
    expect(plain.re.some((value) => value > 0.5)).toBe(true);
  });

  it('keeps the pitch of a tone, only longer', () => {
    const tone = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 22050));
    const stretched = istft(phaseVocoder(stft(tone(22050)), { rate: 0.5 }), { length: 44100 });
    const power = (x: Float32Array) => x.reduce((sum, value) => sum + value * value, 0) / x.length;
    expectAllClose([power(stretched.subarray(8000, 36000))], [0.5], {
      rtol: 0.3,
      why: 'bins of one tone lose their common phase',
    });
    const spectrum = stft(stretched.subarray(8000, 36000), { nFft: 4096 });
    const row = 10 * spectrum.cols;
    const magnitudes = Array.from({ length: spectrum.cols }, (_, k) =>
      Math.hypot(spectrum.re[row + k]!, spectrum.im[row + k]!),
    );
    expect(magnitudes.indexOf(Math.max(...magnitudes))).toBe(Math.round((440 * 4096) / 22050));
  });

  it('makes no frame beyond maxFrames, and refuses impossible rates', () => {
    const spectrum = stft(new Float32Array(22050));
    expect(phaseVocoder(spectrum, { rate: 0.8 }).rows).toBe(55);
    expect(phaseVocoder(spectrum, { rate: 0.8, maxFrames: 3 }).rows).toBe(3);
    expect(() => phaseVocoder(spectrum, { rate: 0 })).toThrow('rate=0');
    expect(() => phaseVocoder(spectrum, { rate: Number.NaN })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
    expect(() => phaseVocoder(spectrum, { hopLength: 0.5 })).toThrow('hopLength=0.5');
  });
});

describe('memory', () => {
  it('is used again and changes no number', () => {
    const noise = (seed: number, length: number) => Float32Array.from(lcgNoise(length, seed));
    const memory = { re: new Float32Array(7).fill(9), im: new Float32Array(7).fill(9) };
    const after = { re: new Float32Array(0), im: new Float32Array(0) };
    for (const length of [30_000, 12_345, 40_000]) {
      const fresh = stft(noise(length, length));
      const kept = stft(noise(length, length), { memory });
      expect(kept).toEqual(fresh);
      expect(kept.re.buffer).toBe(memory.re.buffer);
      expect(phaseVocoder(kept, { rate: 0.8, memory: after })).toEqual(phaseVocoder(fresh, { rate: 0.8 }));
    }
  });
});
