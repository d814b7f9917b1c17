import { createRng } from '@ser/random';
import { lcgNoise } from '../../../../tools/golden/signals';
import { envelopeError, steadyVowel, type Vowel, vowelEnvelope } from '../../../../tools/speech/vowel';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { vtlp } from '../../src/index';
import { vocalTractSource } from '../../src/vocalTractSource';

const RATE = 22050;

describe('vocalTractSource', () => {
  /** Equation 1 of the paper: where a frequency goes. */
  const warped = (f: number, factor: number, boundary: number, highest: number) => {
    const corner = (boundary * Math.min(factor, 1)) / factor;
    return f <= corner
      ? f * factor
      : highest - ((highest - boundary * Math.min(factor, 1)) / (highest - corner)) * (highest - f);
  };

  it.each([0.5, 0.9, 1, 1.1, 2])('undoes the warp of the paper by %d', (factor) => {
    const source = vocalTractSource(factor, 4800, 8000);
    for (let f = 0; f <= 8000; f += 50) expect(source(warped(f, factor, 4800, 8000))).toBeCloseTo(f, 8);
  });

  it('keeps the boundary below nine tenths of the highest frequency', () => {
    const source = vocalTractSource(1.1, 4800, 4000);
    expect(source(3600)).toBeCloseTo(3600 / 1.1, 8);
    expect(source(4000)).toBeCloseTo(4000, 8);
  });
});

const levelOf = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

describe('vtlp', () => {
  const render = (samples: Float32Array, options: object) =>
    vtlp(options).apply({ samples, sampleRate: RATE }, createRng(0)).samples;

  it('changes nothing by a factor of 1', () => {
    const noise = Float32Array.from(lcgNoise(RATE, 5), (x) => 0.1 * x);
    expectAllClose(render(noise, { factor: 1 }), noise, { atol: 1e-6, why: 'every gain is 1' });
  });

  describe.each(['a', 'e', 'i', 'u'] as Vowel[])('the vowel %s', (vowel) => {
    it.each([
      [100, 0.9],
      [100, 1.1],
      [180, 0.9],
      [180, 1.1],
    ])('of %d Hz keeps its pitch and has its formants at %d', (pitch, factor) => {
      const samples = steadyVowel(vowel, pitch, RATE, 0.6);
      const output = render(samples, { factor });
      const expected = (f: number) => vowelEnvelope(vowel, f / factor);
      expectAllClose([levelOf(output)], [levelOf(samples)], { rtol: 1e-5, why: 'the RMS is kept' });
      expect(envelopeError(output, pitch, RATE, expected)).toBeLessThan(2.2);
      expect(envelopeError(samples, pitch, RATE, expected)).toBeGreaterThan(3);
    });
  });
});
