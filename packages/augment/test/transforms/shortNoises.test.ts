import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { shortNoises } from '../../src/index';

const clipOf = (length: number, value: number, sampleRate = 1000): AudioClip => ({
  samples: new Float32Array(length).fill(value),
  sampleRate,
});
const noFades = { fadeIn: 0, fadeOut: 0 };
interface DrawnNoises {
  noises: number[];
  starts: number[];
  snrsDb: number[];
}

it('leaves pauses between noises where there are no bursts', () => {
  const sounds = [clipOf(100, 0.1), clipOf(300, 0.1)];
  const { noises, starts, snrsDb } = shortNoises({ sounds, pause: [0.2, 0.5], burstProbability: 0 }).draw(
    clipOf(60000, 0.5),
    createRng(0),
  ) as unknown as DrawnNoises;
  const pauses = starts.slice(1).map((start, k) => start - starts[k]! - [0.1, 0.3][noises[k]!]!);
  expect(pauses.length).toBeGreaterThan(80);
  expect(pauses.every((pause) => pause >= 0.2 - 1e-9 && pause <= 0.5 + 1e-9)).toBe(true);
  expect(new Set(noises)).toEqual(new Set([0, 1]));
  expect(starts.every((start) => start < 60)).toBe(true);
  expect(Math.min(...snrsDb)).toBeLessThan(-4);
  expect(Math.max(...snrsDb)).toBeGreaterThan(16);
});

it('lets about as many noises begin during another as burstProbability says', () => {
  const { starts } = shortNoises({
    sounds: [clipOf(1000, 0.1)],
    pause: 1,
    burstProbability: 0.5,
    burstPause: 0.5,
  }).draw(clipOf(600000, 0.5), createRng(0)) as unknown as DrawnNoises;
  const bursts = starts.filter((start, k) => k > 0 && start - starts[k - 1]! < 0.9).length;
  expect(bursts / starts.length).toBeCloseTo(0.5, 1);
});

it('cuts what sounds before the clip begins and after it ends', () => {
  const ramp = { samples: Float32Array.of(1, 2, 3, 4), sampleRate: 1000 };
  const drawn = { noises: [0, 0], starts: [-0.002, 0.003], snrsDb: [0, 0], fadeIns: [0, 0], fadeOuts: [0, 0] };
  const { samples } = shortNoises({ sounds: [ramp], ...noFades }).render(clipOf(5, 1), drawn);
  const added = [...samples].map((x) => x - 1);
  // At 0 dB the part that is heard has the clip's RMS, 1.
  const [first, second] = [Math.sqrt(12.5), Math.sqrt(2.5)];
  const expected = [3 / first, 4 / first, 0, 1 / second, 2 / second];
  expectAllClose(added, expected, { atol: 1e-6, why: 'float32' });
});

it('passes over a noise of which nothing is heard', () => {
  const late = { noises: [0], starts: [7], snrsDb: [0], fadeIns: [0], fadeOuts: [0] };
  const clip = clipOf(50, 0.5);
  expect(shortNoises({ sounds: [clipOf(10, 1)] }).render(clip, late).samples).toEqual(clip.samples);
  const early = { ...late, starts: [-7] };
  expect(shortNoises({ sounds: [clipOf(10, 1)] }).render(clip, early).samples).toEqual(clip.samples);
});

it.each([
  [{}, 'INVALID_OPTION'],
  [{ sounds: [] }, 'INVALID_OPTION'],
  [{ sounds: [clipOf(4, 0)] }, 'SILENT_SOUND'],
  [{ sounds: [clipOf(4, Number.NaN)] }, 'NON_FINITE_SAMPLES'],
  [{ sounds: [clipOf(4, 1)], pause: [3, 2] }, 'INVALID_OPTION'],
  [{ sounds: [clipOf(4, 1)], burstProbability: 1 }, 'INVALID_OPTION'],
])('refuses %j with %s, before any work', (options, code) => {
  expect(() => shortNoises(options as never)).toThrow(expect.objectContaining({ code }));
});

it.each([
  { noises: [1], starts: [0], snrsDb: [0], fadeIns: [0], fadeOuts: [0] },
  { noises: [0], starts: [0, 1], snrsDb: [0], fadeIns: [0], fadeOuts: [0] },
  { noises: [0], starts: ['0'], snrsDb: [0], fadeIns: [0], fadeOuts: [0] },
  { noises: [0.5], starts: [0], snrsDb: [0], fadeIns: [0], fadeOuts: [0] },
])('refuses what it cannot have drawn: %j', (drawn) => {
  expect(() => shortNoises({ sounds: [clipOf(4, 1)] }).render(clipOf(9, 1), drawn)).toThrow(
    expect.objectContaining({ code: 'INVALID_DRAWN' }),
  );
});
