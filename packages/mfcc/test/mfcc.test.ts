import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import {
  type AudioClip,
  amplitudeToDb,
  createMfcc,
  dbToAmplitude,
  dbToPower,
  dct,
  hzToMel,
  idct,
  logMel,
  melFilterbank,
  melFrequencies,
  melSpectrogram,
  mfcc,
  powerToDb,
} from '../src/index';

const invalid = expect.objectContaining({ code: 'INVALID_OPTION' });
const mismatch = expect.objectContaining({ code: 'SHAPE_MISMATCH' });
const tooShort = expect.objectContaining({ code: 'INVALID_LENGTH' });
const notFinite = expect.objectContaining({ code: 'NOT_FINITE' });
let warn: jest.SpyInstance;
beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation();
});
afterEach(() => warn.mockRestore());
const row = (...values: number[]) => ({ data: Float32Array.from(values), rows: 1, cols: values.length });

describe('powerToDb', () => {
  it('is ten times the decimal logarithm, with a floor topDb below the loudest', () => {
    expectAllClose(powerToDb(row(1, 0.1, 1e-20)).data, [0, -10, -80], { atol: 1e-6, why: 'closed form' });
    expectAllClose(powerToDb(row(1, 1e-20), { topDb: null }).data, [0, -100], { atol: 1e-5, why: 'amin' });
    expectAllClose(powerToDb(row(4, 2), { ref: 'max' }).data, [0, -3.0103], { atol: 1e-5, why: 'closed form' });
  });
  it('says nothing of empty bands to a caller who knows of them', () => {
    jest.isolateModules(() => {
      const fresh: typeof import('../src/index') = require('../src/index');
      fresh.mfcc({ samples: new Float32Array(500), sampleRate: 8000 }, { nFft: 64, nMels: 128, allowEmpty: true });
    });
    expect(warn).not.toHaveBeenCalled();
  });
  it('refuses bad options', () => {
    expect(() => powerToDb(row(1), { amin: 0 })).toThrow('powerToDb: amin=0; expected a finite number above 0');
    expect(() => powerToDb(row(1), { topDb: -1 })).toThrow(invalid);
    expect(() => powerToDb(row(1), { ref: Number.NaN })).toThrow(invalid);
    expect(() => powerToDb(row(1), { ref: () => Number.NaN })).toThrow('ref gave NaN; expected a finite number');
    expect(() => powerToDb({ data: new Float32Array(3), rows: 2, cols: 2 })).toThrow(mismatch);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => powerToDb(row(1, value))).toThrow(notFinite);
  });
});

describe('decibels', () => {
  it('of amplitudes are those of their squares, and come back', () => {
    expectAllClose(amplitudeToDb(row(1, -0.1, 1e-9)).data, [0, -20, -80], { atol: 1e-5, why: 'closed form' });
    const values = row(0.5, 2, 0.001);
    const close = { rtol: 1e-5, why: 'there and back in float32' };
    expectAllClose(dbToPower(powerToDb(values, { ref: 3 }), { ref: 3 }).data, values.data, close);
    expectAllClose(dbToAmplitude(amplitudeToDb(values, { ref: 3 }), { ref: 3 }).data, values.data, close);
    expect([...powerToDb(values, { ref: (powers) => powers[1]! }).data]).toEqual([
      ...powerToDb(values, { ref: 2 }).data,
    ]);
    expect([...amplitudeToDb(values, { ref: 'max' }).data]).toEqual([...amplitudeToDb(values, { ref: 2 }).data]);
  });
  it('beyond float32 are refused', () => {
    expect(() => dbToPower(row(400))).toThrow(notFinite);
    expect(() => dbToAmplitude(row(Number.NaN))).toThrow(notFinite);
    expect(() => dbToPower(row(1), { ref: 0 })).toThrow(invalid);
    expect(() => amplitudeToDb(row(1), { amin: -1 })).toThrow('amplitudeToDb: amin=-1');
  });
});

