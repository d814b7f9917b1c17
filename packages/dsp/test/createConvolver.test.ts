import { lcgNoise } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { convolverAtOnce, createConvolver } from '../src/createConvolver';

const noise = (length: number, seed: number) => Float32Array.from(lcgNoise(length, seed));

/** By the sum that defines it. */
function convolved(signal: Float32Array, response: Float32Array): Float64Array {
  return Float64Array.from({ length: signal.length }, (_, n) => {
    let sum = 0;
    for (let k = 0; k <= Math.min(n, response.length - 1); k++) sum += response[k]! * signal[n - k]!;
    return sum;
  });
}

describe('createConvolver', () => {
  it.each([
    [1, 1],
    [1, 700],
    [700, 1],
    [511, 512],
    [5000, 513],
    [3000, 4000],
    [9000, 3100],
  ])('gives the sums of %d samples and a response of %d, with and without WebAssembly', (length, taps) => {
    const [signal, response] = [noise(length, 1), noise(taps, 2)];
    const expected = convolved(signal, response);
    const atol = 1e-6 * expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const convolve = createConvolver(response);
    for (const result of [convolve(signal), convolve(signal), convolverAtOnce(response)(signal)]) {
      expectAllClose(result, expected, { atol, why: 'spectra of float32' });
    }
    expect(signal).toEqual(noise(length, 1));
  });

  it('goes on where a long signal is cut for its memory', () => {
    const signal = noise(150_000, 3);
    const response = Float32Array.from({ length: 900 }, (_, k) => (k % 300 === 0 ? 1 : 0));
    const expected = signal.map((x, n) => x + (signal[n - 300] ?? 0) + (signal[n - 600] ?? 0));
    expectAllClose(createConvolver(response)(signal), expected, { atol: 3e-6, why: 'spectra of float32' });
  });

  it('shifts by an impulse', () => {
    const response = new Float32Array(1500);
    response[1499] = 1;
    const signal = noise(4000, 4);
    const expected = signal.map((_, n) => signal[n - 1499] ?? 0);
    expectAllClose(createConvolver(response)(signal), expected, { atol: 1e-6, why: 'spectra of float32' });
  });

  it('refuses what would spoil it', () => {
    expect(() => createConvolver(new Float32Array(0))).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
    expect(() => createConvolver(Float32Array.of(Number.NaN))).toThrow('response[0] is NaN');
    expect(() => createConvolver(Float32Array.of(1))(Float32Array.of(1, Number.POSITIVE_INFINITY))).toThrow(
      'signal[1] is Infinity',
    );
    expect(createConvolver(Float32Array.of(1))(new Float32Array(0))).toHaveLength(0);
  });
});
