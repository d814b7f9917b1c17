import type { AudioClip, Matrix } from '@ser/dsp';
import { checkClip, checkPositiveInteger } from './checks';
import { frameCount } from './frameCount';

export interface ZeroCrossingRateOptions {
  /** Samples a frame. Default 2048. */
  frameLength?: number;
  /** Samples between frames. Default 512. */
  hopLength?: number;
  /** Pad both ends by `frameLength / 2` copies of the edge sample, so that frame t is centred on sample t * hopLength. Default true. */
  center?: boolean;
}

/** Samples at or below this magnitude count as zero, and zero counts as positive (librosa's threshold and zero_pos). */
const THRESHOLD = 1e-10;

/**
 * The fraction of samples at which the sign changes, frame by frame.
 *
 * The change into a frame's first sample is not counted (librosa's `pad=False`), and the denominator is `frameLength`.
 *
 * @returns frames x 1, each in [0, 1).
 * @throws FeatureError `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_OPTION`.
 * @see librosa.feature.zero_crossing_rate, 0.8.1 and 0.11.0 alike; equal to float32 rounding.
 * @example
 * zeroCrossingRate({ samples: Float32Array.of(1, -1, 1, -1), sampleRate: 4 }, { frameLength: 4, hopLength: 4, center: false }).data; // [0.75]
 */
export function zeroCrossingRate(clip: AudioClip, options: ZeroCrossingRateOptions = {}): Matrix {
  const { frameLength = 2048, hopLength = 512, center = true } = options;
  checkPositiveInteger('zeroCrossingRate', 'frameLength', frameLength);
  checkPositiveInteger('zeroCrossingRate', 'hopLength', hopLength);
  checkClip('zeroCrossingRate', clip);
  const { samples } = clip;
  const margin = center ? Math.floor(frameLength / 2) : 0;
  const rows = frameCount('zeroCrossingRate', samples.length + 2 * margin, frameLength, hopLength);

  // changes[i] = how often the sign changed up to sample i: a frame's count is then one difference, whatever the overlap.
  // Edge padding repeats a sample, so nothing changes there and the padding need not exist.
  const changes = new Uint32Array(samples.length);
  let before = isNegative(samples[0]!);
  let count = 0;
  for (let i = 1; i < samples.length; i++) {
    const now = isNegative(samples[i]!);
    // Without a branch, which noise would make a processor guess wrong every other time.
    count += now ^ before;
    changes[i] = count;
    before = now;
  }
  const last = samples.length - 1;
  const data = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * hopLength - margin;
    const from = Math.min(Math.max(start, 0), last);
    const to = Math.min(Math.max(start + frameLength - 1, 0), last);
    data[row] = (changes[to]! - changes[from]!) / frameLength;
  }
  return { data, rows, cols: 1 };
}

function isNegative(value: number): 0 | 1 {
  return value < -THRESHOLD ? 1 : 0;
}
