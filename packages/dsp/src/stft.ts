import { requireFinite, requireInteger, requireSize } from './checks';
import { type ComplexMemory, complexArrays } from './complexMemory';
import { DspError } from './errors';
import { framesFft } from './framesFft';
import { getWindow, type WindowSpec } from './getWindow';
import { type PadMode, pad, requirePadMode } from './pad';
import { createRfft } from './rfft';
import type { ComplexMatrix } from './types';

/** The padding that `stft` takes: all that depends on samples near the ends alone, as in librosa. */
export type StftPadMode = Extract<PadMode, 'constant' | 'edge' | 'linear_ramp' | 'reflect' | 'symmetric'>;

const STFT_PAD_MODES: readonly StftPadMode[] = ['constant', 'edge', 'linear_ramp', 'reflect', 'symmetric'];

/** Options of `stft`; names and defaults are librosa 0.11's. */
export interface StftOptions {
  /** Length of the transform in samples, at least 2. Powers of two are the fastest. Default 2048. */
  readonly nFft?: number;
  /** Samples between frames. Default winLength / 4, rounded down. */
  readonly hopLength?: number;
  /** Length of the window, at most nFft; zeros fill both sides. Default nFft. */
  readonly winLength?: number;
  /** As `getWindow` takes it (periodic), or its `winLength` weights as a typed array or an array of numbers. Default 'hann'. */
  readonly window?: WindowSpec | ArrayLike<number>;
  /** True (default): frame t is centered on sample t * hopLength, the signal padded by floor(nFft / 2) at both ends. */
  readonly center?: boolean;
  /**
   * What the padding holds (see `pad`); not looked at without `center`. Default 'constant' (zeros), as librosa since
   * 0.10; before it was 'reflect'.
   */
  readonly padMode?: StftPadMode;
  /** A factor for each bin, such as the response of a filter that has no phase: the result is times it. Default none. */
  readonly gains?: Float32Array;
  /** Where the result shall lie: it is good until the memory's next use. Default new memory, which large spectra take long to get. */
  readonly memory?: ComplexMemory;
}

/**
 * Short-time Fourier transform: the real spectrum of overlapping windowed frames.
 *
 * The window and the transform are float64, the result is stored as float32 pairs: what librosa does on float32 audio.
 *
 * @param samples a signal, at least one sample (`center`) or nFft samples (otherwise)
 * @returns frames x (floor(nFft / 2) + 1) bins; with `center` and an even nFft 1 + floor(length / hopLength) frames
 * @throws DspError `INVALID_OPTION` or `INVALID_LENGTH`, naming the parameter; `NOT_FINITE` for NaN or infinity
 * @example
 * const spectrum = stft(new Float32Array(22050), { nFft: 512, hopLength: 256 }); // 87 rows, 257 columns
 * @see librosa 0.11 `stft` (transposed: frames are rows), within 1e-6 of the largest bin
 */
export function stft(samples: Float32Array | Float64Array, options: StftOptions = {}): ComplexMatrix {
  const { nFft, hopLength, window, center } = stftSetup('stft', options);
  const { padMode = 'constant' } = options;
  if (center) requirePadMode('stft', 'padMode', padMode, STFT_PAD_MODES);
  if (samples.length === 0) {
    throw new DspError('INVALID_LENGTH', 'stft: samples is empty; expected at least one sample');
  }
  requireFinite('stft', samples);
  const margin = center ? Math.floor(nFft / 2) : 0;
  const signal = center ? pad(samples, { left: margin, right: margin, mode: padMode }) : samples;
  if (signal.length < nFft) {
    throw new DspError(
      'INVALID_LENGTH',
      `stft: samples has ${samples.length} samples; expected at least nFft=${nFft} when center is false`,
    );
  }
  const rows = 1 + Math.floor((signal.length - nFft) / hopLength);
  const cols = Math.floor(nFft / 2) + 1;
  requireSize('stft', `nFft=${nFft}, hopLength=${hopLength}`, rows * cols);
  const { gains } = options;
  if (gains && gains.length !== cols) {
    throw new DspError(
      'SHAPE_MISMATCH',
      `stft: gains has ${gains.length} factors; expected one for each of ${cols} bins`,
    );
  }
  const { re, im } = complexArrays(rows * cols, options.memory);
  const fft = framesFft(nFft);
  const inKernel = nFft % 8 === 0 ? gains : undefined;
  if (fft) fft.forward(signal, window, hopLength, rows, re, im, inKernel);
  else transformFrames(signal, window, hopLength, rows, re, im);
  if (gains && !(fft && inKernel)) for (const part of [re, im]) scaleRows(part, gains);
  return { re, im, rows, cols };
}

