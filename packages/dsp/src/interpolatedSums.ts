import {
  type Code,
  createLayout,
  f32x4,
  f64x2,
  i32,
  lazyScratch,
  type Scratch,
  type Variable,
  wasmFunction,
  whileTrue,
} from '@ser/wasm';

/** Filters for outputs that lie so far behind a sample: 0, `share`, 1, 1 + share, ... of a `reach`th of a sample. */
export interface FilterTable {
  /** One behind the other, from 0 to `reach`, `taps` weights each, and one of zeros. */
  readonly rows: Float32Array;
  /** A multiple of 8. */
  readonly taps: number;
  readonly reach: number;
  /** 0 to 1; at 0 there are only the rows of whole numbers. */
  readonly share: number;
}

/**
 * Sums of a resampler whose outputs all have filters of their own, on the straight line between two rows of a table, times the
 * signal.
 *
 * Products and sums are float32, eight of each row side by side, in WebAssembly and JavaScript alike: both give the same bits.
 */
export interface InterpolatedSums {
  /** Starts with the sample that the first weight meets of an output at time `origin`. */
  readonly signal: Float32Array;
  /** Of the outputs, in samples; at least `origin`. */
  readonly times: Float64Array;
  readonly results: Float32Array;
  run(): void;
}

const LANES = 8;

/** @param scratch null where there is no WebAssembly */
export function createInterpolatedSums(
  table: FilterTable,
  origin: number,
  signalLength: number,
  count: number,
  scratch: Scratch | null = sharedScratch(),
): InterpolatedSums {
  const { rows, taps, reach, share } = table;
  if (scratch === null) {
    const signal = new Float32Array(signalLength);
    const times = new Float64Array(count);
    const results = new Float32Array(count);
    return { signal, times, results, run: () => sumBetweenRows(table, origin, signal, times, results) };
  }
  const pairs = Math.ceil(count / 2);
  const layout = createLayout();
  const at = {
    numbers: layout.float64(4),
    times: layout.float64(2 * pairs),
    rows: layout.float32(rows.length),
    signal: layout.float32(signalLength),
    places: layout.float32(2 * pairs),
    rowNumbers: layout.float32(2 * pairs),
    shares: layout.float32(2 * pairs),
    results: layout.float32(count),
  };
  const memory = scratch.reserve(layout.bytes());
  new Float64Array(memory, at.numbers, 4).set([origin, reach, share, share === 0 ? 1 : 2]);
  new Float32Array(memory, at.rows, rows.length).set(rows);
  const kernels = scratch.kernels as Record<'locate' | 'sumBetweenRows', (...args: number[]) => void>;
  return {
    signal: new Float32Array(memory, at.signal, signalLength).fill(0),
    times: new Float64Array(memory, at.times, count),
    results: new Float32Array(memory, at.results, count),
    run() {
      kernels.locate(at.numbers, at.times, at.times + 16 * pairs, at.places, at.rowNumbers, at.shares);
      kernels.sumBetweenRows(
        at.places,
        at.rowNumbers,
        at.shares,
        at.rows,
        4 * taps,
        at.signal,
        at.results,
        at.results + 4 * count,
      );
    },
  };
}

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [locate(), sumBetweenRowsKernel()]);

const VECTOR = 16;
const advance = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, i32.const(bytes)));

/** Where in the signal and between which rows the outputs lie, two at a time. */
const locate = () =>
  wasmFunction('locate', ({ params, locals, constant }) => {
    const [numbers, times, timesEnd, places, rowNumbers, shares] = params(6);
    const [origin, reach, share, rowsOfEntry, whole, place, entry, rest, isBefore] = locals(9, 'v128');
    const { add, sub, mul, div, select, floor, splat } = f64x2;
    const [zero, one] = [constant(splat(0)).get, constant(splat(1)).get];
    return [
      ...[origin, reach, share, rowsOfEntry].flatMap((number, i) => number.set(f64x2.loadSplat(numbers.get, 8 * i))),
      ...whileTrue(i32.lt(times.get, timesEnd.get), [
        ...whole.set(floor(f64x2.load(times.get))),
        ...f32x4.storeFirst(places.get, f64x2.toInt32(sub(whole.get, origin.get))),
        ...place.set(mul(sub(f64x2.load(times.get), whole.get), reach.get)),
        ...entry.set(floor(place.get)),
        ...rest.set(sub(place.get, entry.get)),
        ...isBefore.set(f64x2.lt(rest.get, share.get)),
        ...f32x4.storeFirst(
          rowNumbers.get,
          f64x2.toInt32(add(mul(entry.get, rowsOfEntry.get), select(zero, sub(rowsOfEntry.get, one), isBefore.get))),
        ),
        ...f64x2.storeFloat32(
          shares.get,
          select(div(rest.get, share.get), div(sub(rest.get, share.get), sub(one, share.get)), isBefore.get),
        ),
        ...advance(times, VECTOR),
        ...[places, rowNumbers, shares].flatMap((pointer) => advance(pointer, 8)),
      ]),
    ];
  });

