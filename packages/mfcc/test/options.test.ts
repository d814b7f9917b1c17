import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenFunction, ourOptions } from '../../../tools/golden/librosaFunctions';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { fftFrequencies, hzToMel, melFrequencies, melToHz } from '../src/index';
import { type GoldenCase, goldenValues, readGolden, resultOf } from './support/goldenCases';

const golden: {
  cases: GoldenCase[];
  mel_frequencies: { options: Record<string, unknown>; hz: number[] }[];
  hz: number[];
  slaney: number[];
  htk: number[];
  fft_frequencies: number[];
} = readGolden('options.json');

// console.warn says once that some of these filterbanks hold empty bands: tested in mfcc.test.ts.
beforeAll(() => jest.spyOn(console, 'warn').mockImplementation());

/** By function: decibels and MFCCs as they are, other values beside the largest of their matrix. */
const largest = new Map<string, number>();

describe('against librosa 0.11.0, option by option', () => {
  it.each(golden.cases)('agrees on $function $options $signal $sr', (golden) => {
    const { rtol, atol } = goldenFunction(golden.function);
    const actual = resultOf(golden);
    const expected = goldenValues(golden.result);
    expect([actual.rows, actual.cols]).toEqual([golden.result.rows, golden.result.cols]);
    expectAllClose(actual.data, expected, { rtol, atol, why: 'librosa computes in float32' });
    const scale = rtol === 0 ? 1 : expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
    const gap = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual.data[i]!)), 0) / scale;
    largest.set(golden.function, Math.max(gap, largest.get(golden.function) ?? 0));
  });

  it('agrees on the mel scale and its frequencies', () => {
    const close = { rtol: 1e-12, atol: 1e-12, why: 'float64 on both sides' };
    expectAllClose(
      golden.hz.map((hz) => hzToMel(hz)),
      golden.slaney,
      close,
    );
    expectAllClose(
      golden.hz.map((hz) => hzToMel(hz, { htk: true })),
      golden.htk,
      close,
    );
    expectAllClose(
      golden.slaney.map((mel) => melToHz(mel)),
      golden.hz,
      close,
    );
    expectAllClose(
      golden.htk.map((mel) => melToHz(mel, { htk: true })),
      golden.hz,
      { ...close, atol: 1e-9 },
    );
    for (const { options, hz } of golden.mel_frequencies)
      expectAllClose(melFrequencies(ourOptions(options)), hz, close);
    expectAllClose(fftFrequencies({ sampleRate: 16000, nFft: 9 }), golden.fft_frequencies, close);
  });

  it("has differences no larger than README's table says", () => {
    const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `.*?` \| `(?:\w+\.)*(\w+)` \| ([\d.e-]+) .*\|$/gm)];
    const stated = new Map(rows.map(([, name, difference]) => [name!, Number(difference)]));
    const measured = [...largest].map(([name, difference]) => `${name} ${difference.toExponential(1)}`);
    for (const [name, difference] of largest) {
      if (!(difference <= stated.get(name)!))
        throw new Error(`README says ${stated.get(name)} for ${name}; measured: ${measured}`);
    }
    expect(stated.size).toBeGreaterThanOrEqual(largest.size);
  });
});