/** Multiplies each row by the gains; the kernel of framesFft.ts does the same for lengths of eights. */
function scaleRows(rows: Float32Array, gains: Float32Array): void {
  for (let i = 0, bin = 0; i < rows.length; i++) {
    rows[i]! *= gains[bin]!;
    if (++bin === gains.length) bin = 0;
  }
}

/** Any length, on any engine. */
function transformFrames(
  signal: Float32Array | Float64Array,
  window: Float64Array,
  hopLength: number,
  rows: number,
  re: Float32Array,
  im: Float32Array,
): void {
  const nFft = window.length;
  const plan = createRfft(nFft);
  const cols = plan.bins;
  const windowed = new Float64Array(nFft);
  for (let row = 0; row < rows; row++) {
    const start = row * hopLength;
    for (let i = 0; i < nFft; i++) windowed[i] = window[i]! * signal[start + i]!;
    const offset = row * cols;
    plan.forward(windowed, re.subarray(offset, offset + cols), im.subarray(offset, offset + cols));
  }
}

/** The checked numbers that `stft` and `istft` share; the window is centered in nFft weights. */
export function stftSetup(caller: string, options: StftOptions) {
  const { nFft = 2048, center = true, window = 'hann' } = options;
  requireInteger(caller, 'nFft', nFft, 2);
  requireSize(caller, `nFft=${nFft}`, nFft);
  const { winLength = nFft } = options;
  requireInteger(caller, 'winLength', winLength, 1);
  if (winLength > nFft) {
    throw new DspError('INVALID_OPTION', `${caller}: winLength=${winLength}; expected at most nFft=${nFft}`);
  }
  const { hopLength = Math.max(1, Math.floor(winLength / 4)) } = options;
  requireInteger(caller, 'hopLength', hopLength, 1);
  return { nFft, hopLength, winLength, center, window: centeredWindow(caller, window, winLength, nFft) };
}

/** The last few windows by name; making one takes a tenth of a clip's transform. Nobody writes to them. */
const kept = new Map<string, Float64Array>();
const MOST_KEPT = 4;

function centeredWindow(
  caller: string,
  window: WindowSpec | ArrayLike<number>,
  winLength: number,
  nFft: number,
): Float64Array {
  if (!isSpec(window)) {
    if (window.length !== winLength) {
      throw new DspError(
        'SHAPE_MISMATCH',
        `${caller}: window has ${window.length} weights; expected winLength=${winLength}`,
      );
    }
    requireFinite(caller, window, 'window');
    return padCenter(window, nFft);
  }
  const key = `${typeof window} ${window} ${winLength} ${nFft}`;
  let weights = kept.get(key);
  if (weights === undefined) {
    weights = padCenter(getWindow(window, winLength), nFft);
    const [oldest] = kept.keys();
    if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, weights);
  }
  return weights;
}

function padCenter(weights: ArrayLike<number>, length: number): Float64Array {
  const centered = new Float64Array(length);
  centered.set(weights, Math.floor((length - weights.length) / 2));
  return centered;
}

function isSpec(window: WindowSpec | ArrayLike<number>): window is WindowSpec {
  return typeof window !== 'object' || typeof window[0] === 'string';
}
