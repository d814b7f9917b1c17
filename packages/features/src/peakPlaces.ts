import type { Matrix } from '@ser/dsp';
import {
  type Code,
  createLayout,
  f32x4,
  f64x2,
  i32,
  i32x4,
  ifElse,
  lazyScratch,
  type Scratch,
  type Variable,
  wasmFunction,
  whileTrue,
} from '@ser/wasm';

/** Rows in the memory at a time: what they take stays in a processor's second cache. */
const BLOCK_ROWS = 16;

/**
 * The places (row * cols + bin) of the peaks among bins `first` (1 and more) to `end` - 1: above their left neighbour, at least as high as
 * their right one, if there is one, and above a threshold times the largest value of their row, rounded to float32.
 *
 * @param S no value below 0
 * @param ref what its magnitude is, to be above instead
 * @param scratch null: without WebAssembly, the same places
 */
export function peakPlaces(
  S: Matrix,
  first: number,
  end: number,
  threshold: number,
  ref?: number,
  scratch: Scratch | null = sharedScratch(),
): Int32Array {
  const { data, rows, cols } = S;
  // What nobody asks for often has no place in the kernel.
  if (scratch === null || ref !== undefined || threshold < 0 || end === cols) {
    return plainPlaces(S, first, end, threshold, ref);
  }
  const layout = createLayout();
  const at = {
    threshold: layout.float64(1),
    count: layout.float32(1),
    rows: layout.float32(BLOCK_ROWS * cols + 4),
    places: layout.float32(BLOCK_ROWS * cols + 4),
  };
  const memory = scratch.reserve(layout.bytes());
  new Float64Array(memory, at.threshold, 1)[0] = threshold;
  const block = new Float32Array(memory, at.rows, BLOCK_ROWS * cols + 4).fill(0);
  const found = new Int32Array(memory, at.places, BLOCK_ROWS * cols);
  const placesEnd = new Int32Array(memory, at.count, 1);
  const parts: Int32Array[] = [];
  for (let row = 0; row < rows; row += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - row);
    block.set(data.subarray(row * cols, (row + count) * cols));
    scratch.kernels.findPeaks!(
      at.rows,
      at.rows + 4 * cols * count,
      4 * cols,
      4 * first,
      4 * end,
      at.threshold,
      at.places,
      at.count,
    );
    const here = found.subarray(0, (placesEnd[0]! - at.places) / 4);
    parts.push(here.map((address) => row * cols + (address - at.rows) / 4));
  }
  const places = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((filled, part) => {
    places.set(part, filled);
    return filled + part.length;
  }, 0);
  return places;
}

function plainPlaces(
  { data, rows, cols }: Matrix,
  first: number,
  end: number,
  threshold: number,
  ref?: number,
): Int32Array {
  const places: number[] = [];
  for (let row = 0; row < rows; row++) {
    const start = row * cols;
    let largest = 0;
    for (let bin = 0; bin < cols; bin++) largest = Math.max(largest, data[start + bin]!);
    const floor = ref === undefined ? Math.fround(threshold * largest) : Math.abs(ref);
    for (let place = start + first; place < start + end; place++) {
      const here = data[place]!;
      const isHigh = here > floor && here > data[place - 1]!;
      if (isHigh && (place === start + cols - 1 || here >= data[place + 1]!)) places.push(place);
    }
  }
  return new Int32Array(places);
}

const advance = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, i32.const(bytes)));

/** Of what lies so many bytes from a bin on. */
type Body = (load: (offset: number) => Code) => Code;

/** Addresses of peaks to `places`; their end to `placesEnd`. */
const findPeaks = () =>
  wasmFunction('findPeaks', ({ params, locals }) => {
    const [row, rowsEnd, rowBytes, firstBytes, endBytes, threshold, places, placesEnd] = params(8);
    const [bin, end, wholeEnd, mask] = locals(4, 'i32');
    const [largest, floor, here] = locals(3, 'v128');
    const setWholeEnd = wholeEnd.set(i32.add(bin.get, i32.and(i32.sub(end.get, bin.get), i32.const(-16))));
    /** Four bins at a time, then what is left one by one. */
    const each = (load: typeof f32x4.load, bytes: number, until: Variable, body: Body): Code =>
      whileTrue(i32.lt(bin.get, until.get), [
        ...body((offset) => load(i32.add(bin.get, i32.const(offset)))),
        ...advance(bin, bytes),
      ]);
    const throughBins = (body: Body): Code => [
      ...setWholeEnd,
      ...each(f32x4.load, 16, wholeEnd, body),
      ...each(f32x4.loadFirst, 4, end, body),
    ];
    const four = [0, 1, 2, 3];
    return [
      ...whileTrue(i32.lt(row.get, rowsEnd.get), [
        ...largest.set(f32x4.zero),
        ...bin.set(row.get),
        ...end.set(i32.add(row.get, rowBytes.get)),
        ...throughBins((load) => largest.set(f32x4.max(largest.get, load(0)))),
        ...largest.set(f32x4.max(largest.get, f32x4.swapHalves(largest.get))),
        ...largest.set(f32x4.max(largest.get, f32x4.swapPairs(largest.get))),
        // The product is rounded once, from float64, and none is below 0.
        ...floor.set(f32x4.demote(f64x2.mul(f64x2.promote(largest.get), f64x2.loadSplat(threshold.get)))),
        ...floor.set(f32x4.max(floor.get, f32x4.swapHalves(floor.get))),
        ...bin.set(i32.add(row.get, firstBytes.get)),
        ...end.set(i32.add(row.get, endBytes.get)),
        ...throughBins((load) => [
          ...here.set(load(0)),
          ...mask.set(
            i32x4.bitmask(
              f32x4.and(
                f32x4.gt(here.get, floor.get),
                f32x4.and(f32x4.gt(here.get, load(-4)), f32x4.ge(here.get, load(4))),
              ),
            ),
          ),
          ...ifElse(
            mask.get,
            four.flatMap((lane) => [
              ...i32.store(places.get, i32.add(bin.get, i32.const(4 * lane))),
              ...places.set(
                i32.add(
                  places.get,
                  i32.shl(i32.and(i32.shiftRight(mask.get, i32.const(lane)), i32.const(1)), i32.const(2)),
                ),
              ),
            ]),
            [],
          ),
        ]),
        ...row.set(i32.add(row.get, rowBytes.get)),
      ]),
      ...i32.store(placesEnd.get, places.get),
    ];
  });

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [findPeaks()]);
