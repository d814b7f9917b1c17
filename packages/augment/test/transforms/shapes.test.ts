import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { adjustDuration, specAugment, speedPerturbation, telephone } from '../../src/index';

const tone = (frequency: number, level = 0.5, length = 22050) => ({
  samples: Float32Array.from({ length }, (_, n) => level * Math.sin((2 * Math.PI * frequency * n) / 22050)),
  sampleRate: 22050,
});
const levelOf = (samples: Float32Array) =>
  Math.sqrt(samples.subarray(5000, 17000).reduce((sum, x) => sum + x * x, 0) / 12000);

describe('adjustDuration', () => {
  const clip = { samples: Float32Array.of(1, 2, 3, 4), sampleRate: 2 };

  it.each([
    [1, 0, [1, 2]],
    [1, 0.5, [2, 3]],
    [1, 1, [3, 4]],
    [3, 0, [1, 2, 3, 4, 0, 0]],
    [3, 0.5, [0, 1, 2, 3, 4, 0]],
    [3, 1, [0, 0, 1, 2, 3, 4]],
    [2, 0.7, [1, 2, 3, 4]],
  ])('to %d s at position %d', (duration, position, expected) => {
    expect([...adjustDuration().render(clip, { duration, position }).samples]).toEqual(expected);
  });
});

describe('speedPerturbation', () => {
  it('raises the pitch by the factor by which it shortens', () => {
    const { samples, sampleRate } = speedPerturbation({ speed: 1.1 }).apply(tone(440), createRng(0));
    expect([samples.length, sampleRate]).toEqual([Math.ceil(22050 / 1.1), 22050]);
    expectAllClose(samples.subarray(3000, 17000), tone(484).samples.subarray(3000, 17000), {
      atol: 1e-4,
      why: 'away from the ends the resampler passes a tone unchanged',
    });
  });
});

describe('telephone', () => {
  const heard = (frequency: number, law: 'mu' | 'a' | 'none') =>
    levelOf(telephone({ law }).apply(tone(frequency), createRng(0)).samples) / levelOf(tone(frequency).samples);

  it('passes the band and stops what lies outside', () => {
    expectAllClose([heard(1000, 'none')], [1], { atol: 0.01, why: 'an octave and more from both corners' });
    expect(heard(100, 'none')).toBeLessThan(0.02);
    expect(heard(6000, 'none')).toBeLessThan(0.001);
  });

  it.each(['mu', 'a'] as const)('adds the noise of 8 bits of the %s law, at some 38 dB', (law) => {
    const clean = telephone({ law: 'none' }).apply(tone(1000), createRng(0)).samples;
    const noisy = telephone({ law }).apply(tone(1000), createRng(0)).samples;
    const ratio = 20 * Math.log10(levelOf(clean) / levelOf(noisy.map((x, i) => x - clean[i]!)));
    expect(ratio).toBeGreaterThan(34);
    expect(ratio).toBeLessThan(45);
  });

  it('is worse for quiet speech without a law of its own, and not with one', () => {
    const quiet = tone(1000, 0.01);
    const clean = telephone({ law: 'none' }).apply(quiet, createRng(0)).samples;
    const noisy = telephone({ law: 'mu' }).apply(quiet, createRng(0)).samples;
    // Eight linear bits would leave 0.01 a single level, some 6 dB.
    expect(20 * Math.log10(levelOf(clean) / levelOf(noisy.map((x, i) => x - clean[i]!)))).toBeGreaterThan(25);
  });
});

describe('specAugment', () => {
  const ones = { data: new Float32Array(100 * 64).fill(1), rows: 100, cols: 64 };
  const masked = (options: object, seed: number) =>
    specAugment({ fill: 'zero', ...options }).apply(ones, createRng(seed)).data;

  it('masks whole frames, at most the width and the fraction', () => {
    for (let seed = 0; seed < 30; seed++) {
      const data = masked({ timeMasks: 1, timeWidth: 15, timeFraction: 0.1, frequencyMasks: 0 }, seed);
      const rows = Array.from({ length: 100 }, (_, row) => data.subarray(row * 64, row * 64 + 64));
      expect(rows.every((row) => row.every((x) => x === row[0]))).toBe(true);
      expect(rows.filter((row) => row[0] === 0).length).toBeLessThanOrEqual(10);
    }
  });

  it('masks whole frequencies', () => {
    const widths = Array.from({ length: 60 }, (_, seed) => {
      const data = masked({ timeMasks: 0, frequencyMasks: 1, frequencyWidth: 8 }, seed);
      for (let row = 1; row < 100; row++) expect(data.subarray(row * 64, row * 64 + 64)).toEqual(data.subarray(0, 64));
      return data.subarray(0, 64).filter((x) => x === 0).length;
    });
    expect([...new Set(widths)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('fills with the mean, the minimum or zero', () => {
    const ramp = { data: Float32Array.of(1, 2, 3, 6), rows: 4, cols: 1 };
    const filled = (fill: 'mean' | 'minimum' | 'zero') => {
      const rng = createRng(1);
      return specAugment({ timeMasks: 100, timeFraction: 1, frequencyMasks: 0, fill }).apply(ramp, rng).data;
    };
    expect([...filled('mean')]).toEqual([3, 3, 3, 3]);
    expect([...filled('minimum')]).toEqual([1, 1, 1, 1]);
    expect([...filled('zero')]).toEqual([0, 0, 0, 0]);
  });
});
