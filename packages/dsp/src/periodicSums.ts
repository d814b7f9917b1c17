import { type Code, f32x4, i32, type Variable, wasmFunction, whileTrue } from './wasm/assembler';
import { createLayout, createScratch, type Scratch } from './wasm/scratch';

/**
 * Sums of a resampler whose outputs come in periods: output r of period m is filter r times the signal around
 * places[r] + m * advance.
 *
 * Four filters and eight periods are worked on together: each weight serves eight products and each sample four, so that the
 * arithmetic and not the memory decides (0.05 ns a product; a sum after the other takes 0.11). Products and sums are
 * float32, in the order of the weights, in WebAssembly and JavaScript alike: both give the same bits.
 */
export interface PeriodicSums {
  /** Starts with the sample that the first weight of the first output meets. */
  readonly signal: Float32Array;
  readonly results: Float32Array;
  run(): void;
}

/** Filters by fours. */
export interface PeriodicFilters {
  /** Weights of four filters side by side, `taps` times, then of the next four. */
  readonly weights: Float32Array;
  /** A multiple of 4. */
  readonly taps: number;
  /** By four filters: the sample that their first weights meet. */
  readonly places: Int32Array;
  /** Outputs a period. The last four filters may reach into the next one. */
  readonly outputs: number;
  /** Samples of the signal a period. */
  readonly advance: number;
}

/** Filters side by side. */
export const FILTERS = 4;
/** Taps in one go of the loop: V8 does 4 half as fast again as 2. */
export const UNROLLED = 2;
/** Periods side by side. */
export const PERIODS = 8;

/**
 * @param periods a multiple of 8
 * @param scratch null where there is no WebAssembly
 */
export function createPeriodicSums(
  filters: PeriodicFilters,
  periods: number,
  scratch: Scratch | null = sharedScratch(),
): PeriodicSums {
  const { weights, taps, places, outputs, advance } = filters;
  const span = places.at(-1)! + taps;
  const signalLength = (periods - 1) * advance + span;
  // Filters beyond the last output of the last period write there.
  const resultLength = periods * outputs + FILTERS;
  if (scratch === null) {
    const signal = new Float32Array(signalLength);
    const results = new Float32Array(resultLength);
    return { signal, results, run: () => sumPeriods(filters, periods, signal, results) };
  }
  const layout = createLayout();
  const at = {
    weights: layout.float32(weights.length),
    places: layout.float32(places.length),
    columns: layout.float32(PERIODS * span),
    signal: layout.float32(signalLength),
    results: layout.float32(resultLength),
  };
  const memory = scratch.reserve(layout.bytes());
  new Float32Array(memory, at.weights, weights.length).set(weights);
  new Int32Array(memory, at.places, places.length).set(places);
  return {
    signal: new Float32Array(memory, at.signal, signalLength).fill(0),
    results: new Float32Array(memory, at.results, resultLength),
    run: () =>
      scratch.kernels.sumPeriods!(
        at.places,
        at.places + 4 * places.length,
        at.weights,
        4 * FILTERS * taps,
        at.columns,
        at.columns + 4 * PERIODS * span,
        at.signal,
        4 * advance,
        at.results,
        4 * outputs,
        at.results + 4 * periods * outputs,
      ),
  };
}

let shared: Scratch | null | undefined;

function sharedScratch(): Scratch | null {
  shared ??= createScratch([periodKernel()]) ?? null;
  return shared;
}

