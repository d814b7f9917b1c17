import { lazyScratch, type Scratch } from '@ser/wasm';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { drawPairsKernel, drawUnitsKernel, pairsToNormalKernel } from './kernels';
import { drawPairs, pairsToNormal } from './normalPairs';
import { unit } from './unit';

/** Numbers in WebAssembly's memory at a time; a multiple of 4. */
const BLOCK = 4096;
/** Fewer are drawn in less time than it takes to bring the state there and back. */
const FEW = 32;
const STATE_BYTES = 16;

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [drawUnitsKernel(), drawPairsKernel(), pairsToNormalKernel()]);

/** The generator that draws what comes next. */
type Next = JumpableRandomGenerator;

/** Fills an array with draws from [0, 1), of the same bits with and without WebAssembly. */
export function fillUnits(
  array: Float64Array,
  generator: JumpableRandomGenerator,
  scratch: Scratch | null = sharedScratch(),
): Next {
  if (scratch !== null && array.length >= FEW) return fillByKernels(array, generator, scratch, ['drawUnits']);
  for (let i = 0; i < array.length; i++) array[i] = unit(generator);
  return generator;
}

/** Fills an array of an even length with normal deviates, of the same bits with and without WebAssembly. */
export function fillNormalPairs(
  array: Float64Array,
  generator: JumpableRandomGenerator,
  scratch: Scratch | null = sharedScratch(),
): Next {
  if (scratch !== null && array.length >= FEW) {
    return fillByKernels(array, generator, scratch, ['drawPairs', 'pairsToNormal']);
  }
  drawPairs(array, generator);
  pairsToNormal(array);
  return generator;
}

function fillByKernels(
  array: Float64Array,
  generator: JumpableRandomGenerator,
  { kernels, reserve }: Scratch,
  steps: readonly string[],
): Next {
  const memory = reserve(STATE_BYTES + 8 * BLOCK);
  const state = new Int32Array(memory, 0, 4);
  // Two int64, the lower half of each first.
  const [high0, low0, high1, low1] = generator.getState() as [number, number, number, number];
  state.set([low0, high0, low1, high1]);
  for (let start = 0; start < array.length; start += BLOCK) {
    const block = new Float64Array(memory, STATE_BYTES, Math.min(BLOCK, array.length - start));
    for (const step of steps) kernels[step]!(STATE_BYTES, STATE_BYTES + 8 * block.length);
    array.set(block, start);
  }
  return xoroshiro128plusFromState([state[1]!, state[0]!, state[3]!, state[2]!]);
}
