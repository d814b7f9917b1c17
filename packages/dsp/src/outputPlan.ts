import type { FilterTaps } from './filterTaps';
import { TABLE_STEPS } from './kaiserFilters';

/** Where each output lies in the signal and in the table, and all of them sorted into groups that read the same rows. */
export interface OutputPlan {
  /** The sample at or before an output's time. */
  readonly centers: Int32Array;
  /** The outputs' numbers, group after group. */
  readonly order: Int32Array;
  readonly groupEnds: Int32Array;
  /** Share of the next row in the weights of the left wing (the samples up to the output's time), 0 to 1. */
  readonly etas: Float64Array;
  readonly rightEtas: Float64Array;
  /** Row of the table at which each wing starts. */
  readonly offsets: Int32Array;
  readonly rightOffsets: Int32Array;
  /** Time of the output that would follow. */
  readonly endTime: number;
}

/** Rows of the two wings add up to `step` or one less, to one more when rounding has its way. */
const KINDS = 3;

/**
 * @param increment what resampy adds to its time for each output: 1 / ratio
 * @param start time of the first output
 */
export function locateOutputs(
  { step }: FilterTaps,
  count: number,
  scale: number,
  increment: number,
  start: number,
): OutputPlan {
  const { trunc } = Math;
  const centers = new Int32Array(count);
  const etas = new Float64Array(count);
  const rightEtas = new Float64Array(count);
  const offsets = new Int32Array(count);
  const rightOffsets = new Int32Array(count);
  const groups = new Int32Array(count);
  const sizes = new Int32Array(KINDS * (step + 2));
  let time = start;
  for (let t = 0; t < count; t++) {
    const n = trunc(time);
    const fraction = scale * (time - n);
    const position = fraction * TABLE_STEPS;
    const offset = trunc(position);
    const rightPosition = (scale - fraction) * TABLE_STEPS;
    const rightOffset = trunc(rightPosition);
    centers[t] = n;
    etas[t] = position - offset;
    rightEtas[t] = rightPosition - rightOffset;
    offsets[t] = offset;
    rightOffsets[t] = rightOffset;
    const group = KINDS * offset + (step + 1 - offset - rightOffset);
    groups[t] = group;
    sizes[group]!++;
    // resampy adds the time up; its rounding decides which side of a whole sample an output falls on.
    time += increment;
  }
  const groupEnds = new Int32Array(sizes.length);
  for (let group = 1; group < sizes.length; group++) groupEnds[group] = groupEnds[group - 1]! + sizes[group - 1]!;
  const order = new Int32Array(count);
  // Each group's start moves on with every output put there, and is its end when all are.
  for (let t = 0; t < count; t++) order[groupEnds[groups[t]!]!++] = t;
  return { centers, order, groupEnds, etas, rightEtas, offsets, rightOffsets, endTime: time };
}
