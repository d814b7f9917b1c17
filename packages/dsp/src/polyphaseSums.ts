import { polyphaseKernels } from './polyphaseKernels';
import { createLayout, createScratch, type Scratch } from './wasm/scratch';

/** Sums of a resampler whose filters are rows of one table: each is a row times as many samples of the signal. */
export interface PolyphaseSums {
  /** `taps` weights each, a multiple of 8. */
  readonly rows: Float32Array;
  readonly signal: Float32Array;
  /** By row (`byRow`) or by result (`betweenRows`): the first sample of the signal that it meets. */
  readonly places: Int32Array;
  readonly results: Float32Array;
  /** By result, for `betweenRows` only: its row, and the share of the next one in its weights. */
  readonly rowNumbers: Int32Array;
  readonly shares: Float32Array;
  /** Result r of period m is row r times the signal at places[r] + m * advance. The number of periods is a multiple of 8. */
  byRow(advance: number): void;
  betweenRows(): void;
}

export interface PolyphaseLengths {
  readonly taps: number;
  readonly rows: number;
  readonly signal: number;
  readonly places: number;
  readonly results: number;
  /** As many as results for `betweenRows`. Default 0. */
  readonly between?: number;
}

/** @param scratch null where there is no WebAssembly: the bits are the same */
export function createPolyphaseSums(
  lengths: PolyphaseLengths,
  scratch: Scratch | null = sharedScratch(),
): PolyphaseSums {
  const { taps, rows: rowCount, places, results, between = 0 } = lengths;
  if (scratch === null) {
    const sums = {
      rows: new Float32Array(rowCount * taps),
      signal: new Float32Array(lengths.signal),
      places: new Int32Array(places),
      results: new Float32Array(results),
      rowNumbers: new Int32Array(between),
      shares: new Float32Array(between),
    };
    return {
      ...sums,
      byRow: (advance) => sumByRow(sums, taps, advance),
      betweenRows: () => sumBetweenRows(sums, taps),
    };
  }
  const layout = createLayout();
  const at = {
    rows: layout.float32(rowCount * taps),
    signal: layout.float32(lengths.signal),
    places: layout.float32(places),
    results: layout.float32(results),
    rowNumbers: layout.float32(between),
    shares: layout.float32(between),
  };
  const memory = scratch.reserve(layout.bytes());
  const kernels = scratch.kernels as Record<'sumByRow' | 'sumBetweenRows', (...args: number[]) => void>;
  const end = at.results + 4 * results;
  return {
    rows: new Float32Array(memory, at.rows, rowCount * taps),
    signal: new Float32Array(memory, at.signal, lengths.signal).fill(0),
    places: new Int32Array(memory, at.places, places),
    results: new Float32Array(memory, at.results, results),
    rowNumbers: new Int32Array(memory, at.rowNumbers, between),
    shares: new Float32Array(memory, at.shares, between),
    byRow: (advance) =>
      kernels.sumByRow(
        at.places,
        at.places + 4 * places,
        at.rows,
        4 * taps,
        at.signal,
        4 * advance,
        at.results,
        4 * places,
        end,
      ),
    betweenRows: () =>
      kernels.sumBetweenRows(at.places, at.rowNumbers, at.shares, at.rows, 4 * taps, at.signal, at.results, end),
  };
}

let shared: Scratch | null | undefined;

function sharedScratch(): Scratch | null {
  shared ??= createScratch(polyphaseKernels) ?? null;
  return shared;
}

type Arrays = Omit<PolyphaseSums, 'byRow' | 'betweenRows'>;

const LANES = 4;

function sumByRow({ rows, signal, places, results }: Arrays, taps: number, advance: number): void {
  const sums = new Float32Array(LANES);
  for (let result = 0; result < results.length; result++) {
    const row = result % places.length;
    const place = places[row]! + advance * ((result - row) / places.length);
    sums.fill(0);
    addProducts(sums, rows, row * taps, signal, place, 0, taps, LANES);
    results[result] = total(sums);
  }
}

function sumBetweenRows({ rows, signal, places, rowNumbers, shares, results }: Arrays, taps: number): void {
  const { fround } = Math;
  // Two sums of each row, as vectors of even and of odd numbers: the kernel has as many to wait for fewer of them.
  const [here, hereToo, there, thereToo] = Array.from({ length: 4 }, () => new Float32Array(LANES)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let result = 0; result < results.length; result++) {
    const row = rowNumbers[result]! * taps;
    const place = places[result]!;
    for (const sums of [here, hereToo, there, thereToo]) sums.fill(0);
    addProducts(here, rows, row, signal, place, 0, taps, 2 * LANES);
    addProducts(hereToo, rows, row, signal, place, LANES, taps, 2 * LANES);
    addProducts(there, rows, row + taps, signal, place, 0, taps, 2 * LANES);
    addProducts(thereToo, rows, row + taps, signal, place, LANES, taps, 2 * LANES);
    for (let lane = 0; lane < LANES; lane++) {
      const first = fround(here[lane]! + hereToo[lane]!);
      const second = fround(there[lane]! + thereToo[lane]!);
      here[lane] = first + fround(shares[result]! * fround(second - first));
    }
    results[result] = total(here);
  }
}

/** Adds the products of the taps from, from + step, ... and the three after each to the four sums. */
function addProducts(
  sums: Float32Array,
  rows: Float32Array,
  row: number,
  signal: Float32Array,
  place: number,
  from: number,
  taps: number,
  step: number,
): void {
  const { fround } = Math;
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  for (let tap = from; tap < taps; tap += step) {
    const weight = row + tap;
    const sample = place + tap;
    sum0 = fround(sum0 + fround(rows[weight]! * signal[sample]!));
    sum1 = fround(sum1 + fround(rows[weight + 1]! * signal[sample + 1]!));
    sum2 = fround(sum2 + fround(rows[weight + 2]! * signal[sample + 2]!));
    sum3 = fround(sum3 + fround(rows[weight + 3]! * signal[sample + 3]!));
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
}

function total(sums: Float32Array): number {
  const { fround } = Math;
  return fround(fround(sums[0]! + sums[2]!) + fround(sums[1]! + sums[3]!));
}
