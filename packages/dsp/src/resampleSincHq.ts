import { SHARED } from './polyphaseKernels';
import { createPolyphaseSums, type PolyphaseSums } from './polyphaseSums';
import { type SincHqPlan, sincHqPlan } from './sincHqPlan';
import type { Scratch } from './wasm/scratch';

/** Samples of the input worked on at a time, so that the memory does not grow with the signal. */
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
  if (plan.period) resamplePeriodic(plan, plan.period, input, output, scratch);
  else resampleBetween(plan, input, output, ratio, scratch);
}

function resamplePeriodic(
  { taps, rows, phases }: SincHqPlan,
  { advance, places }: NonNullable<SincHqPlan['period']>,
  input: Float32Array,
  output: Float32Array,
  scratch?: Scratch | null,
): void {
  const most = Math.min(BLOCK_INPUTS / advance, BLOCK_OUTPUTS / phases);
  const periods = SHARED * Math.max(1, Math.floor(most / SHARED));
  const outputs = periods * phases;
  for (let start = 0, first = 1 - taps / 2; start < output.length; start += outputs, first += periods * advance) {
    const needed = Math.min(periods, SHARED * Math.ceil((output.length - start) / phases / SHARED));
    const lengths = { taps, rows: phases, places: phases, signal: needed * advance + taps, results: needed * phases };
    const sums = createPolyphaseSums(lengths, scratch);
    sums.rows.set(rows);
    sums.places.set(places);
    fillSignal(sums, input, first);
    sums.byRow(advance);
    output.set(sums.results.subarray(0, output.length - start), start);
  }
}

function resampleBetween(
  { taps, rows, phases }: SincHqPlan,
  input: Float32Array,
  output: Float32Array,
  ratio: number,
  scratch?: Scratch | null,
): void {
  const outputs = Math.max(1, Math.min(BLOCK_OUTPUTS, Math.floor(BLOCK_INPUTS * ratio)));
  for (let start = 0; start < output.length; start += outputs) {
    const count = Math.min(outputs, output.length - start);
    const origin = Math.floor(start / ratio);
    const signal = Math.floor((start + count - 1) / ratio) - origin + taps;
    const lengths = { taps, rows: phases + 1, places: count, signal, results: count, between: count };
    const sums = createPolyphaseSums(lengths, scratch);
    sums.rows.set(rows);
    fillSignal(sums, input, origin + 1 - taps / 2);
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
    sums.betweenRows();
    output.set(sums.results, start);
  }
}

/** The samples from `first` on, with zeros where the input has none. */
function fillSignal({ signal }: PolyphaseSums, input: Float32Array, first: number): void {
  const from = Math.max(0, first);
  signal.set(input.subarray(from, Math.max(from, first + signal.length)), from - first);
}
