import type { Matrix } from '@ser/dsp';
import fc from 'fast-check';
import { lcgNoise, SAMPLE_RATE, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import {
  chromaStft,
  polyFeatures,
  rms,
  spectralBandwidth,
  spectralCentroid,
  spectralContrast,
  spectralFlatness,
  spectralRolloff,
  tonnetz,
  zeroCrossingRate,
} from '../src/index';

const clipOf = (samples: ArrayLike<number>, sampleRate = SAMPLE_RATE) => ({
  samples: Float32Array.from(samples),
  sampleRate,
});
const noise = clipOf(lcgNoise(5000, 4));
const matrixOf = (...rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  cols: rows[0]!.length,
});
/** Bins at 0, 1000, 2000, 3000 and 4000 Hz. */
const S = (...rows: number[][]) => ({ S: matrixOf(...rows), sampleRate: 8000 });
const features = {
  spectralCentroid,
  spectralBandwidth,
  spectralRolloff,
  spectralFlatness,
  spectralContrast,
  polyFeatures,
};

describe('closed forms', () => {
  it('centroid and bandwidth are the mean and the deviation of a distribution over frequency', () => {
    const input = S([0, 2, 0, 2, 0], [0, 0, 5, 0, 0]);
    expect([...spectralCentroid(input).data]).toEqual([2000, 2000]);
    expect([...spectralBandwidth(input).data]).toEqual([1000, 0]);
    expect([...spectralBandwidth(input, { p: 1, norm: false }).data]).toEqual([4000, 0]);
    expect(spectralBandwidth(input, { centroid: matrixOf([1000], [0]) }).data[1]).toBe(2000);
  });

  it('roll-off is the first bin at which the share is reached', () => {
    const input = S([1, 1, 1, 1, 0]);
    expect(spectralRolloff(input, { rollPercent: 0.5 }).data[0]).toBe(1000);
    expect(spectralRolloff(input, { rollPercent: 0.51 }).data[0]).toBe(2000);
    expect(spectralRolloff(input, { rollPercent: 0.999 }).data[0]).toBe(3000);
    expect(spectralRolloff(input, { freq: [9, 8, 7, 6, 5] }).data[0]).toBe(5);
  });

  it('flatness is 1 for a flat spectrum and for silence, near 0 for one bin', () => {
    expectAllClose(spectralFlatness({ S: matrixOf([3, 3, 3], [0, 0, 0]) }).data, [1, 1], {
      rtol: 1e-6,
      why: 'closed form',
    });
    expect(spectralFlatness({ S: matrixOf([0, 1, 0]) }).data[0]).toBeLessThan(1e-6);
  });

  it('contrast is peak over valley of each band, the last bin of all but the top left out', () => {
    const input = { S: matrixOf([1, 10, 1, 1, 100, 1, 1, 1, 1000]), sampleRate: 1600 };
    const options = { fmin: 200, nBands: 1, linear: true };
    // Bins every 100 Hz: [0, 200] without its last bin, then from the bin before 200 Hz to the end.
    expect([...spectralContrast(input, options).data]).toEqual([9, 999]);
    expectAllClose(spectralContrast(input, { fmin: 200, nBands: 1 }).data, [10, 30], {
      rtol: 1e-6,
      why: 'closed form',
    });
  });

  it('contrast finds the ends of a band however many of its values they take', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 30, maxLength: 120 }),
        fc.integer({ min: 1, max: 99 }),
        (values, percent) => {
          const quantile = percent / 100;
          const input = { S: matrixOf(values), sampleRate: 2 * (values.length - 1) };
          const { data } = spectralContrast(input, { fmin: 10, nBands: 1, quantile, linear: true });
          // Bins every hertz: the top band is from the one before 10 Hz on.
          const sorted = values.slice(9).sort((a, b) => a - b);
          const exact = quantile * sorted.length;
          const count = Math.max(1, Math.abs((exact % 1) - 0.5) < 1e-9 ? 2 * Math.round(exact / 2) : Math.round(exact));
          const mean = (some: number[]) => some.reduce((sum, value) => sum + value, 0) / some.length;
          expectAllClose([data[1]!], [mean(sorted.slice(-count)) - mean(sorted.slice(0, count))], {
            atol: 1e-5,
            why: 'float32 means',
          });
        },
      ),
    );
  });

  it('polynomials of a polynomial are its coefficients, highest power first', () => {
    const line = [0, 1, 2, 3, 4].map((k) => 2e-3 * k * 1000 + 7);
    expectAllClose(polyFeatures(S(line)).data, [2e-3, 7], { rtol: 1e-5, why: 'float32 values' });
    expectAllClose(polyFeatures(S(line), { order: 2 }).data, [0, 2e-3, 7], {
      rtol: 1e-5,
      atol: 1e-9,
      why: 'float32 values',
    });
  });

  it('tonnetz of a pitch class lies on all three circles, and of silence in their middle', () => {
    const g = new Array(12).fill(0).fill(1, 7, 8);
    const { data } = tonnetz(matrixOf(g, new Array(12).fill(0)));
    for (const [circle, radius] of [1, 1, 0.5].entries()) {
      expect(Math.hypot(data[2 * circle]!, data[2 * circle + 1]!)).toBeCloseTo(radius, 6);
    }
    expect([...data.subarray(6)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('rms of a spectrogram is that of the frame by Parseval, for even and odd lengths', () => {
    // |FFT| of a unit impulse is 1 in every bin.
    expect(rms({ S: matrixOf([1, 1, 1]) }, { frameLength: 4 }).data[0]).toBeCloseTo(0.5, 7);
    expect(rms({ S: matrixOf([1, 1, 1]) }, { frameLength: 5 }).data[0]).toBeCloseTo(Math.sqrt(1 / 5), 7);
  });

  it('zero crossings by threshold, with the first sample, and with zero as a sign', () => {
    const clip = clipOf([1, 0, -1, 0.05, -1, 1]);
    const frame = { frameLength: 6, hopLength: 6, center: false };
    const crossings = (options: object) => Math.round(6 * zeroCrossingRate(clip, { ...frame, ...options }).data[0]!);
    expect(crossings({})).toBe(4);
    expect(crossings({ threshold: 0.1 })).toBe(4);
    expect(crossings({ pad: true })).toBe(5);
    expect(crossings({ zeroPos: false })).toBe(5);
    expect(crossings({ threshold: 1, refMagnitude: 'max' })).toBe(0);
  });
});

describe('every spectral feature', () => {
  it('is finite and 0 (flatness 1) on silence', () => {
    const silence = clipOf(new Float32Array(3000));
    for (const [name, feature] of Object.entries(features)) {
      const { data } = feature(silence);
      const value = name === 'spectralFlatness' ? 1 : 0;
      expectAllClose(data, new Float32Array(data.length).fill(value), { atol: 1e-6, why: name });
    }
  });

  it.each([1, 2, 700])('is finite on %i samples', (length) => {
    for (const feature of Object.values(features)) {
      expect(feature(clipOf(syntheticSignal('short').slice(0, length))).data.every(Number.isFinite)).toBe(true);
    }
  });

  it('takes a spectrogram as it would take the clip, and its nFft where that is odd', () => {
    const { S: power } = { S: matrixOf([1, 2, 3]) };
    expect(spectralCentroid({ S: power, sampleRate: 100 }).data[0]).toBeCloseTo((2 * 25 + 3 * 50) / 6, 4);
    expect(spectralCentroid({ S: power, sampleRate: 100 }, { nFft: 5 }).data[0]).toBeCloseTo((2 * 20 + 3 * 40) / 6, 4);
  });

  const bad = (code: string) => expect.objectContaining({ name: 'FeatureError', code });

  it('refuses clips and spectrograms that cannot be', () => {
    for (const feature of Object.values(features)) {
      expect(() => feature(clipOf([]))).toThrow(bad('EMPTY_CLIP'));
      expect(() => feature(clipOf([0, Number.POSITIVE_INFINITY]))).toThrow(bad('NON_FINITE_SAMPLES'));
      expect(() => feature(clipOf(new Float32Array(100)), { center: false })).toThrow(bad('INVALID_CLIP'));
      expect(() => feature(S([1, -1, 0]))).toThrow(bad('INVALID_SPECTROGRAM'));
      expect(() => feature(S([1, Number.NaN, 0]))).toThrow(bad('INVALID_SPECTROGRAM'));
      expect(() => feature(S([1]))).toThrow(bad('INVALID_SPECTROGRAM'));
      expect(() => feature({ S: { data: new Float32Array(5), rows: 2, cols: 3 }, sampleRate: 8000 })).toThrow(
        bad('SHAPE_MISMATCH'),
      );
    }
  });

  it.each([
    [{ nFft: 0 }],
    [{ nFft: 2.5 }],
    [{ hopLength: 0 }],
    [{ winLength: 4096 }],
    [{ window: 'round' as never }],
    [{ padMode: 'empty' as never }],
  ])('refuses %p by a FeatureError that names the feature', (options) => {
    for (const [name, feature] of Object.entries(features)) {
      expect(() => feature(noise, options)).toThrow(bad('INVALID_OPTION'));
      expect(() => feature(noise, options)).toThrow(
        new RegExp(`^${name}: .*(nFft|hopLength|winLength|getWindow|padMode)`),
      );
    }
  });

  it('refuses options of its own beyond their range', () => {
    const invalid = bad('INVALID_OPTION');
    expect(() => spectralCentroid(noise, { freq: [1, 2] })).toThrow(invalid);
    expect(() => spectralBandwidth(noise, { p: 0 })).toThrow(invalid);
    expect(() => spectralBandwidth(noise, { p: 1e-4, norm: false })).toThrow(invalid);
    expect(() => spectralBandwidth(noise, { centroid: matrixOf([1]) })).toThrow(bad('SHAPE_MISMATCH'));
    expect(() => spectralRolloff(noise, { rollPercent: 1 })).toThrow(invalid);
    expect(() => spectralFlatness(noise, { amin: 0 })).toThrow(invalid);
    expect(() => spectralFlatness({ S: matrixOf([1e30, 1]) }, { power: 20 })).toThrow(invalid);
    expect(() => spectralContrast(noise, { quantile: 0 })).toThrow(invalid);
    expect(() => spectralContrast(noise, { fmin: 5000 })).toThrow(/Nyquist/);
    expect(() => spectralContrast(noise, { nFft: 64, fmin: 100, nBands: 1 })).toThrow(/no bins/);
    expect(() => polyFeatures(noise, { order: -1 })).toThrow(invalid);
    expect(() => polyFeatures(S([1, 2, 3]), { order: 2, freq: [1, 1, 2] })).toThrow(invalid);
    expect(() => zeroCrossingRate(noise, { threshold: -1 })).toThrow(invalid);
    expect(() => rms({ S: matrixOf([1, 2, 3]) })).toThrow(bad('SHAPE_MISMATCH'));
    expect(() => tonnetz(matrixOf([1, Number.NaN]))).toThrow(bad('INVALID_SPECTROGRAM'));
    expect(() => chromaStft({ S: matrixOf([1, -2, 3]), sampleRate: 8000 })).toThrow(bad('INVALID_SPECTROGRAM'));
  });
});
