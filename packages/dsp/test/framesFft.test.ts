import { lcgNoise } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { createRfft, getWindow, istft, stft } from '../src';
import { framesFft } from '../src/framesFft';

const why = 'both are float64 inside and rounded to float32 once';
const lengths = [16, 32, 64, 128, 512, 1024, 2048, 4096, 18, 50, 56, 70, 98, 210, 400, 480, 882, 1000, 1960];
const cases = lengths.flatMap((nFft) =>
  [1, 2, 5, 33].map((rows) => ({ nFft, rows, hopLength: rows === 5 ? 7 : Math.floor(nFft / 4) })),
);

describe('framesFft', () => {
  it.each(cases)('transforms $rows frames of $nFft, $hopLength apart, as one by one', ({ nFft, rows, hopLength }) => {
    const signal = Float64Array.from(lcgNoise(nFft + hopLength * (rows - 1), nFft + rows));
    const window = getWindow('hann', nFft);
    const plan = createRfft(nFft);
    const { bins } = plan;
    const expected = { re: new Float32Array(rows * bins), im: new Float32Array(rows * bins) };
    for (let row = 0; row < rows; row++) {
      const frame = window.map((weight, i) => weight * signal[row * hopLength + i]!);
      plan.forward(frame, expected.re.subarray(row * bins), expected.im.subarray(row * bins));
    }
    const re = new Float32Array(rows * bins);
    const im = new Float32Array(rows * bins);
    const fft = framesFft(nFft)!;
    fft.forward(signal, window, hopLength, rows, re, im);
    const peak = Math.max(...expected.re.map(Math.abs));
    expectAllClose(re, expected.re, { rtol: 6e-8, atol: 1e-13 * peak, why });
    expectAllClose(im, expected.im, { rtol: 6e-8, atol: 1e-13 * peak, why });

    const sum = Float64Array.from(signal, (_, i) => i / 1000);
    const expectedSum = Float64Array.from(sum);
    const samples = new Float64Array(nFft);
    for (let row = 0; row < rows; row++) {
      plan.inverse(expected.re.subarray(row * bins), expected.im.subarray(row * bins), samples);
      for (let i = 0; i < nFft; i++) expectedSum[row * hopLength + i]! += window[i]! * samples[i]!;
    }
    fft.inverse(expected.re, expected.im, window, hopLength, rows, sum);
    expectAllClose(sum, expectedSum, { atol: 1e-13 * (1 + signal.length / 1000), why: 'float64' });
  });

  it('is for even products of 2, 3, 5 and 7, and other lengths give the same spectrum another way', () => {
    expect(framesFft(8)).toBeUndefined();
    for (const nFft of [22, 45, 441, 1023, 26 * 64]) expect(framesFft(nFft)).toBeUndefined();
    expect(framesFft(64)).toBe(framesFft(64));
    const tone = Float32Array.from({ length: 960 }, (_, i) => Math.sin((2 * Math.PI * 12 * i) / 96));
    for (const nFft of [96, 64, 88]) {
      const spectrum = stft(tone, { nFft, hopLength: 16 });
      expectAllClose(istft(spectrum, { hopLength: 16, length: 960 }), tone, { atol: 1e-6, why: 'float32 spectrum' });
    }
  });
});
