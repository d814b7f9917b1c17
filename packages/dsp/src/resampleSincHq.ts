import { createInterpolatedSums } from './interpolatedSums';
import { createPeriodicSums, PERIODS } from './periodicSums';
import { type SincHqPlan, sincHqPlan } from './sincHqPlan';
import type { Scratch } from './wasm/scratch';

type Plan<Kind> = Extract<SincHqPlan, { kind: Kind }>;

/** Samples worked on at a time, so that the memory does not grow with the signal. */
const BLOCK_INPUTS = 262_144;
const BLOCK_OUTPUTS = 131_072;

/**
 * Fills `output` with the samples at the times 0, 1 / ratio, 2 / ratio, ... of the input, beyond whose ends lie zeros.
 *
 * @param scratch null: without WebAssembly, the same bits
 */
export function resampleSincHq(
  input: Float32Array,
  output: Float32Array,
  ratio: number,
  scratch?: Scratch | null,
): void {
  const plan = sincHqPlan(ratio);
  if (plan.kind === 'periodic') resamplePeriodic(plan, input, output, scratch);
  else resampleInterpolated(plan, input, output, ratio, scratch);
}

function resamplePeriodic(
  plan: Plan<'periodic'>,
  input: Float32Array,
  output: Float32Array,
  scratch?: Scratch | null,
): void {
  const { outputs, advance, delay } = plan;
  const most = Math.min(BLOCK_INPUTS / advance, BLOCK_OUTPUTS / outputs);
  const periods = PERIODS * Math.max(1, Math.floor(most / PERIODS));
  for (let start = 0, period = 0; start < output.length; start += periods * outputs, period += periods) {
    const missing = Math.ceil((output.length - start) / outputs);
    const sums = createPeriodicSums(plan, Math.min(periods, PERIODS * Math.ceil(missing / PERIODS)), scratch);
    fillSignal(sums.signal, input, period * advance - delay);
    sums.run();
    output.set(sums.results.subarray(0, Math.min(periods * outputs, output.length - start)), start);
  }
}

function resampleInterpolated(
  { rows, taps, phases, delay }: Plan<'interpolated'>,
  input: Float32Array,
  output: Float32Array,
  ratio: number,
  scratch?: Scratch | null,
): void {
  const block = Math.max(1, Math.min(BLOCK_OUTPUTS, Math.floor(BLOCK_INPUTS * ratio)));
  for (let start = 0; start < output.length; start += block) {
    const count = Math.min(block, output.length - start);
    const origin = Math.floor(start / ratio);
    const length = Math.floor((start + count - 1) / ratio) - origin + taps;
    const sums = createInterpolatedSums(rows, taps, length, count, scratch);
    fillSignal(sums.signal, input, origin - delay);
    for (let i = 0; i < count; i++) {
      const time = (start + i) / ratio;
      const whole = Math.floor(time);
      const position = (time - whole) * phases;
      // Rounding may give the position of the next sample.
      const row = Math.min(phases - 1, Math.floor(position));
      sums.places[i] = whole - origin;
      sums.rowNumbers[i] = row;
      sums.shares[i] = position - row;
    }
    sums.run();
    output.set(sums.results, start);
  }
}

/** The samples from `first` on; zeros, which the signal holds, where the input has none. */
function fillSignal(signal: Float32Array, input: Float32Array, first: number): void {
  const from = Math.max(0, first);
  signal.set(input.subarray(from, Math.max(from, first + signal.length)), from - first);
}
