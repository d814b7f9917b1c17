import { createComplexFft } from './complexFft';
import type { RfftPlan } from './RfftPlan';
import { cos, sin } from './trigonometry';

/** Even lengths: n real samples are n / 2 complex ones (Sorensen et al. 1987). */
export function createEvenRfft(length: number): RfftPlan {
  const half = length / 2;
  const fft = createComplexFft(half);
  const packed = new Float64Array(length);
  const transformed = new Float64Array(length);
  const cosine = new Float64Array(half + 1);
  const sine = new Float64Array(half + 1);
  for (let k = 0; k <= half; k++) {
    cosine[k] = cos((2 * Math.PI * k) / length);
    sine[k] = sin((2 * Math.PI * k) / length);
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
