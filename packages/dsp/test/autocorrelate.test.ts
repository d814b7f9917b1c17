import { syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { autocorrelate } from '../src/index';
import { float32, golden011, pick } from './golden';

describe('autocorrelate', () => {
  it('agrees with librosa 0.11', () => {
    const { length, index, values } = golden011.autocorrelate;
    const actual = autocorrelate(syntheticSignal('vowel'));
    expect(actual).toHaveLength(length);
    expectAllClose(pick(actual, index), float32(values), {
      atol: 2e-7 * actual[0]!,
      why: 'librosa transforms in float32',
    });
  });

  it('is the sum of products of samples that lie a lag apart', () => {
    const x = Float64Array.from({ length: 37 }, (_, i) => Math.sin(i * i));
    const expected = Float64Array.from(x, (_, lag) => x.reduce((sum, v, i) => sum + v * (x[i + lag] ?? 0), 0));
    expectAllClose(autocorrelate(x), expected, { atol: 1e-13, why: 'rounding' });
    expectAllClose(autocorrelate(x, { maxSize: 5 }), expected.subarray(0, 5), { atol: 1e-13, why: 'rounding' });
    expect(autocorrelate(x, { maxSize: 100 })).toHaveLength(37);
    expect([...autocorrelate(new Float32Array([3]))]).toEqual([9]);
  });

  it('refuses nothing, NaN and a maxSize below 1', () => {
    expect(() => autocorrelate(new Float32Array(0))).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
    expect(() => autocorrelate(new Float32Array([Number.NaN]))).toThrow(
      expect.objectContaining({ code: 'NOT_FINITE' }),
    );
    expect(() => autocorrelate(new Float32Array(3), { maxSize: 0 })).toThrow('maxSize=0');
  });
});
