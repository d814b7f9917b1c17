import { type Code, f64x2, i32, type WasmFunction, wasmFunction, whileTrue } from './wasm/assembler';
import { createLayout, createScratch, type Scratch } from './wasm/scratch';

/**
 * Sums of a resampler: results[slot] is the signal around centers[slot], weighted.
 *
 * Sums are rounded to float32 at each tap and in resampy's order: from the center back, then from it on. Each is a chain of
 * operations that wait for one another (12 cycles a tap), so eight go side by side: slots come in groups of eight that share
 * a filter. WebAssembly's vectors take 0.4 ns a tap here, JavaScript 0.9; both give the same bits.
 */
export interface SincSums {
  /** `2 * taps` weights: those of the center and of what lies before it, then of what lies after. */
  readonly base: Float64Array;
  readonly slope: Float64Array;
  /** At least `taps` zeros lie at either end. */
  readonly signal: Float64Array;
  readonly centers: Int32Array;
  readonly etas: Float64Array;
  readonly results: Float32Array;
  /** The slots `from` to `to - 1`, both multiples of eight, by the filter `base`. */
  byBase(from: number, to: number): void;
  /** The same by `base + eta * slope`, each slot with its own eta. */
  byEta(from: number, to: number): void;
}

/** Slots side by side. */
export const LANES = 8;

/** @param scratch null where there is no WebAssembly */
export function createSincSums(
  taps: number,
  signalLength: number,
  slots: number,
  scratch: Scratch | null = sharedScratch(),
): SincSums {
  const lengths = { base: 2 * taps, slope: 2 * taps, signal: signalLength, etas: slots };
  if (scratch === null) {
    const arrays = {
      base: new Float64Array(lengths.base),
      slope: new Float64Array(lengths.slope),
      signal: new Float64Array(lengths.signal),
      etas: new Float64Array(lengths.etas),
      centers: new Int32Array(slots),
      results: new Float32Array(slots),
    };
    return {
      ...arrays,
      byBase: (from, to) => sumByBase(arrays, taps, from, to),
      byEta: (from, to) => sumByEta(arrays, taps, from, to),
    };
  }
  const layout = createLayout();
  const at = {
    base: layout.float64(lengths.base),
    slope: layout.float64(lengths.slope),
    signal: layout.float64(lengths.signal),
    etas: layout.float64(lengths.etas),
    centers: layout.float32(slots),
    results: layout.float32(slots),
  };
  const memory = scratch.reserve(layout.bytes());
  const { kernels } = scratch;
  const call = (kernel: string) => (from: number, to: number) =>
    kernels[kernel]!(
      at.base,
      at.slope,
      taps,
      at.signal,
      at.centers + 4 * from,
      at.etas + 8 * from,
      at.results + 4 * from,
      at.results + 4 * to,
    );
  return {
    base: new Float64Array(memory, at.base, lengths.base),
    slope: new Float64Array(memory, at.slope, lengths.slope),
    signal: new Float64Array(memory, at.signal, lengths.signal).fill(0),
    etas: new Float64Array(memory, at.etas, lengths.etas),
    centers: new Int32Array(memory, at.centers, slots),
    results: new Float32Array(memory, at.results, slots),
    byBase: call('byBase'),
    byEta: call('byEta'),
  };
}

let shared: Scratch | null | undefined;

function sharedScratch(): Scratch | null {
  shared ??= createScratch([sumKernel('byBase', false), sumKernel('byEta', true)]) ?? null;
  return shared;
}

/** Four vectors of two slots. */
function sumKernel(name: string, hasSlope: boolean): WasmFunction {
  return wasmFunction(name, ({ params, local }) => {
    const [base, slope, taps, signal, centers, etas, results, end] = params(8);
    const addresses = Array.from({ length: LANES }, () => local('i32'));
    const sums = Array.from({ length: LANES / 2 }, () => local('v128'));
    const lanesOfEta = Array.from({ length: hasSlope ? LANES / 2 : 0 }, () => local('v128'));
    const weight = local('v128');
    const difference = local('v128');
    const tap = local('i32');
    const distance = local('i32');
    const last = local('i32');

    const sample = (lane: number) => i32.add(addresses[lane]!.get, distance.get);
    const wing = (step: number): Code => [
      ...last.set(i32.add(tap.get, i32.shl(taps.get, i32.const(3)))),
      ...whileTrue(i32.lt(tap.get, last.get), [
        ...weight.set(f64x2.loadSplat(i32.add(base.get, tap.get))),
        ...(hasSlope ? difference.set(f64x2.loadSplat(i32.add(slope.get, tap.get))) : []),
        ...sums.flatMap((sum, pair) => {
          const samples = f64x2.loadSecond(sample(2 * pair + 1), f64x2.loadFirst(sample(2 * pair)));
          const ownWeight = hasSlope
            ? f64x2.add(weight.get, f64x2.mul(lanesOfEta[pair]!.get, difference.get))
            : weight.get;
          return sum.set(f64x2.fround(f64x2.add(sum.get, f64x2.mul(ownWeight, samples))));
        }),
        ...tap.set(i32.add(tap.get, i32.const(8))),
        ...distance.set(i32.add(distance.get, i32.const(step))),
      ]),
    ];
    return whileTrue(i32.lt(results.get, end.get), [
      ...addresses.flatMap((address, lane) =>
        address.set(i32.add(signal.get, i32.shl(i32.load(centers.get, 4 * lane), i32.const(3)))),
      ),
      ...lanesOfEta.flatMap((eta, pair) => eta.set(f64x2.load(etas.get, 16 * pair))),
      ...sums.flatMap((sum) => sum.set(f64x2.splat(0))),
      ...tap.set(i32.const(0)),
      ...distance.set(i32.const(0)),
      ...wing(-8),
      ...distance.set(i32.const(8)),
      ...wing(8),
      ...sums.flatMap((sum, pair) => f64x2.storeFloat32(results.get, sum.get, 8 * pair)),
      ...centers.set(i32.add(centers.get, i32.const(4 * LANES))),
      ...etas.set(i32.add(etas.get, i32.const(8 * LANES))),
      ...results.set(i32.add(results.get, i32.const(4 * LANES))),
    ]);
  });
}

type Arrays = Omit<SincSums, 'byBase' | 'byEta'>;

function sumByBase({ base, signal, centers, results }: Arrays, taps: number, from: number, to: number): void {
  const { fround } = Math;
  for (let slot = from; slot < to; slot++) {
    const center = centers[slot]!;
    let sum = 0;
    for (let i = 0; i < taps; i++) sum = fround(sum + base[i]! * signal[center - i]!);
    for (let i = 1; i <= taps; i++) sum = fround(sum + base[taps + i - 1]! * signal[center + i]!);
    results[slot] = sum;
  }
}

function sumByEta(
  { base, slope, signal, centers, etas, results }: Arrays,
  taps: number,
  from: number,
  to: number,
): void {
  const { fround } = Math;
  for (let slot = from; slot < to; slot++) {
    const center = centers[slot]!;
    const eta = etas[slot]!;
    let sum = 0;
    for (let i = 0; i < taps; i++) sum = fround(sum + (base[i]! + eta * slope[i]!) * signal[center - i]!);
    for (let i = 1; i <= taps; i++) {
      const weight = base[taps + i - 1]! + eta * slope[taps + i - 1]!;
      sum = fround(sum + weight * signal[center + i]!);
    }
    results[slot] = sum;
  }
}
