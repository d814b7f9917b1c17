import { createHash } from 'node:crypto';
import { renderSynthetic, synthetic } from '../src';
import { cosTurns, exp, exp2 } from '../src/synthesis/exactMath';

describe('synthetic', () => {
  it("has RAVDESS' design, 60 clips a speaker, and fewer on request", () => {
    expect(synthetic().rows.length).toBe(1440);
    const { rows } = synthetic({
      speakers: 2,
      emotions: ['angry', 'sad'],
      intensities: ['strong'],
      statements: [2],
      repetitions: [1],
    });
    expect(rows.map((row) => row.id)).toEqual([
      '03-01-04-02-02-01-01',
      '03-01-04-02-02-01-02',
      '03-01-05-02-02-01-01',
      '03-01-05-02-02-01-02',
    ]);
  });

  it.each([{ speakers: 0 }, { speakers: 25 }, { seed: 0.5 }, { statements: [] }, { emotions: ['bored' as 'sad'] }])(
    'refuses %j',
    (options) => {
      expect(() => synthetic(options)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    },
  );

  it('speaks 3 to 5.2 s at 48 kHz, quiet before and after, anger louder than sadness', () => {
    const rms = (samples: Float32Array) =>
      Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    const levels = ['05', '04'].map((emotion) => {
      const { samples, sampleRate } = renderSynthetic({ seed: 3, id: `03-01-${emotion}-02-01-01-01` });
      expect(sampleRate).toBe(48000);
      expect(samples.length).toBeGreaterThanOrEqual(3 * 48000);
      expect(samples.length).toBeLessThanOrEqual(5.2 * 48000);
      expect(samples.every((sample) => Number.isInteger(sample * 32768) && Math.abs(sample) < 1)).toBe(true);
      expect(rms(samples.subarray(0, 14400))).toBeLessThan(0.1 * rms(samples));
      return rms(samples);
    });
    expect(levels[0]).toBeGreaterThan(3 * levels[1]!);
  });

  it('gives the same bytes everywhere', () => {
    const hash = (id: string) =>
      createHash('sha256')
        .update(new Uint8Array(renderSynthetic({ seed: 0, id }).samples.buffer))
        .digest('hex')
        .slice(0, 16);
    expect(['03-01-05-02-01-01-01', '03-01-04-01-02-02-02'].map(hash)).toEqual([
      '56604fb60b298652',
      '12f14eb9d32a2702',
    ]);
  });
});

describe('exact mathematics', () => {
  it('agrees with Math', () => {
    for (let x = -9; x < 9; x += 0.37) {
      expect(Math.abs(exp2(x) / 2 ** x - 1)).toBeLessThan(1e-14);
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-13);
      expect(Math.abs(cosTurns(x) - Math.cos(2 * Math.PI * x))).toBeLessThan(1e-13);
    }
  });
});
