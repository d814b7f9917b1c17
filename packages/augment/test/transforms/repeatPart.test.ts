import { repeatPart } from '../../src/index';

const clip = { samples: Float32Array.of(1, 2, 3, 4, 5, 6), sampleRate: 100 };
const hard = { crossfadeDuration: 0 };

it.each([
  ['insert', 2, 0.5, [1, 2, 3, 4, 3, 4, 3, 4, 5, 6]],
  ['insert', 1, 1, [1, 2, 3, 4, 5, 6, 5, 6]],
  ['replace', 1, 0, [1, 2, 1, 2, 5, 6]],
  ['replace', 9, 0.5, [1, 2, 3, 4, 3, 4]],
  ['replace', 1, 1, [1, 2, 3, 4, 5, 6]],
] as const)('%s, %d times, at position %d', (mode, repeats, position, expected) => {
  const { samples } = repeatPart({ mode, ...hard }).render(clip, { repeats, partDuration: 0.02, position });
  expect([...samples]).toEqual(expected);
});

it('takes the whole of a clip that is shorter than the part', () => {
  const { samples } = repeatPart().render(clip, { repeats: 1, partDuration: 1, position: 0.7 });
  expect([...samples]).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
});

it('keeps the energy of noise through a crossfade', () => {
  const ones = { samples: new Float32Array(4000).fill(1), sampleRate: 1000 };
  const { samples } = repeatPart({ partDuration: 1, crossfadeDuration: 0.2 }).render(ones, {
    repeats: 1,
    partDuration: 1,
    position: 0.5,
  });
  // Two equal sounds add up to at most the square root of 2; a gap would show as less than 1.
  const faded = samples.subarray(2400, 2600);
  expect(Math.min(...faded)).toBeGreaterThan(0.99);
  expect(Math.max(...faded)).toBeLessThan(1.42);
  expect(samples.filter((x) => x !== 1).length).toBeLessThanOrEqual(200);
});

it('refuses a crossfade longer than half a part', () => {
  expect(() => repeatPart({ partDuration: [0.1, 1], crossfadeDuration: 0.06 })).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  );
});
