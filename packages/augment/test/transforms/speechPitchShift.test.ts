import { createRng } from '@ser/random';
import { lcgNoise } from '../../../../tools/golden/signals';
import { envelopeError, levelAt, steadyVowel, type Vowel, vowelEnvelope } from '../../../../tools/speech/vowel';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { pitchShift, speechPitchShift } from '../../src/index';

const RATE = 22050;
const shifted = (samples: Float32Array, nSteps: number) =>
  speechPitchShift({ nSteps }).apply({ samples, sampleRate: RATE }, createRng(0)).samples;
const levelOf = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
const noise = Float32Array.from(lcgNoise(RATE, 5), (x) => 0.1 * x);

describe('speechPitchShift', () => {
  it('changes nothing at 0 steps', () => {
    expectAllClose(shifted(noise, 0), noise, { atol: 1e-6, why: 'every step is the identity then, but for rounding' });
  });

  describe.each(['a', 'e', 'i', 'u'] as Vowel[])('the vowel %s', (vowel) => {
    it.each([
      [100, -4],
      [100, 4],
      [180, -2],
      [180, 2],
    ])('of %d Hz, by %d steps, keeps its envelope and length and moves its harmonics', (pitch, nSteps) => {
      const samples = steadyVowel(vowel, pitch, RATE, 0.6);
      const output = shifted(samples, nSteps);
      expect(output.length).toBe(samples.length);
      const moved = pitch * 2 ** (nSteps / 12);
      expect(envelopeError(output, moved, RATE, (f) => vowelEnvelope(vowel, f))).toBeLessThan(3);
      // Between harmonics there is nothing, and at the old pitch neither.
      const loudest = Math.max(...[1, 2, 3, 4].map((k) => levelAt(output, k * moved, RATE)));
      expect(levelAt(output, 1.5 * moved, RATE)).toBeLessThan(loudest - 30);
      expectAllClose([levelOf(output)], [levelOf(samples)], { rtol: 1e-5, why: 'the RMS is kept' });
    });
  });

  it('moves formants less than pitchShift does', () => {
    const samples = steadyVowel('a', 100, RATE, 0.6);
    const plain = pitchShift({ nSteps: 4 }).apply({ samples, sampleRate: RATE }, createRng(0)).samples;
    expect(envelopeError(plain, 100 * 2 ** (4 / 12), RATE, (f) => vowelEnvelope('a', f))).toBeGreaterThan(5);
  });

  it('leaves no band empty above a lower pitch', () => {
    const output = shifted(noise, -4);
    // At 8,750 Hz the lower band ends.
    const power = (samples: Float32Array, from: number) =>
      Array.from({ length: 100 }, (_, i) => 10 ** (levelAt(samples, from + 5 * i, RATE) / 10)).reduce((a, b) => a + b);
    for (const from of [7500, 9000, 9500, 10000]) {
      const difference = 10 * Math.log10(power(output, from) / power(noise, from));
      expect(Math.abs(difference)).toBeLessThan(3);
    }
  });

  it('does not make noise of what has no place in the band', () => {
    const tone = Float32Array.from({ length: RATE }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 8000 * n) / RATE));
    expect(levelOf(shifted(tone, 12))).toBeLessThan(0.05);
  });
});
