import { type Code, f32x4, i32, type Variable, wasmFunction, whileTrue } from './wasm/assembler';
import { createLayout, createScratch, type Scratch } from './wasm/scratch';

/**
 * Sums of a resampler whose outputs all have filters of their own, in between the rows of a table: result i is
 * row + shares[i] * (next row - row) times the signal from places[i] on, row being number rowNumbers[i].
 *
 * Products and sums are float32, eight of each row side by side, in WebAssembly and JavaScript alike: both give the same bits.
 */
export interface InterpolatedSums {
  readonly signal: Float32Array;
  readonly places: Int32Array;
  readonly rowNumbers: Int32Array;
  readonly shares: Float32Array;
  readonly results: Float32Array;
  run(): void;
}

const LANES = 8;

/**
 * @param rows one behind the other, `taps` weights each
 * @param taps a multiple of 8
 * @param scratch null where there is no WebAssembly
 */
export function createInterpolatedSums(
  rows: Float32Array,
  taps: number,
  signalLength: number,
  count: number,
  scratch: Scratch | null = sharedScratch(),
): InterpolatedSums {
  if (scratch === null) {
    const sums = {
      signal: new Float32Array(signalLength),
      places: new Int32Array(count),
      rowNumbers: new Int32Array(count),
      shares: new Float32Array(count),
      results: new Float32Array(count),
    };
    return { ...sums, run: () => sumBetweenRows(sums, rows, taps) };
  }
  const layout = createLayout();
  const at = {
    rows: layout.float32(rows.length),
    signal: layout.float32(signalLength),
    places: layout.float32(count),
    rowNumbers: layout.float32(count),
    shares: layout.float32(count),
    results: layout.float32(count),
  };
  const memory = scratch.reserve(layout.bytes());
  new Float32Array(memory, at.rows, rows.length).set(rows);
  return {
    signal: new Float32Array(memory, at.signal, signalLength).fill(0),
    places: new Int32Array(memory, at.places, count),
    rowNumbers: new Int32Array(memory, at.rowNumbers, count),
    shares: new Float32Array(memory, at.shares, count),
    results: new Float32Array(memory, at.results, count),
    run: () =>
      scratch.kernels.sumBetweenRows!(
        at.places,
        at.rowNumbers,
        at.shares,
        at.rows,
        4 * taps,
        at.signal,
        at.results,
        at.results + 4 * count,
      ),
  };
}

let shared: Scratch | null | undefined;

function sharedScratch(): Scratch | null {
  shared ??= createScratch([interpolationKernel()]) ?? null;
  return shared;
}

function interpolationKernel() {
  const VECTOR = 16;
  return wasmFunction('sumBetweenRows', ({ params, locals }) => {
    const [places, rowNumbers, shares, rows, rowBytes, signal, results, resultsEnd] = params(8);
    const [here, there, hereToo, thereToo, samples] = locals(5, 'v128');
    const [address, weight, next, rowEnd] = locals(4, 'i32');
    const advance = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, i32.const(bytes)));
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
}

function sumBetweenRows(
  { signal, places, rowNumbers, shares, results }: Omit<InterpolatedSums, 'run'>,
  rows: Float32Array,
  taps: number,
): void {
  const { fround } = Math;
  const here = new Float32Array(LANES);
  const there = new Float32Array(LANES);
  for (let result = 0; result < results.length; result++) {
    here.fill(0);
    there.fill(0);
    const row = rowNumbers[result]! * taps;
    for (let tap = 0; tap < taps; tap++) {
      const lane = tap % LANES;
      const sample = signal[places[result]! + tap]!;
      here[lane]! += fround(rows[row + tap]! * sample);
      there[lane]! += fround(rows[row + taps + tap]! * sample);
    }
    for (let lane = 0; lane < LANES / 2; lane++) {
      const first = fround(here[lane]! + here[lane + LANES / 2]!);
      const second = fround(there[lane]! + there[lane + LANES / 2]!);
      here[lane] = first + fround(shares[result]! * fround(second - first));
    }
    results[result] = fround(here[0]! + here[2]!) + fround(here[1]! + here[3]!);
  }
}
