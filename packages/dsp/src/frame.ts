import { requireInteger } from './checks';
import { DspError } from './errors';
import type { Matrix } from './types';

/** Options of `frame`. */
export interface FrameOptions {
  /** Samples in a frame. Default 2048. */
  readonly frameLength?: number;
  /** Samples from one frame's start to the next. Default frameLength / 4, rounded down, at least 1. */
  readonly hopLength?: number;
}

/**
 * Cuts a signal into overlapping frames; samples after the last whole frame are left out.
 *
 * @param samples at least `frameLength` samples
 * @returns 1 + floor((length - frameLength) / hopLength) rows of frameLength samples
 * @throws DspError `INVALID_OPTION` for lengths below 1, `INVALID_LENGTH` for a signal shorter than one frame
 * @example
 * frame(new Float32Array([1, 2, 3, 4]), { frameLength: 2, hopLength: 2 }).data; // [1, 2, 3, 4], two rows
 * @see librosa.util.frame, transposed: frames are rows here
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
  const rows = 1 + Math.floor((samples.length - frameLength) / hopLength);
  const data = new Float32Array(rows * frameLength);
  for (let row = 0; row < rows; row++) {
    data.set(samples.subarray(row * hopLength, row * hopLength + frameLength), row * frameLength);
  }
  return { data, rows, cols: frameLength };
}
