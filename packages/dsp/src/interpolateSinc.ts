import { filterOutputs, filterOutputsByEta } from './filterOutputs';
import { type FilterTaps, filterTaps } from './filterTaps';
import { locateOutputs } from './outputPlan';

/**
 * Outputs whose etas differ by less have one filter, that of the middle. At 48,000 to 22,050 Hz rounding of the time spreads
 * them by 6e-6 in 2.6 s, which moves a sample by 1e-8 of the peak.
 */
const SAME_ETA = 2e-5;

/**
 * Computes `count` output samples at the times 0, 1 / ratio, 2 / ratio, ... of the input.
 *
 * Outputs that read the same rows of the filter's table are computed together, wherever in the signal they lie: with a ratio of
 * small whole numbers (147 / 320) they share one filter, made once, and with any other ratio its table rows at least.
 */
export function interpolateSinc(input: Float32Array, output: Float32Array, count: number, ratio: number): void {
  const scale = Math.min(1, ratio);
  const table = filterTaps(scale);
  const margin = table.stride;
  // No filter reaches beyond these zeros, so that the loops need no ends.
  const padded = new Float64Array(input.length + 2 * margin);
  padded.set(input, margin);

  const outputs = locateOutputs(table, count, scale, 1 / ratio);
  const { groupEnds, order, etas, offsets, rightEtas, rightOffsets } = outputs;
  const base = new Float64Array(2 * margin);
  const slope = new Float64Array(2 * margin);
  for (let group = 0, from = 0; group < groupEnds.length; group++) {
    const to = groupEnds[group]!;
    if (to === from) continue;
    const first = order[from]!;
    let least = 1;
    let most = 0;
    for (let i = from; i < to; i++) {
      const eta = etas[order[i]!]!;
      if (eta < least) least = eta;
      if (eta > most) most = eta;
    }
    const etaSum = etas[first]! + rightEtas[first]!;
    makeFilters(table, offsets[first]!, rightOffsets[first]!, etaSum, base, slope);
    if (most - least < SAME_ETA) {
      const middle = (least + most) / 2;
      for (let i = 0; i < base.length; i++) base[i]! += middle * slope[i]!;
      filterOutputs(outputs, from, to, base, padded, output);
    } else {
      filterOutputsByEta(outputs, from, to, base, slope, padded, output);
    }
    from = to;
  }
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
  base: Float64Array,
  slope: Float64Array,
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
