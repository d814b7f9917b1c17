import {
  type Code,
  createLayout,
  f32x4,
  i32,
  lazyScratch,
  type Scratch,
  type Variable,
  wasmFunction,
  whileTrue,
} from '@ser/wasm';

/**
 * Sums of a resampler whose outputs come in periods: output r of period m is filter r times the signal around
 * places[r] + m * advance.
 *
 * Four filters and twelve periods are worked on together: each weight serves twelve products and each sample four, so that the
 * arithmetic and not the memory decides. Products and sums are
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
const LANES = 4;
const VECTOR = 4 * LANES;
const advance = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, i32.const(bytes)));

/** Taps in one go of the loop: V8 does 4 half as fast again as 2. */
export const UNROLLED = 2;
/** Periods side by side: three vectors. With four filters that is 12 sums at a time, as many as there are registers for. */
export const PERIODS = 12;

/**
 * @param periods a multiple of 12
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
    columns: layout.float32(PERIODS * span),
    signal: layout.float32(signalLength),
    results: layout.float32(resultLength),
  };
  const memory = scratch.reserve(layout.bytes());
  new Float32Array(memory, at.weights, weights.length).set(weights);
  const kernels = scratch.kernels as Record<'gatherColumns' | 'sumFilters', (...args: number[]) => void>;
  const rowBytes = 4 * PERIODS;
  const weightBytes = 4 * FILTERS * taps;
  return {
    signal: new Float32Array(memory, at.signal, signalLength).fill(0),
    results: new Float32Array(memory, at.results, resultLength),
    run() {
      for (let period = 0; period < periods; period += PERIODS) {
        kernels.gatherColumns(at.columns, at.columns + span * rowBytes, at.signal + 4 * period * advance, 4 * advance);
        const results = at.results + 4 * period * outputs;
        for (let four = 0; four < places.length; four++) {
          const weight = at.weights + four * weightBytes;
          const column = at.columns + places[four]! * rowBytes;
          kernels.sumFilters(column, weight, weight + weightBytes, results + 4 * FILTERS * four, 4 * outputs);
        }
      }
    },
  };
}

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [gatherColumns(), sumFilters()]);

/** Puts the samples that lie `step` bytes apart side by side, then those after them, and so on. */
const gatherColumns = () =>
  wasmFunction('gatherColumns', ({ param, local }) => {
    const [columns, columnsEnd, signal, step] = [param(), param(), param(), param()];
    const at = local('i32');
    const samples = local('v128');
    const vector = (index: number): Code => [
      ...samples.set(f32x4.zero),
      ...Array.from({ length: LANES }, (_, lane) => [
        ...samples.set(f32x4.loadLane(at.get, samples.get, lane)),
        ...at.set(i32.add(at.get, step.get)),
      ]).flat(),
      ...f32x4.store(columns.get, samples.get, VECTOR * index),
    ];
    return whileTrue(i32.lt(columns.get, columnsEnd.get), [
      ...at.set(signal.get),
      ...Array.from({ length: PERIODS / LANES }, (_, index) => vector(index)).flat(),
      ...advance(columns, 4 * PERIODS),
      ...advance(signal, 4),
    ]);
  });

/** The outputs of four filters side by side, of as many periods `step` bytes apart as there are columns. */
const sumFilters = () =>
  wasmFunction('sumFilters', ({ param, local }) => {
    const [column, weight, weightEnd, result, step] = [param(), param(), param(), param(), param()];
    const samples = Array.from({ length: PERIODS / LANES }, () => local('v128'));
    const sums = Array.from({ length: FILTERS }, () => samples.map(() => local('v128')));
    const factor = local('v128');
    const products = (row: number): Code => [
      ...samples.flatMap((vector, index) => vector.set(f32x4.load(column.get, 4 * PERIODS * row + VECTOR * index))),
      ...sums.flatMap((sumsOfFilter, filter) => [
        ...factor.set(f32x4.loadSplat(weight.get, 4 * (FILTERS * row + filter))),
        ...sumsOfFilter.flatMap((sum, index) =>
          sum.set(f32x4.add(sum.get, f32x4.mul(factor.get, samples[index]!.get))),
        ),
      ]),
    ];
    return [
      ...whileTrue(i32.lt(weight.get, weightEnd.get), [
        ...Array.from({ length: UNROLLED }, (_, row) => products(row)).flat(),
        ...advance(column, UNROLLED * 4 * PERIODS),
        ...advance(weight, UNROLLED * 4 * FILTERS),
      ]),
      ...Array.from({ length: PERIODS }, (_, period) => [
        ...sums.flatMap((sumsOfFilter, filter) =>
          f32x4.storeLane(result.get, sumsOfFilter[Math.floor(period / LANES)]!.get, period % LANES, 4 * filter),
        ),
        ...result.set(i32.add(result.get, step.get)),
      ]).flat(),
    ];
  });

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
