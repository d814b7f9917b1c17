import { getWindow, magnitude, pad, type StftPadMode, stft, type WindowSpec } from '@ser/dsp';
import type { Powers, Window } from './powerFrames';

// Everything that `@ser/dsp` can do, WebAssembly where there is some. In browsers `spectra.browser.ts` stands in its place.
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
  const nFft = window.length;
  return (signal, start, rows, output) => {
    const samples = signal.subarray(start, start + nFft + hopLength * (rows - 1));
    output.set(magnitude(stft(samples, { nFft, hopLength, window, center: false }), { power }).data);
  };
}
