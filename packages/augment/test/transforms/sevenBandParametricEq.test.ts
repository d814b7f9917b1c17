import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { sevenBandParametricEq } from '../../src/index';

const clip = { samples: Float32Array.of(0.5, -0.5), sampleRate: 22050 };
const bands = [
  [42, 95],
  [91, 204],
  [196, 441],
  [421, 948],
  [909, 2045],
  [1957, 4404],
  [4216, 9486],
] as const;

it('draws each band in its own range, another gain for each', () => {
  const rng = createRng(0);
  for (let draw = 0; draw < 200; draw++) {
    const { frequencies, gainsDb } = sevenBandParametricEq({ gainDb: [-3, 9] }).draw(clip, rng) as unknown as {
      frequencies: number[];
      gainsDb: number[];
    };
    bands.forEach(([low, high], band) => {
      expect(frequencies[band]).toBeGreaterThanOrEqual(low * (1 - 1e-12));
      expect(frequencies[band]).toBeLessThanOrEqual(high);
    });
    expect(gainsDb.every((gain) => gain >= -3 && gain <= 9)).toBe(true);
    expect(new Set(gainsDb).size).toBe(7);
  }
});

it('changes nothing at 0 dB', () => {
  const { samples } = sevenBandParametricEq({ gainDb: 0 }).apply(clip, createRng(1));
  expectAllClose(samples, clip.samples, { atol: 1e-7, why: 'float32' });
});

it('refuses another number of bands', () => {
  const drawn = { frequencies: [60], gainsDb: [0], qs: [1] };
  expect(() => sevenBandParametricEq().render(clip, drawn)).toThrow(expect.objectContaining({ code: 'INVALID_DRAWN' }));
});
