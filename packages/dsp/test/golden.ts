import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lcgNoise, syntheticSignal } from '../../../tools/golden/signals';
import type { PadMode, StftOptions, StftPadMode, WindowName, WindowSpec } from '../src/index';

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

type FilterTable = Sparse & { values: string };
interface PythonStftOptions {
  pad_mode?: StftPadMode;
  n_fft?: number;
  hop_length?: number;
  win_length?: number;
  window?: WindowSpec;
  center?: boolean;
}

interface Golden {
  kaiserBest: FilterTable;
  windows: Record<WindowName, string>;
  resample: Resampled[];
  spectra: {
    signal: string;
    options: PythonStftOptions;
    frames: number;
    bins: number;
    largest: number;
    stft: SparseComplex;
    istft: SparseReal;
    istft7001: SparseReal;
  }[];
  clips: { file: string; peak: number; load: Resampled; pitch: Resampled }[];
}

/** By librosa 0.11, scipy 1.17, numpy 2.4 and soxr 1.1. */
interface Golden011 {
  windows: { window: WindowSpec; length: number; fftbins: boolean; values: string }[];
  pads: { length: number; mode: PadMode; left: number; right: number; values: string }[];
  stft: {
    signal: string;
    options: PythonStftOptions;
    frames: number;
    bins: number;
    largest: number;
    stft: SparseComplex;
    istft: SparseReal;
  }[];
  autocorrelate: SparseReal;
  emphasis: { options: { coef?: number; zi?: number }; preemphasis: SparseReal; deemphasis: SparseReal }[];
  intervals: {
    signal: string;
    options: { ref?: number; top_db?: number; frame_length?: number; hop_length?: number };
    trim: [number, number];
    split: [number, number][];
  }[];
  soxrHq: Resampled[];
  clips: { file: string; peak: number; rms: number; load: Resampled; largest: number; stft: SparseComplex }[];
}

const read = (file: string) => JSON.parse(readFileSync(join(__dirname, 'golden', file), 'utf8'));

export const golden: Golden = read('dsp.json');
export const golden011: Golden011 = read('librosa011.json');
export const kaiserFast: { filter: FilterTable; resample: Resampled[] } = read('kaiserFast.json');

/** The signals that dsp.py knows by name. */
export function testSignal(name: string): Float32Array {
  switch (name) {
    case 'silence':
      return new Float32Array(3000);
    case 'click':
      return new Float32Array(3000).fill(1, 1234, 1235);
    case 'constant':
      return new Float32Array(3000).fill(0.25);
    case 'noise':
      return Float32Array.from(lcgNoise(4000, 7));
    default:
      return syntheticSignal(name);
  }
}

export function float32(text: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}
export function float64(text: string): Float64Array {
  return new Float64Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}
export function pick(values: ArrayLike<number>, index: readonly number[]): number[] {
  return index.map((i) => values[i] as number);
}
export function stftOptions(options: PythonStftOptions): StftOptions {
  return {
    padMode: options.pad_mode,
    nFft: options.n_fft,
    hopLength: options.hop_length,
    winLength: options.win_length,
    window: options.window,
    center: options.center,
  };
}
