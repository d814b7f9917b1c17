import { requireInteger, requireSize } from './checks';
import { DspError } from './errors';
import type { Matrix } from './types';

/** Options of `frame`. */
export interface FrameOptions {
  /** Samples in a frame. Default 2048. */
  readonly frameLength?: number;
  /** Samples from one frame's start to the next. Default frameLength / 4, rounded down, at least 1. */
  readonly hopLength?: number;
  /** Frames are rows (0, default) or columns (-1, as librosa has it unless told). */
  readonly axis?: 0 | -1;
}

/**
 * Cuts a signal into overlapping frames; samples after the last whole frame are left out.
 *
 * @param samples at least `frameLength` samples
 * @returns 1 + floor((length - frameLength) / hopLength) rows, or columns, of frameLength samples
 * @throws DspError `INVALID_OPTION` for lengths below 1 or another axis, `INVALID_LENGTH` for a signal shorter than one frame
 * @example
 * frame(new Float32Array([1, 2, 3, 4]), { frameLength: 2, hopLength: 2 }).data; // [1, 2, 3, 4], two rows
 * @see librosa.util.frame 0.11 with the same axis: equal
 */
export function frame(samples: Float32Array | Float64Array, options: FrameOptions = {}): Matrix {
  const { frameLength = 2048 } = options;
  requireInteger('frame', 'frameLength', frameLength, 1);
  const { hopLength = Math.max(1, Math.floor(frameLength / 4)) } = options;
  requireInteger('frame', 'hopLength', hopLength, 1);
  if (samples.length < frameLength) {
    throw new DspError(
      'INVALID_LENGTH',
      `frame: samples has ${samples.length} samples; expected at least frameLength=${frameLength}: pad it first`,
    );
  }
  const { axis = 0 } = options;
  if (axis !== 0 && axis !== -1) {
    throw new DspError('INVALID_OPTION', `frame: axis=${axis}; expected 0 (frames are rows) or -1 (columns)`);
  }
  const frames = 1 + Math.floor((samples.length - frameLength) / hopLength);
  requireSize('frame', `frameLength=${frameLength}, hopLength=${hopLength}`, frames * frameLength);
  const data = new Float32Array(frames * frameLength);
  if (axis === 0) {
    for (let index = 0; index < frames; index++) {
      data.set(samples.subarray(index * hopLength, index * hopLength + frameLength), index * frameLength);
    }
    return { data, rows: frames, cols: frameLength };
  }
  for (let i = 0; i < frameLength; i++) {
    for (let index = 0; index < frames; index++) data[i * frames + index] = samples[index * hopLength + i]!;
  }
  return { data, rows: frameLength, cols: frames };
}
