import { type ColumnPlan, columnPlan } from './columnPlan';
import { COLUMNS } from './columnSums';
import { type FilterTaps, filterTaps } from './filterTaps';
import type { KaiserFilter } from './kaiserFilters';
import { locateOutputs } from './outputPlan';
import { rationalRatio } from './rationalRatio';
import { LANES } from './sincSums';

/**
 * Outputs whose etas differ by less have one filter, that of the middle. At 48,000 to 22,050 Hz rounding of the time spreads
 * them by 6e-6 in 2.6 s, which moves a sample by 1e-8 of the peak.
 */
const SAME_ETA = 2e-5;

/** With longer periods the columns of samples would take more memory than the second cache has. */
const MOST_ADVANCE = 2048;

/** All that a block of outputs needs but the signal. Outputs of a group share a filter; groups begin at multiples of LANES. */
export interface BlockPlan {
  /** Weights of one wing of a filter. */
  readonly taps: number;
  /** The sample of the input that is the signal's first; below 0 at the start. */
  readonly firstSample: number;
  readonly signalLength: number;
  /** By slot: the output's number in the block (that of the last output again in slots that fill up a group). */
  readonly outputs: Int32Array;
  /** By slot: where its filter is centered in the signal. */
  readonly centers: Int32Array;
  readonly etas: Float64Array;
  readonly groups: readonly {
    readonly from: number;
    readonly to: number;
    /** The filter of an output is base + eta * slope, or base alone. */
    readonly base: Float64Array;
    readonly slope: Float64Array | null;
  }[];
  /** All groups without a slope once more, where outputs repeat after some samples of the input and often enough. */
  readonly columns: ColumnPlan | null;
  /** Time of the output that would follow. */
  readonly endTime: number;
}

/** Plans of the last few first blocks: the clips of a corpus mostly have one length, and a plan takes as long as its use. */
const kept = new Map<string, BlockPlan>();
const MOST_KEPT = 4;

/** @param start time of the block's first output, in samples of the input */
export function blockPlan(filter: KaiserFilter, count: number, ratio: number, start: number): BlockPlan {
  if (start > 0) return makePlan(filter, count, ratio, start);
  const key = `${filter} ${count} ${ratio}`;
  let plan = kept.get(key);
  if (plan === undefined) {
    plan = makePlan(filter, count, ratio, start);
    const [oldest] = kept.keys();
    if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, plan);
  }
  return plan;
}

function makePlan(filter: KaiserFilter, count: number, ratio: number, start: number): BlockPlan {
  const scale = Math.min(1, ratio);
  const table = filterTaps(filter, scale);
  const taps = table.stride;
  const located = locateOutputs(table, count, scale, 1 / ratio, start);
  const { order, groupEnds, offsets, rightOffsets, rightEtas } = located;
  // No filter reaches beyond these.
  const firstSample = located.centers[0]! - taps;
  const signalLength = located.centers.at(-1)! + taps + 1 - firstSample;

  const slots = paddedSlots(groupEnds);
  const outputs = new Int32Array(slots);
  const centers = new Int32Array(slots);
  const etas = new Float64Array(slots);
  const groups: BlockPlan['groups'][number][] = [];
  let slot = 0;
  for (let group = 0, at = 0; group < groupEnds.length; group++) {
    const end = groupEnds[group]!;
    if (end === at) continue;
    const from = slot;
    const first = order[at]!;
    let least = 1;
    let most = 0;
    for (; at < end || slot % LANES > 0; slot++) {
      const output = order[Math.min(at, end - 1)]!;
      outputs[slot] = output;
      centers[slot] = located.centers[output]! - firstSample;
      const eta = located.etas[output]!;
      etas[slot] = eta;
      if (eta < least) least = eta;
      if (eta > most) most = eta;
      if (at < end) at++;
    }
    const base = new Float64Array(2 * taps);
    const slope = new Float64Array(2 * taps);
    const etaSum = located.etas[first]! + rightEtas[first]!;
    makeFilter(table, offsets[first]!, rightOffsets[first]!, etaSum, base, slope);
    if (most - least < SAME_ETA) {
      const middle = (least + most) / 2;
      for (let i = 0; i < base.length; i++) base[i]! += middle * slope[i]!;
      groups.push({ from, to: slot, base, slope: null });
    } else {
      groups.push({ from, to: slot, base, slope });
    }
  }
  const exact = rationalRatio(ratio, count / COLUMNS, MOST_ADVANCE);
  const shared = groups.filter(({ slope }) => slope === null);
  const columns = exact ? columnPlan(shared, centers, outputs, taps, exact.denominator) : null;
  return { taps, firstSample, signalLength, outputs, centers, etas, groups, columns, endTime: located.endTime };
}

function paddedSlots(groupEnds: Int32Array): number {
  let slots = 0;
  for (let group = 0, at = 0; group < groupEnds.length; group++) {
    slots += LANES * Math.ceil((groupEnds[group]! - at) / LANES);
    at = groupEnds[group]!;
  }
  return slots;
}

/**
 * The weight of a tap is w + eta (next - w), and the etas of both wings add up to the same in a whole group:
 * the filter of an output is base + eta * slope, eta being that of its left wing.
 */
function makeFilter(
  { data, stride, step, tableLength }: FilterTaps,
  offset: number,
  rightOffset: number,
  etaSum: number,
  base: Float64Array,
  slope: Float64Array,
): void {
  const leftTaps = Math.trunc((tableLength - offset) / step);
  for (let i = 0, row = offset * stride; i < leftTaps; i++, row++) {
    base[i] = data[row]!;
    slope[i] = data[row + stride]! - data[row]!;
  }
  const rightTaps = Math.trunc((tableLength - rightOffset) / step);
  for (let i = 0, row = rightOffset * stride; i < rightTaps; i++, row++) {
    const difference = data[row + stride]! - data[row]!;
    base[stride + i] = data[row]! + etaSum * difference;
    slope[stride + i] = -difference;
  }
}
