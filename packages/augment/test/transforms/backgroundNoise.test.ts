import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { backgroundNoise, builtIns, fromJSON, impulseResponse, toJSON } from '../../src/index';

const clipOf = (samples: ArrayLike<number>, sampleRate = 8000): AudioClip => ({
  samples: Float32Array.from(samples),
  sampleRate,
});
const clip = clipOf(Array.from({ length: 9 }, () => 0.5));
const sound = clipOf([0.1, -0.1, 0.3, -0.3]);

describe('backgroundNoise', () => {
  it('takes the sound from where it was drawn, again from its start, scaled to the ratio', () => {
    const { samples } = backgroundNoise({ sounds: [sound] }).render(clip, { snrDb: 20, sound: 0, position: 0.5 });
    const scale = 0.05 / Math.sqrt(0.05);
    const expected = [0.3, -0.3, 0.1, -0.1, 0.3, -0.3, 0.1, -0.1, 0.3].map((x) => 0.5 + scale * x);
    expectAllClose(samples, expected, { atol: 1e-7, why: 'float32' });
  });

  it('draws every sound', () => {
    const rng = createRng(0);
    const three = backgroundNoise({ sounds: [sound, sound, sound] });
    const seen = Array.from({ length: 50 }, () => (three.draw(clip, rng) as { sound: number }).sound);
    expect(new Set(seen)).toEqual(new Set([0, 1, 2]));
  });

  it('brings a sound of another rate to that of the clip', () => {
    const slow = clipOf(
      Array.from({ length: 400 }, (_, n) => Math.sin((2 * Math.PI * 50 * n) / 4000)),
      4000,
    );
    const quiet = clipOf(Array.from({ length: 800 }, () => 1e-3));
    const { samples } = backgroundNoise({ sounds: [slow] }).render(quiet, { snrDb: -60, sound: 0, position: 0 });
    const rises = samples.filter((x, i) => i > 0 && x > 0 && samples[i - 1]! <= 0).length;
    expect(Math.abs(rises - 5)).toBeLessThanOrEqual(1);
  });

  it('comes back from JSON with the bits of its sounds', () => {
    const odd = clipOf([1 / 3, -1e-30, 0.7, 0.1], 44100);
    const original = backgroundNoise({ sounds: [odd] });
    const again = fromJSON(JSON.parse(JSON.stringify(toJSON(original))), builtIns);
    expect(again.options).toEqual(original.options);
    expect(again.apply(clip, createRng(1)).samples).toEqual(original.apply(clip, createRng(1)).samples);
  });

  it.each([
    [undefined, 'INVALID_OPTION'],
    [[], 'INVALID_OPTION'],
    [[clipOf([0, 0])], 'SILENT_SOUND'],
    [[clipOf([Number.NaN])], 'NON_FINITE_SAMPLES'],
    [[clipOf([1], 0)], 'INVALID_CLIP'],
    [[{ sampleRate: 8000, samples: '!' }], 'INVALID_JSON'],
    [[{ sampleRate: 8000, samples: 'AAA=' }], 'INVALID_JSON'],
  ])('refuses the sounds %j with %s, before any work', (sounds, code) => {
    expect(() => backgroundNoise({ sounds } as never)).toThrow(expect.objectContaining({ code }));
    expect(() => impulseResponse({ responses: sounds } as never)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a drawn sound that it has not', () => {
    expect(() => backgroundNoise({ sounds: [sound] }).render(clip, { snrDb: 3, sound: 1, position: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_DRAWN' }),
    );
  });
});