const sumBetweenRowsKernel = () =>
  wasmFunction('sumBetweenRows', ({ params, locals }) => {
    const [places, rowNumbers, shares, rows, rowBytes, signal, results, resultsEnd] = params(8);
    const [here, there, hereToo, thereToo, samples] = locals(5, 'v128');
    const [address, weight, next, rowEnd] = locals(4, 'i32');
    const products = (row: Variable, nextRow: Variable, offset: number): Code => [
      ...samples.set(f32x4.load(address.get, offset)),
      ...row.set(f32x4.add(row.get, f32x4.mul(f32x4.load(weight.get, offset), samples.get))),
      ...nextRow.set(f32x4.add(nextRow.get, f32x4.mul(f32x4.load(next.get, offset), samples.get))),
    ];
    return whileTrue(i32.lt(results.get, resultsEnd.get), [
      ...address.set(i32.add(signal.get, i32.shl(i32.load(places.get), i32.const(2)))),
      ...weight.set(i32.add(rows.get, i32.mul(i32.load(rowNumbers.get), rowBytes.get))),
      ...next.set(i32.add(weight.get, rowBytes.get)),
      ...rowEnd.set(next.get),
      ...[here, there, hereToo, thereToo].flatMap((sum) => sum.set(f32x4.zero)),
      ...whileTrue(i32.lt(weight.get, rowEnd.get), [
        ...products(here, there, 0),
        ...products(hereToo, thereToo, VECTOR),
        ...[address, weight, next].flatMap((pointer) => advance(pointer, 2 * VECTOR)),
      ]),
      ...here.set(f32x4.add(here.get, hereToo.get)),
      ...there.set(f32x4.add(there.get, thereToo.get)),
      ...here.set(f32x4.add(here.get, f32x4.mul(f32x4.loadSplat(shares.get), f32x4.sub(there.get, here.get)))),
      ...here.set(f32x4.add(here.get, f32x4.swapHalves(here.get))),
      ...f32x4.storeLane(results.get, f32x4.add(here.get, f32x4.swapPairs(here.get)), 0),
      ...[places, rowNumbers, shares, results].flatMap((pointer) => advance(pointer, 4)),
    ]);
  });

function sumBetweenRows(
  { rows, taps, reach, share }: FilterTable,
  origin: number,
  signal: Float32Array,
  times: Float64Array,
  results: Float32Array,
): void {
  const { floor, fround } = Math;
  const here = new Float32Array(LANES);
  const there = new Float32Array(LANES);
  for (let result = 0; result < results.length; result++) {
    const whole = floor(times[result]!);
    const position = (times[result]! - whole) * reach;
    const entry = floor(position);
    const rest = position - entry;
    const isBefore = rest < share;
    const rowNumber = share === 0 ? entry : 2 * entry + (isBefore ? 0 : 1);
    const shareOfNext = fround(isBefore ? rest / share : (rest - share) / (1 - share));
    here.fill(0);
    there.fill(0);
    const row = rowNumber * taps;
    for (let tap = 0; tap < taps; tap++) {
      const lane = tap % LANES;
      const sample = signal[whole - origin + tap]!;
      here[lane]! += fround(rows[row + tap]! * sample);
      there[lane]! += fround(rows[row + taps + tap]! * sample);
    }
    for (let lane = 0; lane < LANES / 2; lane++) {
      const first = fround(here[lane]! + here[lane + LANES / 2]!);
      const second = fround(there[lane]! + there[lane + LANES / 2]!);
      here[lane] = first + fround(shareOfNext * fround(second - first));
    }
    results[result] = fround(here[0]! + here[2]!) + fround(here[1]! + here[3]!);
  }
}
