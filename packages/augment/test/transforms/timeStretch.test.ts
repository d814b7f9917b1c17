import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { timeStretch } from '../../src/index';

const rng = createRng(0);
const clipOf = (length: number, sample: (i: number) => number = () => 0) => ({
  samples: Float32Array.from({ length }, (_, i) => sample(i)),
  sampleRate: 22050,
});

describe('timeStretch', () => {
  it.each([
    [57330, 0.8, 71662], // 71,662.5: half to even
    [57334, 0.8, 71668], // 71,667.5
    [1000, 3, 333],
    [1, 0.8, 1],
  ])('makes of %i samples at rate %f round(n / rate) = %i', (length, rate, expected) => {
    expect(timeStretch({ rate }).apply(clipOf(length), rng).samples.length).toBe(expected);
  });

  it('keeps a tone its pitch: it crosses zero as often a second as before', () => {
    const tone = clipOf(22050, (i) => Math.sin((2 * Math.PI * 300 * i) / 22050));
    const { samples } = timeStretch({ rate: 0.5 }).apply(tone, rng);
    const middle = samples.subarray(8000, 8000 + 22050);
    let crossings = 0;
    for (let i = 1; i < middle.length; i++) if (middle[i]! < 0 !== middle[i - 1]! < 0) crossings++;
    expect(Math.abs(crossings - 600)).toBeLessThanOrEqual(2);
  });

  it('gives the clip back at rate 1', () => {
    const tone = clipOf(6000, (i) => 0.3 * Math.sin(i / 20) + 0.1 * Math.sin(i / 3));
    expectAllClose(timeStretch({ rate: 1 }).apply(tone, rng).samples, tone.samples, {
      atol: 2e-4,
      why: 'float32 phases',
    });
  });

  it('keeps silence silent', () => {
    expect(
      timeStretch()
        .apply(clipOf(3000), rng)
        .samples.every((value) => value === 0),
    ).toBe(true);
  });

  it('refuses a clip that would vanish', () => {
    expect(() => timeStretch({ rate: 4 }).apply(clipOf(2), rng)).toThrow(
      expect.objectContaining({ code: 'CLIP_TOO_SHORT' }),
    );
  });

  it.each([0, -1, Number.NaN, 1e9])('refuses rate %p', (rate) => {
    expect(() => timeStretch({ rate })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('refuses parameters that it did not draw', () => {
    expect(() => timeStretch().render(clipOf(10), { rate: 'fast' })).toThrow(
      expect.objectContaining({ code: 'INVALID_DRAWN' }),
    );
    expect(() => timeStretch().render(clipOf(10), null)).toThrow(expect.objectContaining({ code: 'INVALID_DRAWN' }));
  });
});