describe('idct', () => {
  it('undoes each type of dct in each norm, and fills up what was cut', () => {
    const x = row(3, -1, 4, 1, -5);
    for (const type of [1, 2, 3] as const) {
      for (const norm of ['ortho', null] as const) {
        expectAllClose(idct(dct(x, { type, norm }), { type, norm }).data, x.data, {
          atol: 2e-6,
          why: 'float32 results',
        });
      }
    }
    expectAllClose(idct(row(2), { n: 4 }).data, [1, 1, 1, 1], { atol: 1e-7, why: 'closed form' });
    expect(() => idct(x, { n: 0 })).toThrow(invalid);
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
  it('has rows of the norm that is asked for', () => {
    const sums = ([p, length]: [number, (row: Float32Array) => number]) => {
      const { data, rows, cols } = melFilterbank({ nMels: 30, norm: p });
      return Array.from({ length: rows }, (_, band) => length(data.subarray(band * cols, (band + 1) * cols)));
    };
    const ones = new Array(30).fill(1);
    const close = { rtol: 1e-6, why: 'closed form' };
    expectAllClose(sums([1, (row) => row.reduce((sum, w) => sum + w, 0)]), ones, close);
    expectAllClose(sums([2, (row) => Math.hypot(...row)]), ones, close);
    expectAllClose(sums([Number.POSITIVE_INFINITY, (row) => Math.max(...row)]), ones, close);
  });
  it('says once that bands are empty, and leaves them so', () => {
    jest.isolateModules(() => {
      const fresh: typeof import('../src/index') = require('../src/index');
      const { data } = fresh.melFilterbank({ nFft: 256, nMels: 512 });
      expect(data.every(Number.isFinite)).toBe(true);
      fresh.melFilterbank({ nFft: 128, nMels: 512 });
      fresh.mfcc({ samples: new Float32Array(500), sampleRate: 8000 }, { nFft: 64, nMels: 128 });
    });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(
      expect.stringMatching(/^melFilterbank: \d+ of nMels=512 bands .* nFft=256 at 22050 Hz/),
    );
  });
  it('refuses bad options', () => {
    expect(() => melFilterbank({ fmin: 500, fmax: 400 })).toThrow('fmin=500, fmax=400 Hz; expected 0 <= fmin < fmax');
    expect(() => melFilterbank({ sampleRate: 16000, fmax: 8001 })).toThrow('fmax <= sampleRate / 2 = 8000');
    expect(() => melFilterbank({ norm: 'max' as 'slaney' })).toThrow(
      "norm=max; expected 'slaney', null, a number >= 0",
    );
    expect(() => melFilterbank({ norm: Number.NaN })).toThrow(invalid);
    expect(() => melFrequencies({ fmin: 100, fmax: 50 })).toThrow(invalid);
    expect(() => hzToMel(-1)).toThrow('hzToMel: hz=-1; expected a finite number >= 0');
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
    const of = (...values: number[]) => ({ samples: Float32Array.from(values), sampleRate: 16000 });
    for (const compute of [mfcc, melSpectrogram, logMel]) {
      expect(() => compute(of(0, Number.NaN))).toThrow('samples[1] is NaN; expected finite numbers');
      expect(() => compute(of(Number.NEGATIVE_INFINITY))).toThrow(notFinite);
      expect(() => compute(of())).toThrow(tooShort);
      expect(() => compute({ sampleRate: 16000 } as AudioClip)).toThrow('samples=undefined; expected a Float32Array');
      expect(() => compute(of(1, 2, 3), { center: false })).toThrow(
        'samples has 3 samples; expected at least 2048 (nFft)',
      );
      expect(() => compute(of(3e38, -3e38))).toThrow(notFinite);
      expect(() => compute({ ...of(1), sampleRate: 0 })).toThrow(invalid);
    }
    for (const bad of [
      { nFft: 1 },
      { nFft: 2.5 },
      { hopLength: 0 },
      { nFft: 512, winLength: 513 },
      { power: 0 },
      { fmax: 8001 },
      { nMels: 0 },
      { amin: 0 },
      { topDb: -1 },
    ]) {
      expect(() => mfcc(clip, bad)).toThrow(invalid);
      expect(() => logMel(clip, bad)).toThrow(invalid);
    }
    expect(() => mfcc(clip, { padMode: 'wrap' as 'edge' })).toThrow(invalid);
    expect(() => mfcc(clip, { window: [1, 2, 3] })).toThrow(mismatch);
    expect(() => mfcc(clip, { window: 'hen' as 'hann' })).toThrow(invalid);
    expect(() => mfcc({ S: row(1, Number.NaN), sampleRate: 16000 }, { nMfcc: 1 })).toThrow('S.data[1] is NaN');
    expect(() => melSpectrogram({ S: row(1, Number.NaN, 2), sampleRate: 16000 }, { nMels: 1 })).toThrow(
      'S.data[1] is NaN',
    );
  });
  it('keeps its plan of the last options and never gives one for others', () => {
    const variants = Array.from({ length: 24 }, (_, i) => ({ nMfcc: 1 + (i % 12), htk: i < 12, nMels: 40 }));
    const first = variants.map((options) => mfcc(clip, options));
    const again = [...variants].reverse().map((options) => mfcc(clip, options));
    expect(again.reverse()).toEqual(first);
    expect(new Set(first.map(({ data }) => data.join())).size).toBe(24);
    // Weights belong to their owner, who may change them.
    const window = new Float64Array(2048).fill(1);
    const flat = mfcc(clip, { window });
    window.fill(0.5);
    expect(mfcc(clip, { window })).not.toEqual(flat);
  });
  it('keeps its scratch apart from what it gives', () => {
    const plan = createMfcc({ sampleRate: 16000, nMels: 40 });
    const long = plan.compute(clip);
    const copy = long.data.slice();
    plan.compute({ samples: clip.samples.subarray(100, 1000), sampleRate: 16000 });
    expect(long.data).toEqual(copy);
    expect(plan.compute(clip)).toEqual(long);
  });
});
