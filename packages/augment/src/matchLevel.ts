import { rms, rmsOf } from './level';
import { reshape } from './workpiece/work';

/** 12 dB: what has lost more had no place in the band, and what is left of it is not to become loud. */
const MOST_GAIN = 4;

/** Samples at the RMS of those that they were made of. */
export function matchLevel(samples: Float32Array, original: Float32Array): Float32Array {
  const level = rmsOf(original);
  return reshape(samples, (piece) => {
    const before = rms(piece);
    piece.scale(before > 0 ? Math.min(MOST_GAIN, level / before) : 0);
  });
}
