import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { createMfcc, dct, melFilterbank, melSpectrogram, mfcc, powerToDb } from '../src/index';

const invalid = expect.objectContaining({ code: 'INVALID_OPTION' });
const mismatch = expect.objectContaining({ code: 'SHAPE_MISMATCH' });
const row = (...values: number[]) => ({ data: Float32Array.from(values), rows: 1, cols: values.length });

describe('powerToDb', () => {
  it('is ten times the decimal logarithm, with a floor topDb below the loudest', () => {
    expectAllClose(powerToDb(row(1, 0.1, 1e-20)).data, [0, -10, -80], { atol: 1e-6, why: 'closed form' });
    expectAllClose(powerToDb(row(1, 1e-20), { topDb: null }).data, [0, -100], { atol: 1e-5, why: 'amin' });
    expectAllClose(powerToDb(row(4, 2), { ref: 'max' }).data, [0, -3.0103], { atol: 1e-5, why: 'closed form' });
  });
  it('refuses bad options', () => {
    expect(() => powerToDb(row(1), { amin: 0 })).toThrow('powerToDb: amin=0; expected a finite number above 0');
    expect(() => powerToDb(row(1), { topDb: -1 })).toThrow(invalid);
    expect(() => powerToDb(row(1), { ref: Number.NaN })).toThrow(invalid);
    expect(() => powerToDb({ data: new Float32Array(3), rows: 2, cols: 2 })).toThrow(mismatch);
  });
});

describe('dct', () => {
  it('is orthonormal: type 3 undoes type 2, and energy is kept', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
        const x = row(...values);
        const y = dct(x);
        expectAllClose(dct(y, { type: 3 }).data, x.data, { atol: 2e-6, why: 'float32 results' });
        const energy = (m: Float32Array) => m.reduce((sum, v) => sum + v * v, 0);
        expect(Math.abs(energy(y.data) - energy(x.data))).toBeLessThan(1e-4);
      }),
      { numRuns: 30 },
    );
  });
  it('keeps the first n', () => {
    expectAllClose(dct(row(1, 1, 1, 1), { n: 2 }).data, [2, 0], { atol: 1e-7, why: 'closed form' });
    expect(() => dct(row(1, 2), { n: 3 })).toThrow(invalid);
    expect(() => dct(row(1), { type: 1 })).toThrow(invalid);
  });
});

describe('melFilterbank', () => {
  it('has triangles of equal area under the Slaney norm and of peak 1 without', () => {
    const { data, rows, cols } = melFilterbank({ sampleRate: 16000, nFft: 16384, nMels: 20 });
    const areas = Array.from({ length: rows }, (_, band) =>
      data.subarray(band * cols, (band + 1) * cols).reduce((sum, w) => sum + w * (16000 / 16384), 0),
    );
    expectAllClose(areas, new Array(20).fill(1), { atol: 1e-3, why: 'sum against integral' });
    const plain = melFilterbank({ sampleRate: 16000, nFft: 16384, nMels: 20, norm: null });
    const peak = plain.data.reduce((max, w) => Math.max(max, w), 0);
    expect(peak).toBeLessThanOrEqual(1);
    expect(peak).toBeGreaterThan(0.99);
  });
  it('refuses bad options', () => {
    expect(() => melFilterbank({ fmin: 500, fmax: 400 })).toThrow('fmin=500, fmax=400 Hz; expected 0 <= fmin < fmax');
    expect(() => melFilterbank({ nFft: 1 })).toThrow(invalid);
    expect(() => melFilterbank({ nMels: 0 })).toThrow(invalid);
    expect(() => melFilterbank({ sampleRate: Number.NaN })).toThrow(invalid);
  });
});

describe('mfcc', () => {
  const clip = { samples: Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i * i * 1e-4)), sampleRate: 16000 };

  it('gives the same from a clip, a plan and a log-power mel spectrogram', () => {
    const direct = mfcc(clip, { nMfcc: 13 });
    expect([direct.rows, direct.cols]).toEqual([10, 13]);
    expect(createMfcc({ sampleRate: 16000, nMfcc: 13 }).compute(clip)).toEqual(direct);
    expect(mfcc({ S: powerToDb(melSpectrogram(clip)), sampleRate: 16000 }, { nMfcc: 13 })).toEqual(direct);
  });
  it('steps by 512 samples whatever nFft is, as librosa does', () => {
    expect(melSpectrogram(clip, { nFft: 256 }).rows).toBe(10);
  });
  it('moves only coefficient 0 when the clip gets louder', () => {
    const louder = { ...clip, samples: clip.samples.map((v) => v / 2) };
    const [a, b] = [mfcc(clip), mfcc(louder)];
    const rise = a.data.map((v, i) => v - b.data[i]!);
    const expected = rise.map((_, i) => (i % 20 === 0 ? 10 * Math.log10(4) * Math.sqrt(128) : 0));
    expectAllClose(rise, expected, { atol: 1e-2, why: 'silent bands lie at the floor of both' });
  });
  it('gives numbers for silence', () => {
    const { data } = mfcc({ samples: new Float32Array(2000), sampleRate: 16000 }, { nMfcc: 2 });
    const expected = Array.from(data, (_, i) => (i % 2 === 0 ? -100 * Math.sqrt(128) : 0));
    expectAllClose(data, expected, { atol: 1e-3, why: 'amin of 1e-10 is -100 dB' });
  });
  it('refuses bad options, sizes and audio', () => {
    expect(() => mfcc(clip, { nMfcc: 129 })).toThrow('mfcc: nMfcc=129; expected at most the number of bands, 128');
    expect(() => mfcc(clip, { lifter: -1 })).toThrow(invalid);
    expect(() => createMfcc().compute(clip)).toThrow('clip has sampleRate=16000 Hz; expected 22050');
    expect(() => melSpectrogram({ S: row(1, 2, 3), sampleRate: 16000 }, { nFft: 512 })).toThrow(mismatch);
    expect(() => mfcc({ samples: new Float32Array([Number.NaN]), sampleRate: 16000 })).toThrow('samples[0] is NaN');
  });
});