function periodKernel() {
  const ROW = 4 * PERIODS;
  const VECTOR = 16;
  return wasmFunction('sumPeriods', ({ param, local }) => {
    const [
      places,
      placesEnd,
      weights,
      weightBytes,
      columns,
      columnsEnd,
      signal,
      signalStep,
      results,
      step,
      resultsEnd,
    ] = Array.from({ length: 11 }, param) as [
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
    ];
    const plus = (variable: Variable, bytes: Code | number): Code =>
      i32.add(variable.get, typeof bytes === 'number' ? i32.const(bytes) : bytes);
    const advance = (variable: Variable, bytes: Code | number): Code => variable.set(plus(variable, bytes));
    const [low, high, factor] = Array.from({ length: 3 }, () => local('v128')) as [Variable, Variable, Variable];
    const sums = Array.from({ length: FILTERS }, () => [local('v128'), local('v128')] as const);
    const [column, weight, weightEnd, place, sample, result, at] = Array.from({ length: 7 }, () => local('i32')) as [
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
      Variable,
    ];
    const gather = (into: Variable): Code => [
      ...into.set(f32x4.loadFirst(at.get)),
      ...advance(at, signalStep.get),
      ...[1, 2, 3].flatMap((lane) => [
        ...into.set(f32x4.loadLane(at.get, into.get, lane)),
        ...advance(at, signalStep.get),
      ]),
    ];
    const products = (row: number): Code => [
      ...low.set(f32x4.load(column.get, ROW * row)),
      ...high.set(f32x4.load(column.get, ROW * row + VECTOR)),
      ...sums.flatMap(([lowSum, highSum], filter) => [
        ...factor.set(f32x4.loadSplat(weight.get, 4 * (FILTERS * row + filter))),
        ...lowSum.set(f32x4.add(lowSum.get, f32x4.mul(factor.get, low.get))),
        ...highSum.set(f32x4.add(highSum.get, f32x4.mul(factor.get, high.get))),
      ]),
    ];
    return whileTrue(i32.lt(results.get, resultsEnd.get), [
      // The samples that the eight periods need, side by side.
      ...column.set(columns.get),
      ...sample.set(signal.get),
      ...whileTrue(i32.lt(column.get, columnsEnd.get), [
        ...at.set(sample.get),
        ...gather(low),
        ...gather(high),
        ...f32x4.store(column.get, low.get),
        ...f32x4.store(column.get, high.get, VECTOR),
        ...advance(column, ROW),
        ...advance(sample, 4),
      ]),
      ...place.set(places.get),
      ...weight.set(weights.get),
      ...result.set(results.get),
      ...whileTrue(i32.lt(place.get, placesEnd.get), [
        ...column.set(plus(columns, i32.mul(i32.load(place.get), i32.const(ROW)))),
        ...sums.flat().flatMap((sum) => sum.set(f32x4.zero)),
        ...weightEnd.set(plus(weight, weightBytes.get)),
        ...whileTrue(i32.lt(weight.get, weightEnd.get), [
          ...Array.from({ length: UNROLLED }, (_, row) => products(row)).flat(),
          ...advance(column, UNROLLED * ROW),
          ...advance(weight, UNROLLED * 4 * FILTERS),
        ]),
        ...at.set(result.get),
        ...Array.from({ length: PERIODS }, (_, period) => [
          ...sums.flatMap((pair, filter) => f32x4.storeLane(at.get, pair[period >> 2]!.get, period % 4, 4 * filter)),
          ...advance(at, step.get),
        ]).flat(),
        ...advance(place, 4),
        ...advance(result, 4 * FILTERS),
      ]),
      ...advance(signal, i32.mul(signalStep.get, i32.const(PERIODS))),
      ...advance(results, i32.mul(step.get, i32.const(PERIODS))),
    ]);
  });
}

function sumPeriods(
  { weights, taps, places, outputs, advance }: PeriodicFilters,
  periods: number,
  signal: Float32Array,
  results: Float32Array,
): void {
  const { fround } = Math;
  for (let period = 0; period < periods; period++) {
    for (let filter = 0; filter < FILTERS * places.length; filter++) {
      const four = Math.floor(filter / FILTERS);
      let weight = FILTERS * taps * four + (filter % FILTERS);
      let sample = places[four]! + period * advance;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++, weight += FILTERS, sample++) {
        sum = fround(sum + fround(weights[weight]! * signal[sample]!));
      }
      results[period * outputs + filter] = sum;
    }
  }
}
