import { istft, stft } from '@ser/dsp';
import { createPredictionError } from './predictionError';

const FRAME_SECONDS = 0.032;
/** As a power: resonances move by less than 24 dB; more is a tone or a filter's edge, not a voice. */
const MOST_GAIN = 10 ** 2.4;

/**
 * Moves the spectral envelope, and so the formants, and keeps pitch and phases: at each frequency the envelope becomes what it was at
 * `source(frequency)`, in Hz up to half the sample rate.
 *
 * Each frame's envelope comes from linear prediction; its spectrum is multiplied by the ratio of the two.
 */
export function warpEnvelope(
  samples: Float32Array,
  sampleRate: number,
  source: (frequency: number) => number,
): Float32Array {
  const nFft = Math.max(16, 2 ** Math.ceil(Math.log2(FRAME_SECONDS * sampleRate)));
  const half = nFft / 2;
  const sources = Float64Array.from({ length: half + 1 }, (_, bin) =>
    Math.min(half, (source((bin * sampleRate) / nFft) * nFft) / sampleRate),
  );
  const spectrum = stft(samples, { nFft });
  const { re, im, rows, cols } = spectrum;
  const predictionError = createPredictionError(nFft, sampleRate);
  const power = new Float64Array(cols);
  // One more, for the source of the last bin has a neighbour too.
  const response = new Float64Array(cols + 1);
  for (let row = 0; row < rows; row++) {
    const offset = row * cols;
    let sum = 0;
    for (let k = 0; k < cols; k++) {
      power[k] = re[offset + k]! ** 2 + im[offset + k]! ** 2;
      sum += power[k]!;
    }
    if (sum === 0) continue;
    predictionError(power, response);
    for (let k = 0; k < cols; k++) {
      const below = Math.floor(sources[k]!);
      const moved = response[below]! + (sources[k]! - below) * (response[below + 1]! - response[below]!);
      const gain = Math.sqrt(Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, response[k]! / moved)));
      re[offset + k]! *= gain;
      im[offset + k]! *= gain;
    }
  }
  return istft(spectrum, { nFft, length: samples.length });
}
