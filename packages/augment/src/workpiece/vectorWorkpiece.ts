import { createLayout, type Scratch } from '@ser/wasm';
import { BLOCK, STEP_NUMBERS, stepOf } from './blockFilter';
import { maskOf, PLACES } from './order';
import { addTo, countOrders, extremesOf, filter, stepBetween, sumOfSquares, thinTo } from './scalarWorkpiece';
import type { Workpiece } from './workpiece';

/** Half of the highest order of a filter. */
const MOST_SECTIONS = 16;

/** In WebAssembly's vectors. The memory is good until the scratch is asked for memory again. */
export function createVectorWorkpiece(original: Float32Array, scratch: Scratch): Workpiece {
  const { length } = original;
  const layout = createLayout();
  const at = {
    numbers: layout.float64(4),
    sections: layout.float64(MOST_SECTIONS * STEP_NUMBERS),
    states: layout.float64(MOST_SECTIONS * 2),
    block: layout.float64(BLOCK),
    counts: layout.float32(PLACES),
    samples: layout.float32(length + BLOCK),
    others: layout.float64(length + 8),
  };
  const memory = scratch.reserve(layout.bytes());
  const { kernels } = scratch;
  const numbers = new Float64Array(memory, at.numbers, 4);
  const samples = new Float32Array(memory, at.samples, length);
  samples.set(original);
  new Float32Array(memory, at.samples + 4 * length, BLOCK).fill(0);

  const end = at.samples + 4 * length;
  /** Of a loop by four; what is left is for JavaScript. */
  const wholeEnd = (from: number, to: number): number => at.samples + 4 * (to - ((to - from) & 3));

  return {
    length,
    samples,
    sumOfSquares(from = 0, to = length) {
      numbers.fill(0);
      kernels.squares!(at.samples + 4 * from, wholeEnd(from, to), at.numbers);
      return sumOfSquares(samples, to - ((to - from) & 3), to, numbers);
    },
    extremes() {
      if (length < 4) return extremesOf(samples);
      kernels.extremes!(at.samples, wholeEnd(0, length), at.numbers);
      const [low] = extremesOf(new Float32Array(memory, at.numbers, 4));
      const [, high] = extremesOf(new Float32Array(memory, at.numbers + 16, 4));
      return extremesOf(samples.subarray(length & ~3), [low, high]);
    },
    countOrders(magnitudes) {
      const counts = new Uint32Array(memory, at.counts, PLACES).fill(0);
      kernels.countOrders!(at.samples, wholeEnd(0, length), maskOf(magnitudes), at.counts + 4 * (PLACES / 2));
      countOrders(samples.subarray(length & ~3), magnitudes, counts);
      return counts;
    },
    ordersAt(place, count, magnitudes) {
      // The samples of the padding count, and come last.
      kernels.collectOrders!(at.samples, end, maskOf(magnitudes), place - PLACES / 2, at.others);
      return new Int32Array(memory, at.others, count).slice();
    },
    scale(factor) {
      numbers[0] = factor;
      kernels.scale!(at.samples, end, at.numbers);
    },
    clip(low, high) {
      new Float32Array(memory, at.numbers, 2).set([low, high]);
      kernels.clip!(at.samples, end, at.numbers);
    },
    thinTo(count) {
      if (count > 2 * length) return thinTo(samples, count);
      const interpolate = (source: number, from: number, target: number, to: number) => {
        numbers.set([stepBetween(from, to), 0, 1]);
        kernels.interpolate!(source, target, target + 4 * to, at.numbers);
        // By rounding its place may be that of the one before.
        const ends = new Float32Array(memory, target, to);
        ends[to - 1] = new Float32Array(memory, source, from)[to > 1 ? from - 1 : 0]!;
      };
      interpolate(at.samples, length, at.others, count);
      interpolate(at.others, count, at.samples, length);
    },
    tanh(gain) {
      new Float32Array(memory, at.numbers, 1)[0] = gain;
      kernels.tanh!(at.samples, end, at.numbers);
    },
    add(sound, factor, to = 0) {
      const isNarrow = sound instanceof Float32Array;
      new (isNarrow ? Float32Array : Float64Array)(memory, at.others, sound.length).set(sound);
      numbers[0] = factor;
      const whole = sound.length & ~3;
      const start = at.samples + 4 * to;
      kernels[isNarrow ? 'addFloat32' : 'addFloat64']!(start, start + 4 * whole, at.others, at.numbers);
      addTo(samples, sound, factor, to, whole);
    },
    filter(sections) {
      if (sections.length > MOST_SECTIONS) return filter(samples, sections);
      sections.forEach((section, index) => {
        new Float64Array(memory, at.sections + 8 * STEP_NUMBERS * index, STEP_NUMBERS).set(stepOf(section));
      });
      new Float64Array(memory, at.states, 2 * sections.length).fill(0);
      const sectionsEnd = at.sections + 8 * STEP_NUMBERS * sections.length;
      for (let start = at.samples; start < end; start += 4 * BLOCK) {
        kernels.filterBlock!(start, at.block, at.block + 8 * BLOCK, at.sections, sectionsEnd, at.states);
      }
    },
  };
}
