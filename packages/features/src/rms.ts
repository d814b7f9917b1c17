import { type AudioClip, type Matrix, pad } from '@ser/dsp';
import { checkClip, checkPositiveInteger } from './checks';
import { FeatureError } from './errors';
import { frameCount } from './frameCount';

export interface RmsOptions {
  /** Samples a frame. Default 2048. */
  frameLength?: number;
  /** Samples between frames. Default 512. */
  hopLength?: number;
  /** Pad both ends by `frameLength / 2` samples, so that frame t is centred on sample t * hopLength. Default true. */
  center?: boolean;
  /** How the ends are padded when `center`: 'constant' (zeros, librosa 0.11's default), 'reflect' (librosa 0.8.1's) or 'edge'. */
  padMode?: 'constant' | 'reflect' | 'edge';
}

/**
 * The root mean square of the samples, frame by frame: sqrt(mean(x^2)).
 *
 * @returns frames x 1, in the samples' unit.
 * @throws FeatureError `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_OPTION`.
 * @see librosa.feature.rms(y=...) 0.11.0 (and 0.8.1 with padMode 'reflect'); agrees to 1e-6 of the largest value.
 * @example
 * rms({ samples: Float32Array.of(3, 4, 3, 4), sampleRate: 4 }, { frameLength: 4, hopLength: 4, center: false }).data; // [3.5355...]
 */
export function rms(clip: AudioClip, options: RmsOptions = {}): Matrix {
  const { frameLength = 2048, hopLength = 512, center = true, padMode = 'constant' } = options;
  checkPositiveInteger('rms', 'frameLength', frameLength);
  checkPositiveInteger('rms', 'hopLength', hopLength);
  if (!['constant', 'reflect', 'edge'].includes(padMode)) {
    throw new FeatureError(
      'INVALID_OPTION',
      `rms: padMode must be 'constant', 'reflect' or 'edge', received ${String(padMode)}`,
    );
  }
  checkClip('rms', clip);
  const margin = Math.floor(frameLength / 2);
  const samples = center ? pad(clip.samples, { left: margin, right: margin, mode: padMode }) : clip.samples;
  const rows = frameCount('rms', samples.length, frameLength, hopLength);
  const data = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * hopLength;
    let sum = 0;
    for (let i = start; i < start + frameLength; i++) {
      const value = samples[i]!;
      sum += value * value;
    }
    data[row] = Math.sqrt(sum / frameLength);
  }
  return { data, rows, cols: 1 };
}
