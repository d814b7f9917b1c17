import type { AudioClip, Matrix } from '@ser/dsp';
import { checkClip, checkPositiveInteger } from './checks';
import { FeatureError } from './errors';
import { frameCount } from './frameCount';
import { signChangesOf } from './signChanges';

export interface ZeroCrossingRateOptions {
  /** Samples a frame. Default 2048. */
  frameLength?: number;
  /** Samples between frames. Default 512. */
  hopLength?: number;
  /** Pad both ends by `frameLength / 2` copies of the edge sample, so that frame t is centred on sample t * hopLength. Default true. */
  center?: boolean;
  /** Samples at or below this magnitude count as zero; at least 0. Default 1e-10. */
  threshold?: number;
  /** The unit of `threshold`: a magnitude, or 'max' for the largest in the frames. Default 1. */
  refMagnitude?: number | 'max';
  /** Count the first sample of every frame as a crossing. Default false. */
  pad?: boolean;
  /** Zero counts as positive (true) or as a sign of its own (false). Default true. */
  zeroPos?: boolean;
}

/**
 * The fraction of samples at which the sign changes, frame by frame.
 *
 * The change into a frame's first sample is not counted, and the denominator is `frameLength`.
 *
 * @returns frames x 1, each in [0, 1].
 * @throws FeatureError `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_OPTION`.
 * @see librosa.feature.zero_crossing_rate, 0.8.1 and 0.11.0 alike; equal to float32 rounding.
 * @example
 * zeroCrossingRate({ samples: Float32Array.of(1, -1, 1, -1), sampleRate: 4 }, { frameLength: 4, hopLength: 4, center: false }).data; // [0.75]
 */
export function zeroCrossingRate(clip: AudioClip, options: ZeroCrossingRateOptions = {}): Matrix {
  const { frameLength = 2048, hopLength = 512, center = true } = options;
  checkPositiveInteger('zeroCrossingRate', 'frameLength', frameLength);
  checkPositiveInteger('zeroCrossingRate', 'hopLength', hopLength);
  const { threshold = 1e-10, refMagnitude = 1, pad = false, zeroPos = true } = options;
  if (!(threshold >= 0 && Number.isFinite(threshold) && (refMagnitude === 'max' || refMagnitude >= 0))) {
    throw new FeatureError(
      'INVALID_OPTION',
      `zeroCrossingRate: expected a finite threshold >= 0 and refMagnitude 'max' or >= 0, received threshold = ${threshold}, refMagnitude = ${refMagnitude}`,
    );
  }
  checkClip('zeroCrossingRate', clip);
  const samples = clip.samples instanceof Float32Array ? clip.samples : Float32Array.from(clip.samples);
  const margin = center ? Math.floor(frameLength / 2) : 0;
  const rows = frameCount('zeroCrossingRate', samples.length + 2 * margin, frameLength, hopLength);

  const end = Math.min(samples.length, (rows - 1) * hopLength + frameLength - margin);
  // librosa compares with a float32.
  const zero = Math.fround(threshold * (refMagnitude === 'max' ? largestMagnitude(samples, end) : refMagnitude));
  const changesBetween = signChangesOf(samples, zero, zeroPos);

  // Edge padding repeats a sample, so nothing changes there and the padding need not exist.
  const last = samples.length - 1;
  const within = (sample: number) => Math.min(Math.max(sample, 0), last);
  const starts = Int32Array.from({ length: rows }, (_, row) => within(row * hopLength - margin));
  const ends = Int32Array.from({ length: rows }, (_, row) => within(row * hopLength - margin + frameLength - 1));
  const borders = Int32Array.of(...new Set([...starts, ...ends])).sort();
  // How often the sign changed up to a sample: a frame's count is then one difference, whatever the overlap.
  const changes = new Map<number, number>();
  let count = 0;
  let from = 0;
  for (const border of borders) {
    count += changesBetween(from, border);
    changes.set(border, count);
    from = border;
  }
  const atStart = pad ? 1 : 0;
  const data = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    data[row] = (changes.get(ends[row]!)! - changes.get(starts[row]!)! + atStart) / frameLength;
  }
  return { data, rows, cols: 1 };
}

function largestMagnitude(samples: Float32Array, end: number): number {
  let largest = 0;
  for (let i = 0; i < end; i++) largest = Math.max(largest, Math.abs(samples[i]!));
  return largest;
}
