import { stft } from '@ser/dsp';
import { createAutocorrelation } from './autocorrelation';
import type { PitchFrames } from './pitchFrames';

/** float32's smallest normal number: librosa adds it to what it divides by. */
const TINY = 1.1754943508222875e-38;
/** Frames whose spectra are in memory at a time. */
const BLOCK_ROWS = 32;

/**
 * YIN's cumulative mean normalized difference of every frame, at the periods from minPeriod to maxPeriod.
 *
 * d(k) = 2 (r(0) - r(k)) - (y(0)^2 + ... + y(k - 1)^2), with r the frame's autocorrelation, divided by the mean of d(1) to d(k):
 * librosa 0.11's form of equation 8 of de Cheveigne and Kawahara 2002, which leaves y(0)^2 out of d(1).
 *
 * @param visit called for each frame in turn; the array is used again for the next one.
 */
export function normalizedDifference(
  frames: PitchFrames,
  visit: (difference: Float64Array, row: number) => void,
): void {
  const { samples, rows, frameLength, hopLength, minPeriod, maxPeriod } = frames;
  // So long that no lag up to maxPeriod wraps around.
  const nFft = 2 ** Math.ceil(Math.log2(frameLength + maxPeriod));
  const left = Math.floor((nFft - frameLength) / 2);
  const autocorrelation = createAutocorrelation(nFft);
  const lags = new Float64Array(maxPeriod + 1);
  const difference = new Float64Array(maxPeriod - minPeriod + 1);
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - first);
    const start = first * hopLength;
    const block = new Float32Array((count - 1) * hopLength + nFft);
    // `stft` centres a window shorter than nFft; what lies beside it is multiplied by zero.
    block.set(samples.subarray(start, start + (count - 1) * hopLength + frameLength), left);
    const spectra = stft(block, { nFft, hopLength, winLength: frameLength, window: 'rectangular', center: false });
    const readLags = autocorrelation(spectra);
    for (let row = 0; row < count; row++) {
      readLags(row, lags);
      normalize(lags, samples, start + row * hopLength, minPeriod, difference);
      visit(difference, first + row);
    }
  }
}

/** From the autocorrelation of the frame that starts at samples[start]. */
function normalize(
  lags: Float64Array,
  samples: Float32Array,
  start: number,
  minPeriod: number,
  difference: Float64Array,
): void {
  let energy = 0;
  let sum = 0;
  for (let k = 1; k < lags.length; k++) {
    const sample = samples[start + k - 1]!;
    energy += sample * sample;
    const d = 2 * (lags[0]! - lags[k]!) - (k > 1 ? energy : 0);
    sum += d;
    if (k >= minPeriod) difference[k - minPeriod] = d / (sum / k + TINY);
  }
}
