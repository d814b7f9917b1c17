import { createRng } from '@ser/random';
import fc from 'fast-check';
import { shift } from '../../src/index';

const clipOf = (samples: ArrayLike<number>) => ({ samples: Float32Array.from(samples), sampleRate: 22050 });

describe('shift', () => {
  it.each([
    [1, [3, 1, 2]],
    [-1, [2, 3, 1]],
    [0, [1, 2, 3]],
    [7, [3, 1, 2]],
    [-5, [3, 1, 2]],
  ])('rolls by %i as numpy.roll does', (samples, expected) => {
    expect([...shift().render(clipOf([1, 2, 3]), { samples }).samples]).toEqual(expected);
  });

  it('comes back when rolled the other way, whatever the distance', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.integer({ min: -10000, max: 10000 }), (values, samples) => {
        const there = shift().render(clipOf(values), { samples });
        expect([...shift().render(there, { samples: -samples }).samples]).toEqual([...values]);
      }),
    );
  });

  it('draws whole numbers in [-maxSamples, maxSamples], both ends included', () => {
    const rng = createRng(1);
    const clip = clipOf([1]);
    const seen = new Set(
      Array.from({ length: 200 }, () => (shift({ maxSamples: 2 }).draw(clip, rng) as { samples: number }).samples),
    );
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });

  it.each([-1, 0.5, Number.NaN])('refuses maxSamples %p', (maxSamples) => {
    expect(() => shift({ maxSamples })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
