import { rfft } from '@ser/dsp';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { createPredictionError } from '../src/predictionError';

it('finds the filter of an autoregressive spectrum', () => {
  const nFft = 512;
  // Resonances of 100 and 200 Hz at 1,000 and 3,000 Hz.
  const resonance = (f: number, bandwidth: number) => {
    const radius = Math.exp((-Math.PI * bandwidth) / 16000);
    return [1, -2 * radius * Math.cos((2 * Math.PI * f) / 16000), radius * radius];
  };
  const [first, second] = [rfft(resonance(1000, 100), nFft), rfft(resonance(3000, 200), nFft)];
  const squares = first.re.map((re, k) => (re ** 2 + first.im[k]! ** 2) * (second.re[k]! ** 2 + second.im[k]! ** 2));
  const response = new Float64Array(nFft / 2 + 1);
  createPredictionError(nFft, 16000)(
    squares.map((x) => 3 / x),
    response,
  );
  const decibels = (powers: Float64Array) => powers.map((x) => 10 * Math.log10(x));
  expectAllClose(decibels(response), decibels(squares), {
    atol: 3,
    why: 'the lag window takes that much from the peaks',
  });
});
