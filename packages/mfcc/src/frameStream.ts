import type { Matrix } from '@ser/dsp';
import { requireOption, requireSamples } from './checks';
import { MfccError } from './errors';
import type { LogMelFrames, LogMelOptions } from './logMel';

/** Rows of frames, as their samples come in. */
export interface FrameStream {
  /** Hz. */
  readonly sampleRate: number;
  /** Numbers in a row. */
  readonly cols: number;
  /** Takes the next samples, as many as there are; gives the rows of all frames that are now whole, often none. */
  push(samples: Float32Array): Matrix;
  /**
   * Ends the signal: the samples that fill no frame are dropped, as by `center: false`, and the next `push` begins another
   * one. Gives no rows, as `push` holds none back. Throws MfccError `INVALID_LENGTH` when the signal was too short for a frame.
   */
  flush(): Matrix;
}

/** What a stream cannot know is refused: the padding before the first sample, and whatever looks at the whole signal. */
export function requireStreamable(
  caller: string,
  { center = false, ref = 1, topDb = null }: Pick<LogMelOptions, 'center' | 'ref' | 'topDb'>,
): void {
  requireOption(!center, caller, 'center', center, 'false: a stream has no padded ends');
  requireOption(topDb === null, caller, 'topDb', topDb, 'null: the loudest frame is known only at the end');
  requireOption(typeof ref === 'number', caller, 'ref', ref, 'a number: the loudest value is known only at the end');
}

/** Cuts blocks of any size into frames and hands their log-mel bands to `finish`. */
export function createFrameStream(
  caller: string,
  sampleRate: number,
  { frames, toDecibels }: LogMelFrames,
  cols: number,
  finish: (logMel: Matrix) => Matrix,
): FrameStream {
  const { nFft, hopLength, nMels } = frames;
  let pending = new Float32Array(2 * nFft);
  let length = 0;
  /** Samples still to be left out before the next frame, where hopLength is above nFft. */
  let skip = 0;
  /** Samples taken, and rows given, since the signal's begin. */
  let taken = 0;
  let given = 0;

  function append(samples: Float32Array): void {
    const left = samples.subarray(Math.min(skip, samples.length));
    skip -= samples.length - left.length;
    if (length + left.length > pending.length) {
      const grown = new Float32Array(2 * (length + left.length));
      grown.set(pending.subarray(0, length));
      pending = grown;
    }
    pending.set(left, length);
    length += left.length;
    taken += samples.length;
  }

  return {
    sampleRate,
    cols,
    push(samples) {
      requireSamples(caller, samples, taken);
      append(samples);
      const rows = length < nFft ? 0 : frames.count(length);
      const bands = new Float32Array(rows * nMels);
      frames.compute(pending, rows, bands);
      toDecibels(bands);
      const used = Math.min(rows * hopLength, length);
      pending.copyWithin(0, used, length);
      skip += rows * hopLength - used;
      length -= used;
      given += rows;
      return finish({ data: bands, rows, cols: nMels });
    },
    flush() {
      const isTooShort = taken > 0 && given === 0;
      const samples = taken;
      length = skip = taken = given = 0;
      if (isTooShort) {
        throw new MfccError(
          'INVALID_LENGTH',
          `${caller}: the signal had ${samples} samples; expected at least nFft=${nFft}, one frame`,
        );
      }
      return { data: new Float32Array(0), rows: 0, cols };
    },
  };
}
