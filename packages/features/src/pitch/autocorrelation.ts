import { type ComplexMatrix, stft } from '@ser/dsp';

/** Reads frame `row`: writes its autocorrelation at the lags 0, 1, ... as far as `lags` goes. */
type ReadLags = (row: number, lags: Float64Array) => void;

/**
 * Prepares the way from frames' spectra, zero-padded to `nFft` samples, to their autocorrelation: the inverse transform of
 * their power spectra.
 *
 * A power spectrum is even, so its transform is a cosine transform, and that a real transform of half the length, whose
 * imaginary parts are the differences between the odd lags. Rounded to float32 as `stft` rounds, a block of frames at once.
 *
 * @param nFft a power of two, at least 4
 * @returns a function of spectra, frames x (nFft / 2 + 1)
 * @see Numerical Recipes, section 12.4.2 (cosft1)
 */
export function createAutocorrelation(nFft: number): (spectra: ComplexMatrix) => ReadLags {
  const half = nFft / 2;
  const cosine = Float64Array.from({ length: half / 2 }, (_, j) => Math.cos((Math.PI * j) / half));
  const sine = Float64Array.from({ length: half / 2 }, (_, j) => Math.sin((Math.PI * j) / half));
  const scale = 2 / nFft;
  return (spectra) => {
    const folded = new Float32Array(spectra.rows * half);
    const atLag1 = foldPowers(spectra, cosine, sine, folded);
    const { re, im, cols } = stft(folded, { nFft: half, hopLength: half, window: 'rectangular', center: false });
    return (row, lags) => {
      let odd = atLag1[row]!;
      for (let lag = 0; lag < lags.length; lag += 2) {
        const at = row * cols + lag / 2;
        if (lag > 0) odd -= im[at]!;
        lags[lag] = scale * re[at]!;
        if (lag + 1 < lags.length) lags[lag + 1] = scale * odd;
      }
    };
  };
}

/** Writes what the cosine transform of each frame's powers is the real transform of; returns the transforms at lag 1. */
function foldPowers(
  { re, im, rows, cols }: ComplexMatrix,
  cosine: Float64Array,
  sine: Float64Array,
  folded: Float32Array,
): Float64Array {
  const half = cols - 1;
  const middle = half / 2;
  const atLag1 = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * half;
    const first = row * cols;
    const last = first + half;
    const bottom = re[first]! * re[first]! + im[first]! * im[first]!;
    const top = re[last]! * re[last]! + im[last]! * im[last]!;
    let sum = 0.5 * (bottom - top);
    folded[start] = 0.5 * (bottom + top);
    folded[start + middle] = re[first + middle]! * re[first + middle]! + im[first + middle]! * im[first + middle]!;
    for (let j = 1; j < middle; j++) {
      const lowRe = re[first + j]!;
      const lowIm = im[first + j]!;
      const highRe = re[last - j]!;
      const highIm = im[last - j]!;
      const low = lowRe * lowRe + lowIm * lowIm;
      const high = highRe * highRe + highIm * highIm;
      const mean = 0.5 * (low + high);
      const turned = sine[j]! * (low - high);
      sum += cosine[j]! * (low - high);
      folded[start + j] = mean - turned;
      folded[start + half - j] = mean + turned;
    }
    atLag1[row] = sum;
  }
  return atLag1;
}
