import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { delta } from '../src/index';

const column = (values: ArrayLike<number>) => ({ data: Float32Array.from(values), rows: values.length, cols: 1 });
const codes = (code: string) => expect.objectContaining({ code });

describe('delta', () => {
  it('is the derivative of a polynomial of the filter’s degree, at the ends too', () => {
    const cubic = Array.from({ length: 30 }, (_, t) => 2 + 0.5 * t - 0.2 * t * t + 0.01 * t ** 3);
    const derivatives = [(t: number) => 0.5 - 0.4 * t + 0.03 * t * t, (t: number) => -0.4 + 0.06 * t, () => 0.06];
    for (const [i, derivative] of derivatives.entries()) {
      const { data } = delta(column(cubic), { order: i + 1, polyorder: 3, width: 7 });
      expectAllClose(
        data,
        cubic.map((_, t) => derivative(t)),
        { atol: 1e-4, rtol: 1e-5, why: 'float32 values' },
      );
    }
  });
  it('treats each column alone and the constant as still', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('interp', 'nearest', 'mirror', 'wrap'),
        fc.integer({ min: 9, max: 20 }),
        (mode, rows) => {
          const data = Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? 5 : (i - 1) / 2));
          const result = delta({ data, rows, cols: 2 }, { mode });
          const still = result.data.filter((_, i) => i % 2 === 0);
          expectAllClose(still, new Float32Array(rows), { atol: 1e-6, why: 'closed form' });
          expectAllClose([result.data[9]!], [1], { atol: 1e-6, why: 'the slope in the middle' });
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });
  it('keeps its digits in wide windows of high degree', () => {
    const ramp = Array.from({ length: 401 }, (_, t) => 3 * t);
    expectAllClose(
      delta(column(ramp), { width: 301, polyorder: 9 }).data,
      ramp.map(() => 3),
      { rtol: 1e-6, why: 'closed form' },
    );
  });
  it('refuses bad options and too few frames', () => {
    const values = column(new Float32Array(20));
    expect(() => delta(values, { width: 8 })).toThrow('delta: width=8; expected an odd whole number >= 3');
    expect(() => delta(values, { width: 1 })).toThrow(codes('INVALID_OPTION'));
    expect(() => delta(values, { order: 0 })).toThrow(codes('INVALID_OPTION'));
    expect(() => delta(values, { polyorder: 9 })).toThrow('polyorder=9; expected less than width=9');
    expect(() => delta(values, { mode: 'reflect' as 'mirror' })).toThrow(codes('INVALID_OPTION'));
    expect(() => delta(column([1, 2, 3]))).toThrow(codes('INVALID_LENGTH'));
    expect(delta(column([1, 2, 3]), { mode: 'nearest' }).rows).toBe(3);
    expect(() => delta(column([1, Number.NaN, 3]), { width: 3 })).toThrow(codes('NOT_FINITE'));
    expect(() => delta({ data: new Float32Array(3), rows: 2, cols: 2 })).toThrow(codes('SHAPE_MISMATCH'));
  });
});
