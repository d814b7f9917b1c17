import { createRfft, type StftPadMode } from '@ser/dsp';
import type { RowProduct } from './cepstrum';
import { plainDecibels } from './decibels';
import { type Extension, extendedIndex } from './extendedIndex';
import { multiplyRows } from './multiplyRows';
import type { Powers, Window } from './powerFrames';
import { applyFilterbank, type BandSums, type SparseFilterbank } from './sparseFilterbank';

// What stands for `engine.node.ts` in browsers, where bytes count: no WebAssembly, four windows by name, four paddings. Others come as weights.
const COSINE_TERMS: Record<string, readonly number[]> = {
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  boxcar: [1],
};

export const padModes: readonly StftPadMode[] = ['constant', 'edge', 'reflect', 'symmetric'];

/** The same weights, to rounding, as `getWindow` of `@ser/dsp`; undefined where the name is none of these. */
export function windowWeights(window: Window, length: number): ArrayLike<number> | undefined {
  if (typeof window === 'object' && typeof window[0] !== 'string') return window as ArrayLike<number>;
  return COSINE_TERMS[String(window)]?.reduce(
    (weights, term, k) => weights.map((sum, i) => sum + term * Math.cos(Math.PI * k * (1 + (2 * i) / length))),
    new Float64Array(length),
  );
}

export function padEnds(samples: Float32Array, margin: number, mode: StftPadMode): Float32Array {
  const { length } = samples;
  const padded = new Float32Array(length + 2 * margin);
  padded.set(samples, margin);
  for (let i = 1; i <= margin && mode !== 'constant'; i++) {
    padded[margin - i] = samples[extendedIndex(-i, length, mode as Extension)]!;
    padded[margin + length - 1 + i] = samples[extendedIndex(length - 1 + i, length, mode as Extension)]!;
  }
  return padded;
}

export function createPowers(window: Float64Array, hopLength: number, power: number): Powers {
  const plan = createRfft(window.length);
  const windowed = new Float64Array(window.length);
  // Spectra are float32, as librosa's of float32 audio.
  const re = new Float32Array(plan.bins);
  const im = new Float32Array(plan.bins);
  return (signal, start, rows, output) => {
    for (let row = 0, at = 0; row < rows; row++, start += hopLength) {
      for (let i = 0; i < window.length; i++) windowed[i] = window[i]! * signal[start + i]!;
      plan.forward(windowed, re, im);
      for (let bin = 0; bin < plan.bins; bin++) {
        const square = re[bin]! * re[bin]! + im[bin]! * im[bin]!;
        output[at++] = power === 2 ? square : power === 1 ? Math.sqrt(square) : square ** (power / 2);
      }
    }
  };
}

export function createBandSums(bank: SparseFilterbank): BandSums {
  return (power, rows, output, at) => applyFilterbank(bank, power, rows, output, at);
}

export function createRowProduct(basis: Float64Array, n: number): RowProduct {
  return (matrix) => multiplyRows(matrix, basis, n);
}

export const decibels = () => plainDecibels;
