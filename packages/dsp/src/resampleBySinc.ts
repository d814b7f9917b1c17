import type { Scratch } from '@ser/wasm';
import { createInterpolatedSums } from './interpolatedSums';
import type { KaiserFilter } from './kaiserFilters';
import { kaiserPlan } from './kaiserPlan';
import { createPeriodicSums, PERIODS } from './periodicSums';
import { sincHqPlan } from './sincHqPlan';
import type { InterpolatedPlan, PeriodicPlan, SincPlan } from './sincPlan';

/** Samples worked on at a time, so that the memory does not grow with the signal. */
const BLOCK_INPUTS = 262_144;
const BLOCK_OUTPUTS = 131_072;

/** Fills in the times of the outputs from `start` on, in samples of the input. Called block after block. */
type Clock = (times: Float64Array, start: number) => void;

function evenClock(ratio: number): Clock {
  return (times, start) => {
    for (let i = 0; i < times.length; i++) times[i] = (start + i) / ratio;
  };
}

/** Fills in the samples of a signal from the one with index `first` on. */
type Filler = (signal: Float32Array, first: number) => void;

/**
 * Fills `output` with the samples at the times 0, 1 / ratio, 2 / ratio, ... of the input, beyond whose ends lie zeros.
 *
 * @param scratch null: without WebAssembly, within 1e-6 of the largest sample
 */
export function resampleBySincHq(
  input: Float32Array,
  output: Float32Array,
  ratio: number,
  scratch?: Scratch | null,
): void {
  const plan = sincHqPlan(ratio, scratch !== null);
  if (plan.kind === 'blocks') {
    for (let start = 0; start < output.length; start += BLOCK_OUTPUTS) {
      plan.resample(output.subarray(start, start + BLOCK_OUTPUTS), input, start);
    }
  } else if (plan.kind === 'doubled') {
    const fill: Filler = (signal, first) => plan.double(signal, input, first);
    resampleInterpolated(plan.between, fill, output, ratio / 2, evenClock(ratio / 2), scratch);
  } else resampleByPlan(plan, input, output, ratio, evenClock(ratio), scratch);
}

/** As `resampleBySincHq`, at the times that resampy has by adding 1 / ratio again and again. */
export function resampleByKaiser(
  filter: KaiserFilter,
  input: Float32Array,
  output: Float32Array,
  ratio: number,
  scratch?: Scratch | null,
): void {
  const { sums, exceptions } = kaiserPlan(filter, ratio);
  const increment = 1 / ratio;
  let next = 0;
  const clock: Clock = (times) => {
    for (let i = 0; i < times.length; i++, next += increment) times[i] = next;
  };
  resampleByPlan(sums, input, output, ratio, clock, scratch);
  exceptions?.(output.length, increment, (index, time, weights) => {
    output[index] = weightedSum(weights, input, Math.floor(time) + 1);
  });
}

function resampleByPlan(
  plan: SincPlan,
  input: Float32Array,
  output: Float32Array,
  ratio: number,
  clock: Clock,
  scratch?: Scratch | null,
): void {
  if (plan.kind === 'periodic') resamplePeriodic(plan, input, output, scratch);
  else resampleInterpolated(plan, (signal, first) => fillSignal(signal, input, first), output, ratio, clock, scratch);
}

function resamplePeriodic(
  plan: PeriodicPlan,
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
  plan: InterpolatedPlan,
  fill: Filler,
  output: Float32Array,
  ratio: number,
  clock: Clock,
  scratch?: Scratch | null,
): void {
  const { floor, max, min } = Math;
  const block = max(1, min(BLOCK_OUTPUTS, floor(BLOCK_INPUTS * ratio)));
  for (let start = 0; start < output.length; start += block) {
    const count = min(block, output.length - start);
    // The clock may be a little off: a sample more on either side.
    const origin = max(0, floor(start / ratio) - 1);
    const length = floor((start + count - 1) / ratio) + 2 - origin + plan.taps;
    const sums = createInterpolatedSums(plan, origin, length, count, scratch);
    fill(sums.signal, origin - plan.delay);
    clock(sums.times, start);
    sums.run();
    output.set(sums.results, start);
  }
}

/** An output whose weights are, half and half, for what lies before the sample `middle` and for what lies from it on. */
function weightedSum(weights: ArrayLike<number>, samples: Float32Array, middle: number): number {
  const first = middle - weights.length / 2;
  const end = Math.min(weights.length, samples.length - first);
  let sum = 0;
  for (let tap = Math.max(0, -first); tap < end; tap++) sum += weights[tap]! * samples[first + tap]!;
  return sum;
}

/** The samples from `first` on; zeros, which the signal holds, where the input has none. */
function fillSignal(signal: Float32Array, input: Float32Array, first: number): void {
  const from = Math.max(0, first);
  signal.set(input.subarray(from, Math.max(from, first + signal.length)), from - first);
}
