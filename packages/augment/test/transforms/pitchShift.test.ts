import { createRng } from '@ser/random';
import { pitchShift } from '../../src/index';

const rng = createRng(0);
const clipOf = (length: number, sample: (i: number) => number = () => 0) => ({
  samples: Float32Array.from({ length }, (_, i) => sample(i)),
  sampleRate: 22050,
});

describe('pitchShift', () => {
  it('moves a tone by an octave and keeps the length', () => {
    const tone = clipOf(22050, (i) => Math.sin((2 * Math.PI * 200 * i) / 22050));
    const { samples } = pitchShift({ nSteps: 12 }).apply(tone, rng);
    expect(samples.length).toBe(22050);
    let crossings = 0;
    for (let i = 5001; i < 16025; i++) if (samples[i]! < 0 !== samples[i - 1]! < 0) crossings++;
    expect(Math.abs(crossings - 400)).toBeLessThanOrEqual(2);
  });

  it('keeps silence silent and any length its length', () => {
    for (const length of [5, 1000, 4097]) {
      const { samples } = pitchShift({ nSteps: -3 }).apply(clipOf(length), rng);
      expect(samples.length).toBe(length);
      expect(samples.every((value) => value === 0)).toBe(true);
    }
  });

  it.each([{ nSteps: 49 }, { nSteps: Number.NaN }, { nSteps: 1, binsPerOctave: 0 }, { binsPerOctave: 1.5 }])(
    'refuses %p',
    (options) => {
      expect(() => pitchShift(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    },
  );

  it('resamples by the filter that is asked for', () => {
    const tone = clipOf(9000, (i) => Math.sin(i / 9));
    const [best, fast, hq] = (['kaiser_best', 'kaiser_fast', 'sinc_hq'] as const).map(
      (resampler) => pitchShift({ nSteps: 1, resampler }).apply(tone, rng).samples,
    );
    expect(pitchShift({ nSteps: 1 }).apply(tone, rng).samples).toEqual(best);
    for (const other of [fast!, hq!]) {
      expect(other).not.toEqual(best);
      // But for the ends, filters differ in what they leave of a tone by little.
      for (let i = 500; i < 8500; i++) expect(Math.abs(other[i]! - best![i]!)).toBeLessThan(2e-3);
    }
  });

  it('takes quarter tones', () => {
    const tone = clipOf(9000, (i) => Math.sin(i / 9));
    const semitone = pitchShift({ nSteps: 1 }).apply(tone, rng).samples;
    expect(pitchShift({ nSteps: 2, binsPerOctave: 24 }).apply(tone, rng).samples).toEqual(semitone);
  });
});
