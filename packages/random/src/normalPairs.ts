import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { log } from './log';
import { unit } from './unit';

// The polar method in two loops over an array of an even length. What kernels.ts does, for engines without WebAssembly.

/** Points in the unit circle without its centre, x and y in turn. */
export function drawPairs(array: Float64Array, generator: JumpableRandomGenerator): void {
  for (let i = 0; i < array.length; i += 2) {
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * unit(generator) - 1;
      y = 2 * unit(generator) - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    array[i] = x;
    array[i + 1] = y;
  }
}

/** Makes two normal deviates of each point. */
export function pairsToNormal(array: Float64Array): void {
  for (let i = 0; i < array.length; i += 2) {
    const x = array[i]!;
    const y = array[i + 1]!;
    const square = x * x + y * y;
    const factor = Math.sqrt((-2 * log(square)) / square);
    array[i] = x * factor;
    array[i + 1] = y * factor;
  }
}
