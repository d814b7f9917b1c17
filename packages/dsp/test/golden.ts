import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StftOptions, StftPadMode, WindowName } from '../src/index';

/** Some values of a long array: their positions in it, and float32 values in base64. */
export interface Sparse {
  length: number;
  index: number[];
}
export interface SparseReal extends Sparse {
  values: string;
  sumOfSquares: number;
}
export interface SparseComplex extends Sparse {
  re: string;
  im: string;
}
interface Resampled extends SparseReal {
  from: number;
  to: number;
}

interface Golden {
  kaiserBest: Sparse & { values: string };
  windows: Record<WindowName, string>;
  resample: Resampled[];
  spectra: {
    signal: string;
    options: {
      pad_mode?: StftPadMode;
      n_fft?: number;
      hop_length?: number;
      win_length?: number;
      window?: WindowName;
      center?: boolean;
    };
    frames: number;
    bins: number;
    largest: number;
    stft: SparseComplex;
    istft: SparseReal;
    istft7001: SparseReal;
  }[];
  clips: { file: string; peak: number; load: Resampled; pitch: Resampled }[];
}

export const golden: Golden = JSON.parse(readFileSync(join(__dirname, 'golden/dsp.json'), 'utf8'));

export function float32(text: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}
export function float64(text: string): Float64Array {
  return new Float64Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}
export function pick(values: ArrayLike<number>, index: readonly number[]): number[] {
  return index.map((i) => values[i] as number);
}
export function stftOptions(options: Golden['spectra'][number]['options']): StftOptions {
  return {
    padMode: options.pad_mode,
    nFft: options.n_fft,
    hopLength: options.hop_length,
    winLength: options.win_length,
    window: options.window,
    center: options.center,
  };
}
