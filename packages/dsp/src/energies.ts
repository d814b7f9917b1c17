import { createLayout, f64x2, i32, lazyScratch, type Scratch, type Variable, wasmFunction, whileTrue } from '@ser/wasm';
import { requireFinite, requireInteger, requireSize } from './checks';

/** Parts of a signal: `count` of `length` samples each, one every `stride` samples, from `first` on. */
export interface Parts {
  /** May be negative: beyond the signal's ends lie zeros. Default 0. */
  readonly first?: number;
  readonly length: number;
  readonly stride: number;
  readonly count: number;
}

/** Longer signals would take memory for good: they are summed in JavaScript. */
const LONGEST = 1_920_000;

/**
 * The sum of squares of each part, in float64; frames that overlap can share what they have in common.
 *
 * @param samples any number of them, in a unit of their own
 * @returns `count` sums, in that unit's square; 0 for a part that lies beyond an end
 * @throws DspError `INVALID_OPTION` naming the number that is not whole or too small; `NOT_FINITE` for NaN or infinity
 * @example
 * energies(Float32Array.of(1, 2, 3, 4), { length: 2, stride: 1, count: 3 }); // 5, 13, 25
 * @see the squares that librosa 0.11 `feature.rms` takes the mean of, within 1e-12 of their sum
 */
export function energies(samples: Float32Array, parts: Parts): Float64Array {
  requireInteger('energies', 'first', parts.first ?? 0, Number.MIN_SAFE_INTEGER);
  requireInteger('energies', 'length', parts.length, 1);
  requireInteger('energies', 'stride', parts.stride, 1);
  requireInteger('energies', 'count', parts.count, 0);
  requireSize('energies', `count=${parts.count}`, parts.count);
  requireFinite('energies', samples);
  return energiesOf(samples, parts);
}

/** The same of what is checked already. */
export function energiesOf(
  samples: Float32Array,
  { first = 0, length, stride, count }: Parts,
  scratch: Scratch | null = sharedScratch(),
): Float64Array {
  const sumOf = scratch === null || samples.length > LONGEST ? plainly(samples) : inVectors(samples, scratch);
  return Float64Array.from({ length: count }, (_, part) => {
    const start = first + part * stride;
    return sumOf(Math.max(0, start), Math.min(samples.length, start + length));
  });
}

/** Of the squares of the samples `from` to `to - 1`. */
type SumOfSquares = (from: number, to: number) => number;

/** Four sums side by side, as one would wait for each addition to end. */
function plainly(samples: Float32Array): SumOfSquares {
  return (from, to) => {
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    let i = from;
    for (; i + 3 < to; i += 4) {
      s0 += samples[i]! * samples[i]!;
      s1 += samples[i + 1]! * samples[i + 1]!;
      s2 += samples[i + 2]! * samples[i + 2]!;
      s3 += samples[i + 3]! * samples[i + 3]!;
    }
    for (; i < to; i++) s0 += samples[i]! * samples[i]!;
    return s0 + s1 + (s2 + s3);
  };
}

/** The same sums, so the same bits. */
function inVectors(samples: Float32Array, { kernels, reserve }: Scratch): SumOfSquares {
  const layout = createLayout();
  const at = { sums: layout.float64(4), samples: layout.float32(samples.length) };
  const memory = reserve(layout.bytes());
  const sums = new Float64Array(memory, at.sums, 4);
  new Float32Array(memory, at.samples, samples.length).set(samples);
  return (from, to) => {
    const whole = to - (Math.max(0, to - from) & 3);
    kernels.squares!(at.samples + 4 * from, at.samples + 4 * whole, at.sums);
    let first = sums[0]!;
    for (let i = whole; i < to; i++) first += samples[i]! * samples[i]!;
    return first + sums[1]! + (sums[2]! + sums[3]!);
  };
}

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [
  wasmFunction('squares', ({ params, locals }) => {
    const [at, end, to] = params(3);
    const [first, second, x] = locals(3, 'v128');
    const addSquares = (sum: Variable, offset: number) => [
      ...x.set(f64x2.loadFloat32(at.get, offset)),
      ...sum.set(f64x2.add(sum.get, f64x2.mul(x.get, x.get))),
    ];
    return [
      ...first.set(f64x2.splat(0)),
      ...second.set(f64x2.splat(0)),
      ...whileTrue(i32.lt(at.get, end.get), [
        ...addSquares(first, 0),
        ...addSquares(second, 8),
        ...at.set(i32.add(at.get, i32.const(16))),
      ]),
      ...f64x2.store(to.get, first.get),
      ...f64x2.store(to.get, second.get, 16),
    ];
  }),
]);
