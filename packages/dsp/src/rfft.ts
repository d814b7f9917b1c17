import { createComplexFft } from './complexFft';
import { DspError } from './errors';

/** The non-negative frequencies of a real signal of n samples: n / 2 + 1 bins. */
export interface RealSpectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** A transform of one length whose calls allocate nothing. Not re-entrant: it owns its work space. */
export interface RfftPlan {
  /** Number of samples. */
  readonly length: number;
  /** Number of bins: length / 2 + 1. */
  readonly bins: number;
  /** Reads `length` samples, writes `bins` values to each of `re` and `im` (the input is kept). */
  forward(input: ArrayLike<number>, re: Float64Array | Float32Array, im: Float64Array | Float32Array): void;
  /** Reads `bins` values of each, writes `length` samples, scaled by 1 / length (the input is kept). */
  inverse(re: ArrayLike<number>, im: ArrayLike<number>, output: Float64Array | Float32Array): void;
}

/**
 * Prepares real FFTs of one even length, for loops that must not allocate.
 *
 * Float64 inside, as `numpy.fft.rfft`: within 1e-15 of the largest bin for powers of two, 1e-13 for other lengths.
 * The sizes of arrays given to the plan are the caller's duty: hot loops are not checked.
 *
 * @param length number of samples, even, at least 2; powers of two are the fastest
 * @throws DspError `INVALID_LENGTH` when the length is odd, below 2 or not whole
 * @example
 * const plan = createRfft(512);
 * const re = new Float64Array(plan.bins);
 * const im = new Float64Array(plan.bins);
 * plan.forward(new Float64Array(512).fill(1), re, im); // re[0] is 512
 * @see Sorensen et al. 1987: n real samples are n / 2 complex ones
 */
export function createRfft(length: number): RfftPlan {
  if (!Number.isInteger(length) || length < 2 || length % 2 !== 0) {
    throw new DspError('INVALID_LENGTH', `createRfft: length=${length}; expected an even whole number >= 2`);
  }
  const half = length / 2;
  const fft = createComplexFft(half);
  const packed = new Float64Array(length);
  const transformed = new Float64Array(length);
  const cosine = new Float64Array(half + 1);
  const sine = new Float64Array(half + 1);
  for (let k = 0; k <= half; k++) {
    cosine[k] = Math.cos((2 * Math.PI * k) / length);
    sine[k] = Math.sin((2 * Math.PI * k) / length);
  }

  return {
    length,
    bins: half + 1,
    forward(input, re, im) {
      for (let i = 0; i < length; i++) packed[i] = input[i]!;
      // Even samples are the real parts and odd ones the imaginary parts of `half` complex numbers.
      fft.forward(transformed, packed);
      re[0] = transformed[0]! + transformed[1]!;
      im[0] = 0;
      re[half] = transformed[0]! - transformed[1]!;
      im[half] = 0;
      for (let k = 1; k < half; k++) {
        const mirror = 2 * (half - k);
        const aRe = transformed[2 * k]!;
        const aIm = transformed[2 * k + 1]!;
        const bRe = transformed[mirror]!;
        const bIm = -transformed[mirror + 1]!;
        const oddRe = (aIm - bIm) / 2;
        const oddIm = (bRe - aRe) / 2;
        const c = cosine[k]!;
        const s = sine[k]!;
        re[k] = (aRe + bRe) / 2 + c * oddRe + s * oddIm;
        im[k] = (aIm + bIm) / 2 + c * oddIm - s * oddRe;
      }
    },
    inverse(re, im, output) {
      // Real and imaginary parts are exchanged on the way in and out: that makes the forward transform an inverse one.
      for (let k = 0; k < half; k++) {
        const mirror = half - k;
        const aRe = re[k]!;
        const bRe = re[mirror]!;
        // The first and last bin of a real signal have no imaginary part: what stands there is ignored, as numpy does.
        const aIm = k === 0 ? 0 : im[k]!;
        const bIm = k === 0 ? 0 : -im[mirror]!;
        const differenceRe = aRe - bRe;
        const differenceIm = aIm - bIm;
        const c = cosine[k]!;
        const s = sine[k]!;
        const oddRe = differenceRe * c - differenceIm * s;
        const oddIm = differenceRe * s + differenceIm * c;
        packed[2 * k + 1] = aRe + bRe - oddIm;
        packed[2 * k] = aIm + bIm + oddRe;
      }
      fft.forward(transformed, packed);
      for (let k = 0; k < half; k++) {
        output[2 * k] = transformed[2 * k + 1]! / length;
        output[2 * k + 1] = transformed[2 * k]! / length;
      }
    },
  };
}

/**
 * Discrete Fourier transform of a real signal: X[k] = sum over j of x[j] exp(-2 pi i j k / n), k = 0 to n / 2.
 *
 * @param x real samples
 * @param n even length of the transform; default `x.length`. A longer `x` is cut, a shorter one padded with zeros
 * @returns real and imaginary parts, n / 2 + 1 values each
 * @throws DspError `INVALID_LENGTH` when n is odd or below 2
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
 * @param spectrum real and imaginary parts of n / 2 + 1 bins; the imaginary parts of the first and last are ignored
 * @param n even number of samples; default 2 (bins - 1). Missing bins are zeros, surplus ones are left out
 * @returns n samples
 * @throws DspError `SHAPE_MISMATCH` when the parts differ in length, `INVALID_LENGTH` when n is odd or below 2
 * @example
 * const x = irfft({ re: [4, 0, 0], im: [0, 0, 0] }); // [1, 1, 1, 1]
 * @see numpy.fft.irfft
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
