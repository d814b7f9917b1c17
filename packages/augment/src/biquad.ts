import { cos, sin } from '@ser/dsp';
import { fromDb } from './level';

/** y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]. */
export interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

type Shape = 'lowPass' | 'highPass' | 'bandPass' | 'lowShelf' | 'highShelf' | 'peaking';

/** Nearer to the Nyquist frequency the bilinear transform leaves no room for a filter's shape. */
const HIGHEST = 0.49;

/**
 * Coefficients of a second-order filter.
 *
 * @param frequency corner or centre in Hz; above 0.49 of the rate it acts as 0.49 of the rate
 * @param gainDb of shelves and peaks
 * @see Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"
 */
export function designBiquad(shape: Shape, sampleRate: number, frequency: number, q: number, gainDb = 0): Biquad {
  const w = 2 * Math.PI * Math.min(frequency / sampleRate, HIGHEST);
  const cosine = cos(w);
  const alpha = sin(w) / (2 * q);
  const A = fromDb(gainDb / 2);
  const root = 2 * Math.sqrt(A) * alpha;
  switch (shape) {
    case 'lowPass':
      return normalised((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    case 'highPass':
      return normalised((1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    case 'bandPass':
      return normalised(alpha, 0, -alpha, 1 + alpha, -2 * cosine, 1 - alpha);
    case 'peaking':
      return normalised(1 + alpha * A, -2 * cosine, 1 - alpha * A, 1 + alpha / A, -2 * cosine, 1 - alpha / A);
    case 'lowShelf':
      return normalised(
        A * (A + 1 - (A - 1) * cosine + root),
        2 * A * (A - 1 - (A + 1) * cosine),
        A * (A + 1 - (A - 1) * cosine - root),
        A + 1 + (A - 1) * cosine + root,
        -2 * (A - 1 + (A + 1) * cosine),
        A + 1 + (A - 1) * cosine - root,
      );
    case 'highShelf':
      return normalised(
        A * (A + 1 + (A - 1) * cosine + root),
        -2 * A * (A - 1 + (A + 1) * cosine),
        A * (A + 1 + (A - 1) * cosine - root),
        A + 1 - (A - 1) * cosine + root,
        2 * (A - 1 - (A + 1) * cosine),
        A + 1 - (A - 1) * cosine - root,
      );
  }
}

function normalised(b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): Biquad {
  return { b: [b0 / a0, b1 / a0, b2 / a0], a: [a1 / a0, a2 / a0] };
}

/** The sections of a Butterworth low-pass or high-pass of even order: `scipy.signal.butter(order, ..., output='sos')`. */
export function designButterworth(
  shape: 'lowPass' | 'highPass',
  sampleRate: number,
  frequency: number,
  order: number,
): readonly Biquad[] {
  return Array.from({ length: order / 2 }, (_, k) =>
    designBiquad(shape, sampleRate, frequency, 1 / (2 * cos((Math.PI * (2 * k + 1)) / (2 * order)))),
  );
}

/** Samples that go through all sections before the next ones do: they stay in the processor's cache. */
const BLOCK = 1024;

/** Filters from rest, section after section, in float64 (`scipy.signal.sosfilt`). */
export function filterBiquads(samples: Float32Array, sections: readonly Biquad[]): Float32Array {
  const filtered = new Float32Array(samples.length);
  if (sections.length === 1) {
    filterWhole(samples, filtered, sections[0]!);
    return filtered;
  }
  const filter = createBiquadFilter(sections);
  const block = new Float64Array(BLOCK);
  for (let start = 0; start < samples.length; start += BLOCK) {
    const count = Math.min(BLOCK, samples.length - start);
    for (let i = 0; i < count; i++) block[i] = samples[start + i]!;
    filter(block, count);
    for (let i = 0; i < count; i++) filtered[start + i] = block[i]!;
  }
  return filtered;
}

/** Filters the first `count` numbers of one block after the other, in place. */
export function createBiquadFilter(sections: readonly Biquad[]): (block: Float64Array, count: number) => void {
  const states = sections.map(() => new Float64Array(4));
  return (block, count) => {
    let k = 0;
    for (; k + 1 < sections.length; k += 2) {
      filterByTwo(block, count, sections[k]!, sections[k + 1]!, states[k]!, states[k + 1]!);
    }
    if (k < sections.length) filterByOne(block, count, sections[k]!, states[k]!);
  };
}

// Each output waits for the last one, a product and a difference; all else is ready before. Two sections do not wait for one
// another, so that they take little longer than one. The last two inputs and outputs are kept from block to block.

function filterWhole(samples: Float32Array, filtered: Float32Array, { b: [b0, b1, b2], a: [a1, a2] }: Biquad): void {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const y = b0 * x + (b1 * x1 + b2 * x2) - a2 * y2 - a1 * y1;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    filtered[i] = y;
  }
}

function filterByOne(
  block: Float64Array,
  count: number,
  { b: [b0, b1, b2], a: [a1, a2] }: Biquad,
  state: Float64Array,
): void {
  let [x1, x2, y1, y2] = state as unknown as [number, number, number, number];
  for (let i = 0; i < count; i++) {
    const x = block[i]!;
    const y = b0 * x + (b1 * x1 + b2 * x2) - a2 * y2 - a1 * y1;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    block[i] = y;
  }
  state.set([x1, x2, y1, y2]);
}

function filterByTwo(
  block: Float64Array,
  count: number,
  { b: [b0, b1, b2], a: [a1, a2] }: Biquad,
  { b: [c0, c1, c2], a: [d1, d2] }: Biquad,
  state: Float64Array,
  nextState: Float64Array,
): void {
  let [x1, x2, y1, y2] = state as unknown as [number, number, number, number];
  let [z1, z2] = nextState.subarray(2) as unknown as [number, number];
  for (let i = 0; i < count; i++) {
    const x = block[i]!;
    const y = b0 * x + (b1 * x1 + b2 * x2) - a2 * y2 - a1 * y1;
    const z = c0 * y + (c1 * y1 + c2 * y2) - d2 * z2 - d1 * z1;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    z2 = z1;
    z1 = z;
    block[i] = z;
  }
  state.set([x1, x2, y1, y2]);
  nextState.set([y1, y2, z1, z2]);
}
