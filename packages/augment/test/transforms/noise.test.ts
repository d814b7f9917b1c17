import { createRng } from '@ser/random';
import fc from 'fast-check';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { noise } from '../../src/index';

const clipOf = (samples: ArrayLike<number>) => ({ samples: Float32Array.from(samples), sampleRate: 22050 });

describe('noise', () => {
  it('adds amplitude * u * max(x) * N(0, 1): right mean, deviation and no correlation from sample to sample', () => {
    const count = 200_000;
    const clip = clipOf(new Float32Array(count).fill(0.5));
    const { samples } = noise({ amplitude: 0.1 }).render(clip, { uniform: 0.8, seed: 'a' });
    const added = samples.map((value) => (value - 0.5) / (0.1 * 0.8 * 0.5));
    const mean = added.reduce((sum, value) => sum + value, 0) / count;
    const variance = added.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const lagged = added.reduce((sum, value, i) => sum + value * (added[i + 1] ?? 0), 0) / count;
    expectAllClose([mean, variance, lagged], [0, 1, 0], {
      atol: 0.015,
      why: 'five standard errors at 200,000 samples',
    });
  });

  it('scales with the signed maximum, as the report does: all-negative clips get noise from their largest value', () => {
    const { samples } = noise({ amplitude: 1 }).render(clipOf([-0.5, -0.25]), { uniform: 1, seed: 's' });
    const twice = noise({ amplitude: 2 }).render(clipOf([-0.5, -0.25]), { uniform: 1, seed: 's' }).samples;
    expectAllClose([twice[0]! + 0.5], [2 * (samples[0]! + 0.5)], { rtol: 1e-5, why: 'float32 storage' });
  });

  it('keeps silence silent', () => {
    expect([...noise().apply(clipOf([0, 0, 0]), createRng(1)).samples]).toEqual([0, 0, 0]);
  });

  it('draws one uniform number and a 64-bit seed, different from clip to clip', () => {
    const rng = createRng(6);
    const clip = clipOf([1]);
    const drawn = [noise().draw(clip, rng), noise().draw(clip, rng)] as { uniform: number; seed: string }[];
    expect(drawn[0]!.seed).toMatch(/^[0-9a-f]{16}$/);
    expect(drawn[0]!.seed).not.toBe(drawn[1]!.seed);
    expect(drawn[0]!.uniform).not.toBe(drawn[1]!.uniform);
  });

  it('gives back length and rate, finite values and the same bytes for the same parameters', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 1, maxLength: 300, noNaN: true, noDefaultInfinity: true, min: -1, max: 1 }),
        fc.integer(),
        (samples, seed) => {
          const clip = { samples, sampleRate: 8000 };
          const augmentation = noise();
          const drawn = augmentation.draw(clip, createRng(seed));
          const noisy = augmentation.render(clip, drawn);
          expect(noisy.samples.length).toBe(samples.length);
          expect(noisy.sampleRate).toBe(8000);
          expect(noisy.samples.every(Number.isFinite)).toBe(true);
          expect(augmentation.render(clip, JSON.parse(JSON.stringify(drawn))).samples).toEqual(noisy.samples);
        },
      ),
    );
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses amplitude %p', (amplitude) => {
    expect(() => noise({ amplitude })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
