import { type BlockPlan, blockPlan } from './blockPlan';
import type { KaiserFilter } from './kaiserFilters';
import { createSincSums } from './sincSums';

/** Outputs computed together: so many that groups are well filled, and no more than a few megabytes of input. */
const BLOCK_OUTPUTS = 131_072;
const BLOCK_INPUTS = 262_144;

/**
 * Computes `count` output samples at the times 0, 1 / ratio, 2 / ratio, ... of the input.
 *
 * Outputs of a block that read the same rows of the filter's table are computed together, wherever in it they lie: with a
 * ratio of small whole numbers (147 / 320) they share one filter, made once, and with any other ratio its table rows at least.
 */
export function interpolateSinc(
  filter: KaiserFilter,
  input: Float32Array,
  output: Float32Array,
  count: number,
  ratio: number,
): void {
  const block = Math.max(1, Math.min(BLOCK_OUTPUTS, Math.floor(BLOCK_INPUTS * ratio)));
  let time = 0;
  for (let start = 0; start < count; start += block) {
    const plan = blockPlan(filter, Math.min(block, count - start), ratio, time);
    interpolateBlock(plan, input, output.subarray(start));
    time = plan.endTime;
  }
}

function interpolateBlock(plan: BlockPlan, input: Float32Array, output: Float32Array): void {
  const { taps, firstSample, signalLength, outputs, centers, etas, groups } = plan;
  const sums = createSincSums(taps, signalLength, centers.length);
  // Beyond the ends of the input lie zeros, so that the sums need no ends.
  const from = Math.max(0, firstSample);
  sums.signal.set(input.subarray(from, Math.min(input.length, firstSample + signalLength)), from - firstSample);
  sums.centers.set(centers);
  sums.etas.set(etas);
  for (const { from: first, to, base, slope } of groups) {
    sums.base.set(base);
    if (slope === null) sums.byBase(first, to);
    else {
      sums.slope.set(slope);
      sums.byEta(first, to);
    }
  }
  const { results } = sums;
  for (let slot = 0; slot < outputs.length; slot++) output[outputs[slot]!] = results[slot]!;
}
