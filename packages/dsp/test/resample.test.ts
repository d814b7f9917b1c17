import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ravdessFolder } from '../../../tools/golden/ravdess';
import { lcgNoise, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { resample } from '../src/index';
import { kaiserTable } from '../src/kaiserFilters';
import { resampleByKaiser } from '../src/resampleBySinc';
import { float32, float64, golden, kaiserFast, pick } from './golden';
import { readWav } from './readWav';

const corpus = ravdessFolder();
const onReal = corpus ? describe : describe.skip;
const ours = 'resampy and we round our sums to float32 at each tap, in other orders: measured 5.1e-7 of the peak';

describe('resample', () => {
  it('has the filter that resampy 0.2.2 ships as kaiser_best', () => {
    const table = kaiserTable('kaiser_best');
    const { length, index, values } = golden.kaiserBest;
    expect(table).toHaveLength(length);
    expectAllClose(pick(table, index), float64(values), { atol: 1e-14, why: 'scipy computes I0 by Chebyshev series' });
  });

  it.each(golden.resample)('agrees with resampy 0.2.2 from $from to $to Hz', ({ from, to, ...expected }) => {
    const actual = resample(syntheticSignal('vowel'), from, to);
    expect(actual).toHaveLength(expected.length);
    expectAllClose(pick(actual, expected.index), float32(expected.values), { atol: 8e-7, why: ours });
    const sum = actual.reduce((total, x) => total + x * x, 0);
    expect(Math.abs(sum / expected.sumOfSquares - 1)).toBeLessThan(1e-6);
  });

  it('has the filter that resampy 0.2.2 ships as kaiser_fast, too', () => {
    const table = kaiserTable('kaiser_fast');
    const { length, index, values } = kaiserFast.filter;
    expect(table).toHaveLength(length);
    expectAllClose(pick(table, index), float64(values), { atol: 1e-14, why: 'scipy computes I0 by Chebyshev series' });
  });

  it.each(kaiserFast.resample)('agrees with its kaiser_fast from $from to $to Hz', ({ from, to, ...expected }) => {
    const actual = resample(syntheticSignal('vowel'), from, to, { resampler: 'kaiser_fast' });
    expect(actual).toHaveLength(expected.length);
    expectAllClose(pick(actual, expected.index), float32(expected.values), { atol: 8e-7, why: ours });
  });

  it.each([
    [48000, 22050],
    [44100, 22050],
    [22050, 48000],
    [22050, 8000.5],
    // By its clock, resampy falls short of whole samples.
    [40000, 24000],
  ])('gives the same bits without WebAssembly from %d to %d Hz', (from, to) => {
    const x = Float32Array.from(lcgNoise(30_011, 9));
    const expected = resample(x, from, to, { resampler: 'kaiser_fast' });
    const plain = new Float32Array(expected.length);
    resampleByKaiser('kaiser_fast', x, plain.subarray(0, Math.floor((x.length * to) / from)), to / from, null);
    expect(Buffer.from(plain.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
  });

  onReal('on the clips that are published as WAV', () => {
    it.each(golden.clips)('agrees with librosa.load and pitch_shift on $file', ({ file, peak, load, pitch }) => {
      const { samples } = readWav(readFileSync(join(corpus ?? '', 'as-distributed', file)));
      for (const expected of [load, pitch]) {
        const actual = resample(samples, expected.from, expected.to);
        expect(actual).toHaveLength(expected.length);
        expectAllClose(pick(actual, expected.index), float32(expected.values), { atol: 1e-6 * peak, why: ours });
      }
    });
  });

  it('makes ceil(length * to / from) samples, the last one 0 when that is not whole', () => {
    const y = resample(new Float32Array(1000).fill(0.5), 48000, 22050);
    expect(y).toHaveLength(460);
    expect(y[459]).toBe(0);
  });

  it('keeps a tone below the cut-off and removes one above it', () => {
    const tone = (hz: number) =>
      Float32Array.from({ length: 9600 }, (_, i) => Math.sin((2 * Math.PI * hz * i) / 48000));
    const inner = (x: Float32Array) => x.subarray(400, x.length - 400);
    const low = inner(resample(tone(1000), 48000, 22050));
    const expected = Float32Array.from({ length: low.length }, (_, i) =>
      Math.sin((2 * Math.PI * 1000 * (i + 400)) / 22050),
    );
    // index_step is int(235.2): resampy 0.2.2's gain at this ratio is off by 235.2 / 235.
    expectAllClose(low, expected, { atol: 1.5e-3, why: 'the gain error of the whole-numbered step' });
    const high = inner(resample(tone(15000), 48000, 22050));
    expectAllClose(high, new Float32Array(high.length), { atol: 2e-4, why: 'the stop band' });
  });

  it('gives a copy when the rates are equal', () => {
    const x = new Float32Array([1, 2, 3]);
    const y = resample(x, 8000, 8000);
    expect(y).toEqual(x);
    expect(y).not.toBe(x);
  });

  it('scales with its input, whatever the ratio and the length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 400 }), fc.double({ min: 0.3, max: 3, noNaN: true }), (length, ratio) => {
        const x = Float32Array.from({ length }, (_, i) => Math.sin(i * i));
        const y = resample(x, 1, ratio);
        expect(y).toHaveLength(Math.ceil(length * ratio));
        // A factor of two is exact in floating point, so every rounding is the same one.
        const doubled = resample(
          x.map((v) => 2 * v),
          1,
          ratio,
        );
        expectAllClose(
          doubled,
          y.map((v) => 2 * v),
          { why: 'exact' },
        );
      }),
      { numRuns: 30 },
    );
  });

  it('refuses bad rates, NaN and signals that give no sample', () => {
    const x = new Float32Array(10);
    expect(() => resample(x, 0, 8000)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => resample(x, 8000, Number.NaN)).toThrow('to=NaN Hz');
    expect(() => resample(new Float32Array(1), 48000, 22050)).toThrow(
      expect.objectContaining({ code: 'INVALID_LENGTH' }),
    );
    expect(() => resample(new Float32Array(0), 48000, 22050)).toThrow(
      expect.objectContaining({ code: 'INVALID_LENGTH' }),
    );
    expect(() => resample(new Float32Array([0, Number.NaN]), 1, 2)).toThrow(
      expect.objectContaining({ code: 'NOT_FINITE' }),
    );
    expect(() => resample(x, 1, 2, { resampler: 'soxr' as 'sinc_hq' })).toThrow(
      "resampler='soxr'; expected kaiser_best, kaiser_fast, sinc_hq",
    );
    expect(() => resample(x, 1000, 1)).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
  });
});
