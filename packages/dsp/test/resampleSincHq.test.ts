import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ravdessFolder } from '../../../tools/golden/ravdess';
import { lcgNoise, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { besselI0 } from '../src/besselI0';
import { resample } from '../src/index';
import { rationalRatio } from '../src/rationalRatio';
import { resampleBySincHq } from '../src/resampleBySinc';
import { sincHqFilter } from '../src/sincHqFilter';
import { sincHqPlan } from '../src/sincHqPlan';
import { float32, golden011, pick } from './golden';
import { readWav } from './readWav';

const corpus = ravdessFolder();
const onReal = corpus ? describe : describe.skip;
const hq = (x: Float32Array, from: number, to: number) => resample(x, from, to, { resampler: 'sinc_hq' });
const tone = (hz: number, rate: number, length: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate));
/** Ratios with a filter for each output of a period, and two that interpolate. */
const RATES = [
  [48000, 22050],
  [44100, 22050],
  [48000, 16000],
  [16000, 22050],
  [22050, 48000],
  [22050, 8000.5],
  [44100, 47999],
] as const;
const decibels = (ratio: number) => 20 * Math.log10(ratio);
const rms = (x: ArrayLike<number>) => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0) / x.length);

describe('resample by sinc_hq', () => {
  it.each(RATES)('keeps tones up to 91 %% of the lower Nyquist from %d to %d Hz, without delay', (from, to) => {
    const lower = Math.min(from, to) / 2;
    for (const share of [0.003, 0.2, 0.5, 0.8, 0.88, 0.91]) {
      const y = hq(tone(share * lower, from, 8000), from, to);
      expect(y).toHaveLength(Math.ceil((8000 * to) / from));
      const margin = Math.ceil((110 * to) / Math.min(from, to));
      const inner = y.subarray(margin, y.length - margin);
      const expected = tone(share * lower, to, y.length).subarray(margin, y.length - margin);
      // 3e-6 of the amplitude: 0.00003 dB, and -110 dB of anything else.
      expectAllClose(inner, expected, { atol: 3e-6, why: 'ripple of 1e-6, float32 sums' });
    }
  });

  it.each(RATES.filter(([from, to]) => from > to))(
    'lets nothing above the lower Nyquist from %d to %d Hz',
    (from, to) => {
      const inside = (x: Float32Array) => x.subarray(200, x.length - 200);
      for (let share = 1; (share * to) / 2 < 0.98 * (from / 2); share += 0.0371) {
        const y = hq(tone((share * to) / 2, from, 12000), from, to);
        expect(decibels(rms(inside(y)) / Math.SQRT1_2)).toBeLessThan(-120);
      }
    },
  );

  it('falls from the pass band to the stop band between 91 % and 100 %', () => {
    const gain = (share: number) =>
      decibels(rms(hq(tone(share * 11025, 48000, 24000), 48000, 22050).subarray(300, 10700)) / Math.SQRT1_2);
    expect(gain(0.92)).toBeGreaterThan(-0.02);
    expect(Math.abs(gain(0.9568) + 6.02)).toBeLessThan(0.1);
    expect(gain(0.98)).toBeLessThan(-30);
  });

  it('is of linear phase: a click becomes a pulse that is the same both ways', () => {
    const x = new Float32Array(32000);
    x[16000] = 1;
    const y = hq(x, 48000, 22050);
    const middle = 7350;
    expectAllClose(y.slice(middle, middle + 200), y.slice(middle - 199, middle + 1).reverse(), {
      atol: 1e-8,
      why: 'float32',
    });
    expect(y[middle]).toBe(Math.max(...y));
    const outside = y.filter((_, i) => Math.abs(i - middle) > 95);
    expectAllClose(outside, new Float32Array(outside.length), { atol: 3e-8, why: 'spectra of float32' });
  });

  it.each(RATES)('gives the same without WebAssembly from %d to %d Hz, but for roundings', (from, to) => {
    const x = Float32Array.from(lcgNoise(20_001, 9));
    const y = hq(x, from, to);
    const plain = new Float32Array(y.length);
    resampleBySincHq(x, plain, to / from, null);
    expectAllClose(plain, y, { atol: 4e-6, why: 'straight lines between filters, twice' });
    expect(rms(y)).toBeGreaterThan(0.3);
  });

  it('takes one path or the other by the ratio', () => {
    const kinds = [22050 / 48000, 10 / 9, 10 / 11, 1 / 1.0412345, 1 / 300, 1 / 300.123].map((ratio) =>
      [true, false].map((byBlocks) => sincHqPlan(ratio, byBlocks).kind),
    );
    expect(kinds).toEqual([
      ['blocks', 'periodic'],
      ['blocks', 'periodic'],
      ['periodic', 'periodic'],
      ['doubled', 'interpolated'],
      ['periodic', 'periodic'],
      ['interpolated', 'interpolated'],
    ]);
  });

  it.each([
    [48000, 22050],
    [44100, 21999],
    [8000, 8_000_000],
  ])('works through long signals block by block, %d to %d Hz', (from, to) => {
    const length = to > from ? 400 : 300_000;
    const y = hq(tone(1000, from, length), from, to);
    const margin = (110 * to) / Math.min(from, to);
    const expected = tone(1000, to, y.length);
    const atol = 4e-6;
    const inner = (x: Float32Array) => x.subarray(margin, x.length - margin);
    expectAllClose(inner(y), inner(expected), { atol, why: 'float32 phases of the tone, ripple and sums' });
  });

  it('has all of any length and ratio, and scales with its input', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0.01, max: 20, noNaN: true }), (length, ratio) => {
        const x = Float32Array.from({ length }, (_, i) => Math.sin(i * i));
        const y = hq(x, 1, ratio);
        expect(y).toHaveLength(Math.ceil(length * ratio));
        const doubled = hq(
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
      { numRuns: 20 },
    );
  });

  it("is near soxr's HQ, librosa's default, on a vowel", () => {
    for (const { from, to, ...expected } of golden011.soxrHq) {
      const actual = hq(syntheticSignal('vowel'), from, to);
      expect(actual).toHaveLength(expected.length);
      // Near the ends, where the vowel is cut off, the transition bands show; and librosa's last sample may be 0.
      const isInner = (i: number) => i > 300 && i < expected.length - 300;
      const values = float32(expected.values).filter((_, k) => isInner(expected.index[k]!));
      expectAllClose(pick(actual, expected.index.filter(isInner)), values, {
        atol: 3e-5,
        why: "soxr's falls by 0.008 dB",
      });
    }
  });

  onReal('on the clips that are published as WAV', () => {
    it.each(golden011.clips)('is near librosa.resample on $file', ({ file, load }) => {
      const { samples } = readWav(readFileSync(join(corpus ?? '', 'as-distributed', file)));
      const actual = pick(hq(samples, load.from, load.to), load.index);
      const expected = float32(load.values);
      const difference = rms(actual.map((v, i) => v - expected[i]!)) / rms(expected);
      expect(difference).toBeLessThan(1e-3);
    });
  });

  it('has weights of the closed form', () => {
    const peak = besselI0(12.9);
    for (const scale of [1, 0.7301]) {
      const { weights, width } = sincHqFilter(scale);
      expect(width).toBe(Math.ceil(96 / scale));
      const fraction = 0.6180339887;
      const all = weights(fraction);
      expect(all).toHaveLength(2 * width);
      for (let tap = 0; tap < 2 * width; tap++) {
        const distance = tap + 1 - width - fraction;
        const angle = Math.PI * 0.9568 * scale * distance;
        const window = besselI0(12.9 * Math.sqrt(Math.max(0, 1 - ((distance * scale) / 96) ** 2))) / peak;
        const expected = scale * 0.9568 * (angle === 0 ? 1 : Math.sin(angle) / angle) * window;
        expect(Math.abs(all[tap]! - (Math.abs(distance * scale) < 96 ? expected : 0))).toBeLessThan(1e-10);
      }
    }
  });

  it('keeps plans of one scale apart', () => {
    const x = tone(300, 16000, 4000);
    const upward = hq(x, 16000, 16000 * Math.SQRT2);
    const [same, again] = [hq(x, 16000, 16000 * (1 + Number.EPSILON)), hq(x, 16000, 16000 * Math.SQRT2)];
    expect(again).toEqual(upward);
    expect(same.length).toBeLessThan(4002);
    // By an inexact ratio above 1 other than the one whose table is kept.
    const other = hq(x, 16000, 16000 * Math.sqrt(3));
    for (let i = 300; i < other.length - 300; i++) {
      expect(Math.abs(other[i]! - Math.sin((2 * Math.PI * 300 * i) / (16000 * Math.sqrt(3))))).toBeLessThan(1e-4);
    }
  });

  it('refuses what takes too much memory, or says nothing', () => {
    const x = new Float32Array(1000);
    expect(() => hq(x, 1, 1e9)).toThrow(
      'from=1 to=1000000000 Hz on 1000 samples makes 1000000000000 numbers; expected at most',
    );
    expect(() => hq(x, 1e-300, 1e300)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => hq(x, 5000, 1)).toThrow('resample: to / from = 0.0002; expected at least 1 / 4096');
    expect(() => hq(new Float32Array(0), 2, 1)).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
    expect(hq(new Float32Array([1]), 48000, 22050)).toHaveLength(1);
  });
});

describe('rationalRatio', () => {
  it('finds the whole numbers behind a quotient, and no others', () => {
    expect(rationalRatio(22050 / 48000)).toEqual({ numerator: 147, denominator: 320 });
    expect(rationalRatio(3)).toEqual({ numerator: 3, denominator: 1 });
    expect(rationalRatio(1 / 3)).toEqual({ numerator: 1, denominator: 3 });
    expect(rationalRatio(47999 / 44100)).toBeUndefined();
    expect(rationalRatio(Math.PI)).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), (a, b) => {
        const { numerator, denominator } = rationalRatio(a / b)!;
        expect(numerator * b).toBe(denominator * a);
      }),
    );
  });
});
