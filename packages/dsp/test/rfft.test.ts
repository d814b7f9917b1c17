import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { createRfft, irfft, rfft } from '../src/index';

/** The definition, in n^2 operations. */
function dft(x: ArrayLike<number>) {
  const n = x.length;
  const re = new Float64Array(Math.floor(n / 2) + 1);
  const im = new Float64Array(re.length);
  for (let k = 0; k <= n / 2; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (2 * Math.PI * ((j * k) % n)) / n;
      re[k]! += x[j]! * Math.cos(angle);
      im[k]! -= x[j]! * Math.sin(angle);
    }
  }
  return { re, im };
}

describe('rfft', () => {
  it('is the discrete Fourier transform for every length from 2 to 130', () => {
    for (let n = 2; n <= 130; n++) {
      const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i * i * 0.37) + i / n);
      const actual = rfft(x);
      const expected = dft(x);
      expectAllClose(actual.re, expected.re, { atol: 1e-13 * n, why: 'rounding of the definition' });
      expectAllClose(actual.im, expected.im, { atol: 1e-13 * n, why: 'rounding of the definition' });
    }
  });

  it('puts a cosine into its bin', () => {
    const { re, im } = rfft(Array.from({ length: 512 }, (_, i) => Math.cos((2 * Math.PI * 5 * i) / 512)));
    const expected = new Float64Array(257);
    expected[5] = 256;
    expectAllClose(re, expected, { atol: 1e-12, why: 'closed form' });
    expectAllClose(im, new Float64Array(257), { atol: 1e-12, why: 'closed form' });
  });

  it('cuts or pads to n', () => {
    expect(rfft([1, 2, 3, 4, 5, 6], 4)).toEqual(rfft([1, 2, 3, 4]));
    expect(rfft([1, 2], 4)).toEqual(rfft([1, 2, 0, 0]));
  });

  it('is undone by irfft, and keeps the energy (Parseval)', () => {
    const signal = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 600 });
    fc.assert(
      fc.property(signal, (x) => {
        const { re, im } = rfft(x);
        expectAllClose(irfft({ re, im }, x.length), x, { atol: 1e-12, why: 'rounding' });
        const energy = x.reduce((sum, v) => sum + v * v, 0);
        const last = x.length / 2;
        const bins = re.reduce((sum, v, k) => sum + (k === 0 || k === last ? 1 : 2) * (v * v + im[k]! ** 2), 0);
        expect(Math.abs(bins / x.length - energy)).toBeLessThan(1e-10 * (1 + energy));
      }),
    );
  });

  it.each([441, 1023, 2047, 4099, 1000, 400])('is undone by irfft at the length %i to 1e-14 of the peak', (n) => {
    const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i * i));
    expectAllClose(irfft(rfft(x), n), x, {
      atol: 1e-14,
      why: 'Bluestein goes through transforms of over twice the length',
    });
  });

  it('ignores the imaginary parts of the first and last bin on the way back, as numpy does', () => {
    const re = [1, 2, 3];
    expect(irfft({ re, im: [9, 1, 9] })).toEqual(irfft({ re, im: [0, 1, 0] }));
  });

  it('has plans that keep their input and write float32 as well', () => {
    const plan = createRfft(6);
    const input = Float32Array.from([1, -2, 3, 0.5, 0, 1]);
    const before = input.slice();
    const re = new Float32Array(plan.bins);
    const im = new Float32Array(plan.bins);
    plan.forward(input, re, im);
    const output = new Float32Array(6);
    plan.inverse(re, im, output);
    expectAllClose(output, before, { atol: 1e-6, why: 'float32' });
    expect(input).toEqual(before);
  });

  it.each([0, 1, -2, 2.5, Number.NaN])('refuses the length %p', (n) => {
    expect(() => createRfft(n)).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
    expect(() => irfft({ re: [1, 2], im: [0, 0] }, n)).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
  });

  it('refuses parts of different length', () => {
    expect(() => irfft({ re: [1, 2], im: [0] })).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  });
});
