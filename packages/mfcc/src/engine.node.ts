import { createPowerFrames, getWindow, pad, type StftPadMode, type WindowSpec } from '@ser/dsp';
import type { RowProduct } from './cepstrum';
import { type Decibels, plainDecibels } from './decibels';
import { multiplyRows } from './multiplyRows';
import type { Powers, Window } from './powerFrames';
import { applyFilterbank, type BandSums, type SparseFilterbank } from './sparseFilterbank';
import { createBandSummer } from './wasm/bandSummer';
import { createDecibelWriter } from './wasm/decibelWriter';
import { createRowMultiplier } from './wasm/rowMultiplier';

// Everything that `@ser/dsp` can do, and WebAssembly where there is some. In browsers `engine.browser.ts` stands in its
// place. Either way the sums are made in the same order, so that both give the same bits of the same spectra.

/** Made when first used, once for all plans. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const bandSummer = once(createBandSummer);
const rowMultiplier = once(createRowMultiplier);

export const decibels: () => Decibels = once(() => createDecibelWriter() ?? plainDecibels);

export const padModes: readonly StftPadMode[] = ['constant', 'edge', 'linear_ramp', 'reflect', 'symmetric'];

/** Throws DspError for a window that is unknown. */
export function windowWeights(window: Window, length: number): ArrayLike<number> | undefined {
  const isSpec = typeof window !== 'object' || typeof window[0] === 'string';
  return isSpec ? getWindow(window as WindowSpec, length) : (window as ArrayLike<number>);
}

export function padEnds(samples: Float32Array, margin: number, mode: StftPadMode): Float32Array {
  return pad(samples, { left: margin, right: margin, mode });
}

export function createPowers(window: Float64Array, hopLength: number, power: number): Powers {
  return createPowerFrames({ nFft: window.length, hopLength, window, power }).compute;
}

export function createBandSums(bank: SparseFilterbank): BandSums {
  return bandSummer()?.(bank) ?? ((power, rows, output, at) => applyFilterbank(bank, power, rows, output, at));
}

export function createRowProduct(basis: Float64Array, n: number): RowProduct {
  return rowMultiplier()?.(basis, n) ?? ((matrix) => multiplyRows(matrix, basis, n));
}
