import { type BlockPlan, blockPlan } from './blockPlan';
import type { ColumnPlan } from './columnPlan';
import { COLUMNS, createColumnSums } from './columnSums';
import type { KaiserFilter } from './kaiserFilters';
import { createSincSums } from './sincSums';
import type { Scratch } from './wasm/scratch';

/** Outputs computed together: so many that groups are well filled, and no more than a few megabytes of input. */
const BLOCK_OUTPUTS = 131_072;
const BLOCK_INPUTS = 262_144;

/**
 * Computes `count` output samples at the times 0, 1 / ratio, 2 / ratio, ... of the input.
 *
 * Outputs of a block that read the same rows of the filter's table are computed together, wherever in it they lie: with a
 * ratio of small whole numbers (147 / 320) they share one filter, made once, and with any other ratio its table rows at least.
 *
 * @param scratch null: without WebAssembly, the same bits
 */
export function interpolateSinc(
  filter: KaiserFilter,
  input: Float32Array,
  output: Float32Array,
  count: number,
  ratio: number,
  scratch?: Scratch | null,
): void {
  const block = Math.max(1, Math.min(BLOCK_OUTPUTS, Math.floor(BLOCK_INPUTS * ratio)));
  let time = 0;
  for (let start = 0; start < count; start += block) {
    const plan = blockPlan(filter, Math.min(block, count - start), ratio, time);
    interpolateBlock(plan, input, output.subarray(start), scratch);
    time = plan.endTime;
  }
}

function interpolateBlock(plan: BlockPlan, input: Float32Array, output: Float32Array, scratch?: Scratch | null): void {
  const inColumns = plan.columns !== null && sumColumns(plan, plan.columns, input, output, scratch);
  const groups = inColumns ? plan.groups.filter(({ slope }) => slope !== null) : plan.groups;
  if (groups.length === 0) return;
  const { taps, signalLength, outputs, centers, etas } = plan;
  const sums = createSincSums(taps, signalLength, centers.length, scratch);
  fillSignal(sums.signal, plan, input);
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
  for (const { from: first, to } of groups) {
    for (let slot = first; slot < to; slot++) output[outputs[slot]!] = results[slot]!;
  }
}

/** The groups without a slope; false where there is no WebAssembly. */
function sumColumns(
  plan: BlockPlan,
  { filters, advance, blocks, outputs }: ColumnPlan,
  input: Float32Array,
  output: Float32Array,
  scratch?: Scratch | null,
): boolean {
  const sums = createColumnSums(filters, plan.taps, plan.signalLength, advance, outputs.length, scratch);
  if (sums === undefined) return false;
  fillSignal(sums.signal, plan, input);
  let at = 0;
  blocks.forEach((jobs, block) => {
    sums.gather(COLUMNS * block);
    for (const { filter, row } of jobs) {
      sums.sum(filter, row, at);
      at += COLUMNS;
    }
  });
  const { results } = sums;
  for (let i = 0; i < outputs.length; i++) if (outputs[i]! >= 0) output[outputs[i]!] = results[i]!;
  return true;
}

/** Beyond the ends of the input lie zeros, which the signal holds, so that the sums need no ends. */
function fillSignal(signal: Float64Array, { firstSample, signalLength }: BlockPlan, input: Float32Array): void {
  const from = Math.max(0, firstSample);
  signal.set(input.subarray(from, Math.min(input.length, firstSample + signalLength)), from - firstSample);
}
