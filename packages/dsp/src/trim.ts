import { requireFinite, requireInteger } from './checks';
import { energiesOf } from './energies';
import { DspError } from './errors';

/** Options of `trim` and `split`; names and defaults are librosa's. */
export interface SilenceOptions {
  /** Decibels below the reference from which on a frame is silent. Default 60. */
  readonly topDb?: number;
  /** The reference: an amplitude above 0. Default: the root mean square of the loudest frame. */
  readonly ref?: number;
  /** Samples in a frame. Default 2048. */
  readonly frameLength?: number;
  /** Samples between frames; silence begins and ends at its multiples. Default 512. */
  readonly hopLength?: number;
}

/** Where sound begins and ends, in samples. */
export type Interval = readonly [start: number, end: number];

/** What amplitudeToDb counts as silence at least. */
const LEAST_AMPLITUDE = 1e-5;

/**
 * Leaves out silence at both ends.
 *
 * Silence is measured against the clip's own loudest frame, unless `ref` is given: a clip that is silent throughout stays whole.
 *
 * @param samples at least one
 * @returns the samples from `start` to `end` (a copy), and these two; nothing when no frame is above a given `ref` less topDb
 * @throws DspError `INVALID_OPTION` naming the option, `INVALID_LENGTH` for no samples, `NOT_FINITE` for NaN or infinity
 * @example
 * const { samples, start, end } = trim(new Float32Array(22050).fill(0.1, 8000, 12000), { topDb: 30 });
 * @see librosa 0.11 `effects.trim`: the same interval
 */
export function trim(
  samples: Float32Array,
  options: SilenceOptions = {},
): { samples: Float32Array; start: number; end: number } {
  const intervals = soundIntervals('trim', samples, options);
  const start = intervals[0]?.[0] ?? 0;
  const end = intervals.at(-1)?.[1] ?? 0;
  return { samples: samples.slice(start, end), start, end };
}

/**
 * The stretches between silence.
 *
 * @param samples at least one
 * @returns the intervals in which all frames are louder than the reference less topDb; none when no frame is
 * @throws DspError as `trim`
 * @example
 * const words = split(new Float32Array(22050).fill(0.1, 8000, 12000), { topDb: 30 }); // one interval
 * @see librosa 0.11 `effects.split`: the same intervals
 */
export function split(samples: Float32Array, options: SilenceOptions = {}): Interval[] {
  return soundIntervals('split', samples, options);
}

function soundIntervals(caller: string, samples: Float32Array, options: SilenceOptions): Interval[] {
  const { topDb = 60, ref, frameLength = 2048, hopLength = 512 } = options;
  requireInteger(caller, 'frameLength', frameLength, 1);
  requireInteger(caller, 'hopLength', hopLength, 1);
  if (!Number.isFinite(topDb)) {
    throw new DspError('INVALID_OPTION', `${caller}: topDb=${topDb}; expected a finite number of decibels`);
  }
  if (ref !== undefined && !(ref > 0 && ref < Number.POSITIVE_INFINITY)) {
    throw new DspError('INVALID_OPTION', `${caller}: ref=${ref}; expected a finite amplitude above 0`);
  }
  if (samples.length === 0) {
    throw new DspError('INVALID_LENGTH', `${caller}: samples is empty; expected at least one sample`);
  }
  requireFinite(caller, samples);
  const loudness = frameRms(samples, frameLength, hopLength);
  const decibels = (amplitude: number) => 20 * Math.log10(Math.max(LEAST_AMPLITUDE, amplitude));
  const threshold = decibels(ref ?? loudness.reduce((most, x) => Math.max(most, x))) - topDb;
  const intervals: Interval[] = [];
  let start = -1;
  for (let frame = 0; frame <= loudness.length; frame++) {
    const isSound = frame < loudness.length && decibels(loudness[frame]!) > threshold;
    if (isSound && start < 0) start = frame;
    if (!isSound && start >= 0) {
      intervals.push([start * hopLength, Math.min(samples.length, frame * hopLength)]);
      start = -1;
    }
  }
  return intervals;
}

/** Root mean squares of centered frames, zeros beyond the ends: librosa.feature.rms. */
function frameRms(samples: Float32Array, frameLength: number, hopLength: number): Float64Array {
  const margin = Math.floor(frameLength / 2);
  const frames = 1 + Math.floor((samples.length + 2 * margin - frameLength) / hopLength);
  // Frames that overlap share the sums of the parts that they have in common.
  const part = frameLength % hopLength === 0 ? hopLength : frameLength;
  const parts = frameLength / part;
  const sums = energiesOf(samples, { first: -margin, length: part, stride: hopLength, count: frames + parts - 1 });
  return Float64Array.from({ length: frames }, (_, frame) => {
    let sum = 0;
    for (let next = 0; next < parts; next++) sum += sums[frame + next]!;
    return Math.sqrt(sum / frameLength);
  });
}
