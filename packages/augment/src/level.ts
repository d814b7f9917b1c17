import { exp } from './portableMath';
import { work } from './workpiece/work';
import type { Workpiece } from './workpiece/workpiece';

/** Amplitude ratio of a level difference: -6.02 dB is 0.5. */
export function fromDb(decibels: number): number {
  return exp((decibels / 20) * Math.LN10);
}

/** Root mean square, in float64. */
export function rmsOf(samples: Float32Array): number {
  return work(samples, rms);
}

export function rms(piece: Workpiece): number {
  return Math.sqrt(piece.sumOfSquares() / piece.length);
}

const levels = new WeakMap<Float32Array, number>();

/** The RMS of a sound that is used again and again. */
export function knownRmsOf(sound: Float32Array): number {
  let level = levels.get(sound);
  if (level === undefined) {
    level = rmsOf(sound);
    levels.set(sound, level);
  }
  return level;
}
