import { DspError } from './errors';
import { createEvenRfft } from './evenRfft';
import { createOddRfft } from './oddRfft';
import type { RfftPlan } from './RfftPlan';

/** The non-negative frequencies of a real signal of n samples: floor(n / 2) + 1 bins. */
export interface RealSpectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Prepares real FFTs of one length, for loops that must not allocate.
 *
 * Float64 inside, as `numpy.fft.rfft`: within 1e-15 of the largest bin for powers of two, 1e-13 for other lengths.
 * The sizes of arrays given to the plan are the caller's duty: hot loops are not checked.
 *
 * @param length number of samples, at least 2; powers of two are the fastest, then other even lengths
 * @throws DspError `INVALID_LENGTH` when the length is below 2 or not whole
 * @example
 * const plan = createRfft(512);
 * const re = new Float64Array(plan.bins);
 * const im = new Float64Array(plan.bins);
 * plan.forward(new Float64Array(512).fill(1), re, im); // re[0] is 512
 * @see Sorensen et al. 1987 (even lengths); Bluestein 1970 (what is no power of two)
 */
export function createRfft(length: number): RfftPlan {
  if (!Number.isInteger(length) || length < 2) {
    throw new DspError('INVALID_LENGTH', `createRfft: length=${length}; expected a whole number >= 2`);
  }
  return length % 2 === 0 ? createEvenRfft(length) : createOddRfft(length);
}

/**
 * Discrete Fourier transform of a real signal: X[k] = sum over j of x[j] exp(-2 pi i j k / n), k = 0 to floor(n / 2).
 *
 * @param x real samples
 * @param n length of the transform, at least 2; default `x.length`. A longer `x` is cut, a shorter one padded with zeros
 * @returns real and imaginary parts, floor(n / 2) + 1 values each
 * @throws DspError `INVALID_LENGTH` when n is below 2
 * @example
 * const { re } = rfft([1, 1, 1, 1]); // re is [4, 0, 0]
 * @see numpy.fft.rfft, within 1e-13 of the largest bin
 */
export function rfft(x: ArrayLike<number>, n: number = x.length): RealSpectrum {
  const plan = createRfft(n);
  const input = new Float64Array(n);
  const count = Math.min(n, x.length);
  for (let i = 0; i < count; i++) input[i] = x[i]!;
  const re = new Float64Array(plan.bins);
  const im = new Float64Array(plan.bins);
  plan.forward(input, re, im);
  return { re, im };
}

/**
 * Inverse of `rfft`: the real signal with the given non-negative frequencies, scaled by 1 / n.
 *
 * @param spectrum real and imaginary parts of floor(n / 2) + 1 bins; the imaginary part of the first is ignored, and of
 *   the last where n is even
 * @param n number of samples, at least 2; default 2 (bins - 1), so say it where it is odd. Missing bins are zeros, surplus ones are left out
 * @returns n samples
 * @throws DspError `SHAPE_MISMATCH` when the parts differ in length, `INVALID_LENGTH` when n is below 2
 * @example
 * const x = irfft({ re: [4, 0, 0], im: [0, 0, 0] }); // [1, 1, 1, 1]
 * @see numpy.fft.irfft, within 1e-13 of the largest sample
 */
export function irfft(
  spectrum: { readonly re: ArrayLike<number>; readonly im: ArrayLike<number> },
  n: number = 2 * (spectrum.re.length - 1),
): Float64Array {
  const given = spectrum.re.length;
  if (spectrum.im.length !== given) {
    throw new DspError('SHAPE_MISMATCH', `irfft: re has ${given} bins and im ${spectrum.im.length}; expected as many`);
  }
  const plan = createRfft(n);
  const re = new Float64Array(plan.bins);
  const im = new Float64Array(plan.bins);
  const count = Math.min(given, plan.bins);
  for (let k = 0; k < count; k++) {
    re[k] = spectrum.re[k]!;
    im[k] = spectrum.im[k]!;
  }
  const output = new Float64Array(n);
  plan.inverse(re, im, output);
  return output;
}
