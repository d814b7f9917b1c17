import type { SimdBackend } from '../backend';
import { bytesOf, type NumericType } from '../memory';

/** One side of a copy: where its first item lies, and how many items lie between neighbours of each dimension. */
export interface Side {
  readonly address: number;
  readonly strides: readonly number[];
}

/** A dimension with its strides in bytes. */
interface Dimension {
  n: number;
  d: number;
  s: number;
}

/** Kinds of inner loop in `assembly/move.ts`. */
const RUNS = 0;
const TRANSPOSED = 1;
const WORDS = 2;
const BYTES = 3;

/** Most dimensions, after joining, that the kernel counts. */
const MOST_DIMENSIONS = 6;
/** Bytes that a chunk moves. */
const CHUNK = 65_536;

/** Items between neighbours in each dimension of an array that lies in memory row by row. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i]!;
  }
  return strides;
}

/** Leaves out dimensions of one, and joins neighbours that step evenly on both sides. */
function joined(shape: readonly number[], d: readonly number[], s: readonly number[], item: number): Dimension[] {
  const dimensions: Dimension[] = [];
  shape.forEach((n, i) => {
    if (n === 1) return;
    const next = { n, d: d[i]! * item, s: s[i]! * item };
    const last = dimensions.at(-1);
    if (last && last.d === n * next.d && last.s === n * next.s) {
      last.n *= n;
      last.d = next.d;
      last.s = next.s;
    } else {
      dimensions.push(next);
    }
  });
  return dimensions;
}

/** Orders the dimensions for the inner loop that suits them, and says which that is. */
function innerLoop(dimensions: Dimension[], item: number): { kind: number; tile: readonly [number, number] } {
  const last = dimensions.at(-1);
  if (!last || (last.d === item && last.s === item)) {
    // Counted in bytes from here on.
    if (last) {
      last.n *= item;
      last.d = 1;
      last.s = 1;
    } else {
      dimensions.push({ n: item, d: 1, s: 1 });
    }
    const bytes = Math.min(dimensions.at(-1)!.n, CHUNK);
    return { kind: RUNS, tile: [Math.ceil(CHUNK / bytes), bytes] };
  }
  const turned = item === 4 && last.d === item ? dimensions.findIndex(({ s }) => s === item) : -1;
  if (turned >= 0) {
    dimensions.splice(-1, 0, ...dimensions.splice(turned, 1));
    return { kind: TRANSPOSED, tile: [16, 512] };
  }
  const columns = Math.min(last.n, CHUNK / item);
  return { kind: item === 4 ? WORDS : BYTES, tile: [Math.ceil(CHUNK / item / columns), columns] };
}

/**
 * Copies an array of a shape from one address to another, with strides of its own on each side (negative to reverse, 0 to
 * repeat), on all threads. False, and nothing done, for the rare shape that has more than six dimensions left.
 */
export function stridedCopy(
  backend: SimdBackend,
  shape: readonly number[],
  to: Side,
  from: Side,
  dtype: NumericType,
): boolean {
  if (shape.includes(0)) return true;
  const item = bytesOf(1, dtype);
  const dimensions = joined(shape, to.strides, from.strides, item);
  if (dimensions.length > MOST_DIMENSIONS) return false;
  const { kind, tile } = innerLoop(dimensions, item);
  while (dimensions.length < MOST_DIMENSIONS) dimensions.unshift({ n: 1, d: 0, s: 0 });
  const [n0, n1, n2, n3, n4, n5] = dimensions.map(({ n }) => n) as [number, number, number, number, number, number];
  const t4 = Math.min(tile[0], n4);
  const t5 = Math.min(tile[1], n5);
  const tiles4 = Math.ceil(n4 / t4);
  const tiles5 = Math.ceil(n5 / t5);
  const tiles = n0 * n1 * n2 * n3 * tiles4 * tiles5;
  const per = Math.max(1, Math.floor(CHUNK / (t4 * t5 * (kind === RUNS ? 1 : item))));
  backend.parallel(
    'stridedCopy',
    Math.ceil(tiles / per),
    to.address,
    from.address,
    kind,
    tiles,
    per,
    tiles4,
    tiles5,
    t4,
    t5,
    n1,
    n2,
    n3,
    n4,
    n5,
    ...dimensions.map(({ d }) => d),
    ...dimensions.map(({ s }) => s),
  );
  return true;
}

/** Fills `length` items with a value. */
export function fill(backend: SimdBackend, address: number, length: number, dtype: NumericType, value: number): void {
  const bytes = bytesOf(length, dtype);
  const pattern = patternOf(value, dtype);
  backend.parallel('fillPattern', Math.ceil(bytes / CHUNK), address, bytes, CHUNK, pattern);
}

/** The four bytes that hold a value: one word, or one byte four times. */
export function patternOf(value: number, dtype: NumericType): number {
  if (dtype === 'float32') return new Int32Array(Float32Array.of(value).buffer)[0]!;
  return dtype === 'int32' ? value | 0 : (value & 255) * 0x01010101;
}
