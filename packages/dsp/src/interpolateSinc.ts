import { type FilterTaps, filterTaps } from './filterTaps';
import { locateOutputs, type OutputPlan } from './outputPlan';
import { createSincSums, LANES, type SincSums } from './sincSums';

/**
 * Outputs whose etas differ by less have one filter, that of the middle. At 48,000 to 22,050 Hz rounding of the time spreads
 * them by 6e-6 in 2.6 s, which moves a sample by 1e-8 of the peak.
 */
const SAME_ETA = 2e-5;

/** Outputs computed together: so many that groups are well filled, and no more than a few megabytes of input. */
const BLOCK_OUTPUTS = 65_536;
const BLOCK_INPUTS = 262_144;

/**
 * Computes `count` output samples at the times 0, 1 / ratio, 2 / ratio, ... of the input.
 *
 * Outputs of a block that read the same rows of the filter's table are computed together, wherever in it they lie: with a
 * ratio of small whole numbers (147 / 320) they share one filter, made once, and with any other ratio its table rows at least.
 */
export function interpolateSinc(input: Float32Array, output: Float32Array, count: number, ratio: number): void {
  const scale = Math.min(1, ratio);
  const table = filterTaps(scale);
  const block = Math.max(1, Math.min(BLOCK_OUTPUTS, Math.floor(BLOCK_INPUTS * ratio)));
  let time = 0;
  for (let start = 0; start < count; start += block) {
    const plan = locateOutputs(table, Math.min(block, count - start), scale, 1 / ratio, time);
    interpolateBlock(table, plan, input, output.subarray(start));
    time = plan.endTime;
  }
}

function interpolateBlock(table: FilterTaps, plan: OutputPlan, input: Float32Array, output: Float32Array): void {
  const { centers, groupEnds, order, etas, offsets, rightEtas, rightOffsets } = plan;
  const taps = table.stride;
  // Beyond the ends of the input, and wherever no filter reaches, lie zeros, so that the sums need no ends.
  const firstSample = centers[0]! - taps;
  const signalLength = centers.at(-1)! + taps + 1 - firstSample;
  const sums = createSincSums(taps, signalLength, paddedSlots(groupEnds));
  const from = Math.max(0, firstSample);
  const known = input.subarray(from, Math.min(input.length, firstSample + signalLength));
  sums.signal.set(known, from - firstSample);

  let slot = 0;
  for (let group = 0, at = 0; group < groupEnds.length; group++) {
    const end = groupEnds[group]!;
    if (end === at) continue;
    const groupStart = slot;
    const first = order[at]!;
    let least = 1;
    let most = 0;
    for (let i = at; i < end; i++, slot++) {
      const eta = etas[order[i]!]!;
      if (eta < least) least = eta;
      if (eta > most) most = eta;
      sums.etas[slot] = eta;
      sums.centers[slot] = centers[order[i]!]! - firstSample;
    }
    for (; slot % LANES > 0; slot++) sums.centers[slot] = sums.centers[slot - 1]!;
    makeFilters(table, offsets[first]!, rightOffsets[first]!, etas[first]! + rightEtas[first]!, sums);
    if (most - least < SAME_ETA) {
      const middle = (least + most) / 2;
      for (let i = 0; i < sums.base.length; i++) sums.base[i]! += middle * sums.slope[i]!;
      sums.byBase(groupStart, slot);
    } else {
      sums.byEta(groupStart, slot);
    }
    for (let i = at; i < end; i++) output[order[i]!] = sums.results[groupStart + i - at]!;
    at = end;
  }
}

/** Each group begins at a multiple of LANES. */
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
function makeFilters(
  { data, stride, step, tableLength }: FilterTaps,
  offset: number,
  rightOffset: number,
  etaSum: number,
  { base, slope }: SincSums,
): void {
  base.fill(0);
  slope.fill(0);
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
