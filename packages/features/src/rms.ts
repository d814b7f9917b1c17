import { type AudioClip, energies, type Matrix, type PadOptions, pad } from '@ser/dsp';
import { checkClip, checkPositiveInteger } from './checks';
import { FeatureError, inFeatureTerms } from './errors';
import { frameCount } from './frameCount';
import { checkSpectrogram, type SpectrogramInput } from './spectrogram';

export interface RmsOptions {
  /** Samples a frame; of a spectrogram, its nFft. Default 2048. */
  frameLength?: number;
  /** Samples between frames. Default 512. Ignored, as what follows, for a spectrogram. */
  hopLength?: number;
  /** Pad both ends by `frameLength / 2` samples, so that frame t is centred on sample t * hopLength. Default true. */
  center?: boolean;
  /** How the ends are padded when `center`, by a name of numpy.pad. Default 'constant' (zeros); librosa 0.8.1 padded by 'reflect'. */
  padMode?: PadOptions['mode'];
}

/**
 * The root mean square of the samples, frame by frame: sqrt(mean(x^2)).
 *
 * Of a magnitude spectrogram it is that of the windowed frames, by Parseval: with the default Hann window less than the
 * samples' own.
 *
 * @param input a clip, or `{ S }` with S a magnitude spectrogram (frames x (floor(frameLength / 2) + 1))
 * @returns frames x 1, in the samples' unit.
 * @throws FeatureError `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `INVALID_OPTION`, `INVALID_SPECTROGRAM`, and
 * `SHAPE_MISMATCH` where the spectrogram does not fit frameLength.
 * @see librosa.feature.rms 0.11.0 (and 0.8.1 with padMode 'reflect'); the README says how closely.
 * @example
 * rms({ samples: Float32Array.of(3, 4, 3, 4), sampleRate: 4 }, { frameLength: 4, hopLength: 4, center: false }).data; // [3.5355...]
 */
export function rms(input: AudioClip | Pick<SpectrogramInput, 'S'>, options: RmsOptions = {}): Matrix {
  const { frameLength = 2048, hopLength = 512, center = true, padMode = 'constant' } = options;
  checkPositiveInteger('rms', 'frameLength', frameLength);
  checkPositiveInteger('rms', 'hopLength', hopLength);
  if (input && 'S' in input) return ofSpectrogram(input.S, frameLength);
  checkClip('rms', input);
  const margin = Math.floor(frameLength / 2);
  const samples = center
    ? inFeatureTerms('rms', () => pad(input.samples, { left: margin, right: margin, mode: padMode }))
    : input.samples;
  const rows = frameCount('rms', samples.length, frameLength, hopLength);
  const data = new Float32Array(rows);
  // Frames that overlap share the sums of the parts that they have in common.
  const part = frameLength % hopLength === 0 ? hopLength : frameLength;
  const parts = frameLength / part;
  const squares = energies(samples, { length: part, stride: hopLength, count: rows + parts - 1 });
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let next = 0; next < parts; next++) sum += squares[row + next]!;
    data[row] = Math.sqrt(sum / frameLength);
  }
  return { data, rows, cols: 1 };
}

function ofSpectrogram(S: Matrix, frameLength: number): Matrix {
  checkSpectrogram('rms', S);
  const { data, rows, cols } = S;
  if (cols !== Math.floor(frameLength / 2) + 1) {
    throw new FeatureError(
      'SHAPE_MISMATCH',
      `rms: S has ${cols} bins, so frameLength must be ${2 * cols - 2} or ${2 * cols - 1}, received ${frameLength}`,
    );
  }
  const values = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    // Every bin stands for two, but the first and, where frameLength is even, the last.
    let sum = 0.5 * data[start]! ** 2;
    for (let bin = 1; bin < cols - 1; bin++) sum += data[start + bin]! ** 2;
    sum += (frameLength % 2 === 0 ? 0.5 : 1) * data[start + cols - 1]! ** 2;
    values[row] = Math.sqrt(2 * sum) / frameLength;
  }
  return { data: values, rows, cols: 1 };
}
