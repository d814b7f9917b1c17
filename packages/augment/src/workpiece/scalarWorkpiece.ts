import type { Biquad } from '../biquad';
import { tanh } from '../tanh';
import { BLOCK, filterBlock, stepOf } from './blockFilter';
import { maskOf, orderOf, PLACES, placeOf } from './order';
import type { Workpiece } from './workpiece';

/** On any engine, and while another is worked on. */
export function createScalarWorkpiece(original: Float32Array): Workpiece {
  const samples = original.slice();
  const { length } = samples;
  return {
    length,
    samples,
    sumOfSquares: (from = 0, to = length) => sumOfSquares(samples, from, to),
    extremes: () => extremesOf(samples),
    countOrders: (magnitudes) => countOrders(samples, magnitudes, new Uint32Array(PLACES)),
    ordersAt(place, count, magnitudes) {
      const bits = new Int32Array(samples.buffer);
      const orders = new Int32Array(count);
      for (let i = 0, found = 0; found < count; i++) {
        const each = orderOf(bits[i]! & maskOf(magnitudes));
        if (placeOf(each) === place) orders[found++] = each;
      }
      return orders;
    },
    scale(factor) {
      for (let i = 0; i < length; i++) samples[i] = factor * samples[i]!;
    },
    clip(low, high) {
      for (let i = 0; i < length; i++) {
        if (samples[i]! < low) samples[i] = low;
        else if (samples[i]! > high) samples[i] = high;
      }
    },
    thinTo: (count) => thinTo(samples, count),
    tanh(gain) {
      const factor = Math.fround(gain);
      for (let i = 0; i < length; i++) samples[i] = tanh(Math.fround(factor * samples[i]!));
    },
    add: (sound, factor, at = 0) => addTo(samples, sound, factor, at, 0),
    filter: (sections) => filter(samples, sections),
  };
}

export function thinTo(samples: Float32Array, count: number): void {
  const thin = new Float32Array(count);
  interpolate(samples, thin);
  interpolate(thin, samples);
}

/** Fills `target` with samples at even distances, the first and the last where they were. */
function interpolate(samples: Float32Array, target: Float32Array): void {
  const last = samples.length - 1;
  const end = target.length - 1;
  const step = stepBetween(samples.length, target.length);
  for (let i = 0; i < end; i++) {
    const at = i * step;
    const index = Math.floor(at);
    const below = samples[index]!;
    target[i] = below + (samples[Math.min(index + 1, last)]! - below) * (at - index);
  }
  target[end] = samples[end > 0 ? last : 0]!;
}

export function stepBetween(from: number, to: number): number {
  return to > 1 ? (from - 1) / (to - 1) : 0;
}

/** In four sums, as vectors do. */
export function sumOfSquares(samples: Float32Array, from: number, to: number, sums = new Float64Array(4)): number {
  for (let i = from; i < to; i++) sums[(i - from) & 3]! += samples[i]! * samples[i]!;
  return sums[0]! + sums[1]! + (sums[2]! + sums[3]!);
}

/** Adds to the counts. */
export function countOrders(samples: Float32Array, magnitudes: boolean, counts: Uint32Array): Uint32Array {
  const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
  for (let i = 0; i < bits.length; i++) counts[placeOf(orderOf(bits[i]! & maskOf(magnitudes)))]!++;
  return counts;
}

export function extremesOf(
  samples: Float32Array,
  [low, high]: [number, number] = [samples[0]!, samples[0]!],
): [number, number] {
  for (let i = 0; i < samples.length; i++) {
    low = Math.min(low, samples[i]!);
    high = Math.max(high, samples[i]!);
  }
  return [low, high];
}

export function addTo(
  samples: Float32Array,
  sound: Float32Array | Float64Array,
  factor: number,
  at: number,
  from: number,
): void {
  for (let i = from; i < sound.length; i++) samples[at + i]! += factor * sound[i]!;
}

export function filter(samples: Float32Array, sections: readonly Biquad[]): void {
  const steps = sections.map((section) => ({ step: stepOf(section), state: new Float64Array(2) }));
  const block = new Float64Array(BLOCK);
  for (let start = 0; start < samples.length; start += BLOCK) {
    const part = samples.subarray(start, start + BLOCK);
    block.fill(0, part.length);
    block.set(part);
    for (const { step, state } of steps) filterBlock(block, step, state);
    part.set(block.subarray(0, part.length));
  }
}
