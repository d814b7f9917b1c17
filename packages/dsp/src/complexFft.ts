import { PowerOfTwoFft } from './PowerOfTwoFft';
import { cos, sin } from './trigonometry';

/** Forward DFT of `length` complex numbers, interleaved (re, im, re, im, ...). `out` and `data` must differ. */
export interface ComplexFft {
  forward(out: Float64Array, data: Float64Array): void;
}

/** A complex transform of any length: fft.js for powers of two, Bluestein's chirp method over it for the others. */
export function createComplexFft(length: number): ComplexFft {
  if (length === 1) {
    return {
      forward(out, data) {
        out[0] = data[0]!;
        out[1] = data[1]!;
      },
    };
  }
  if ((length & (length - 1)) === 0) {
    const fft = new PowerOfTwoFft(length);
    return { forward: (out, data) => fft.transform(out, data) };
  }
  return createBluestein(length);
}

/**
 * Bluestein: jk = (j^2 + k^2 - (k - j)^2) / 2 turns a DFT of any length into a convolution with a chirp, done by
 * power-of-two transforms of at least twice the length.
 */
function createBluestein(length: number): ComplexFft {
  let size = 2;
  while (size < 2 * length - 1) size *= 2;
  const fft = new PowerOfTwoFft(size);
  const chirp = new Float64Array(2 * length);
  for (let k = 0; k < length; k++) {
    // k^2 modulo 2 length keeps the angle small, and so exact, for long transforms.
    const angle = (Math.PI * ((k * k) % (2 * length))) / length;
    chirp[2 * k] = cos(angle);
    chirp[2 * k + 1] = -sin(angle);
  }
  const work = new Float64Array(2 * size);
  const spectrum = new Float64Array(2 * size);
  const filter = new Float64Array(2 * size);
  for (let k = 0; k < length; k++) {
    const re = chirp[2 * k]!;
    const im = -chirp[2 * k + 1]!;
    work[2 * k] = re;
    work[2 * k + 1] = im;
    if (k > 0) {
      work[2 * (size - k)] = re;
      work[2 * (size - k) + 1] = im;
    }
  }
  fft.transform(filter, work);

  return {
    forward(out, data) {
      work.fill(0);
      for (let k = 0; k < 2 * length; k += 2) {
        const re = data[k]!;
        const im = data[k + 1]!;
        const chirpRe = chirp[k]!;
        const chirpIm = chirp[k + 1]!;
        work[k] = re * chirpRe - im * chirpIm;
        work[k + 1] = re * chirpIm + im * chirpRe;
      }
      fft.transform(spectrum, work);
      // The inverse transform is the forward one with real and imaginary parts exchanged, before and after.
      for (let k = 0; k < 2 * size; k += 2) {
        const re = spectrum[k]!;
        const im = spectrum[k + 1]!;
        const filterRe = filter[k]!;
        const filterIm = filter[k + 1]!;
        work[k] = re * filterIm + im * filterRe;
        work[k + 1] = re * filterRe - im * filterIm;
      }
      fft.transform(spectrum, work);
      for (let k = 0; k < 2 * length; k += 2) {
        const re = spectrum[k + 1]! / size;
        const im = spectrum[k]! / size;
        const chirpRe = chirp[k]!;
        const chirpIm = chirp[k + 1]!;
        out[k] = re * chirpRe - im * chirpIm;
        out[k + 1] = re * chirpIm + im * chirpRe;
      }
    },
  };
}
