import { createComplexFft } from './complexFft';
import type { RfftPlan } from './RfftPlan';

/** Odd lengths do not halve: a complex transform of the whole length, without imaginary parts. */
export function createOddRfft(length: number): RfftPlan {
  const bins = (length + 1) / 2;
  const fft = createComplexFft(length);
  const given = new Float64Array(2 * length);
  const transformed = new Float64Array(2 * length);

  return {
    length,
    bins,
    forward(input, re, im) {
      for (let i = 0; i < length; i++) {
        given[2 * i] = input[i]!;
        given[2 * i + 1] = 0;
      }
      fft.forward(transformed, given);
      for (let k = 0; k < bins; k++) {
        re[k] = transformed[2 * k]!;
        im[k] = transformed[2 * k + 1]!;
      }
      im[0] = 0;
    },
    inverse(re, im, output) {
      // The conjugate spectrum by the forward transform: the inverse of a spectrum whose signal is real.
      given[0] = re[0]!;
      given[1] = 0;
      for (let k = 1; k < bins; k++) {
        given[2 * k] = re[k]!;
        given[2 * k + 1] = -im[k]!;
        given[2 * (length - k)] = re[k]!;
        given[2 * (length - k) + 1] = im[k]!;
      }
      fft.forward(transformed, given);
      for (let i = 0; i < length; i++) output[i] = transformed[2 * i]! / length;
    },
  };
}
