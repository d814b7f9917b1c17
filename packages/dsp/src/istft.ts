import { requireInteger, requireSize } from './checks';
import { DspError } from './errors';
import { framesFft } from './framesFft';
import { createRfft } from './rfft';
import { type StftOptions, stftSetup } from './stft';
import { toFloat32 } from './toFloat32';
import type { ComplexMatrix } from './types';

/** Options of `istft`: those of the `stft` that made the spectrum, and the wanted length. */
export interface IstftOptions extends Omit<StftOptions, 'padMode' | 'gains' | 'memory'> {
  /** Samples of the result; what is missing is zeros. Default: all that the frames hold, less the padding. */
  readonly length?: number;
}

/**
 * Inverse short-time Fourier transform: overlap-add of windowed frames, divided by the sum of squared windows.
 *
 * Where that sum is next to nothing (without `center` at the ends; frames that hardly overlap, under a window that begins at 0) what
 * comes out is rounding divided by it, as in librosa.
 *
 * @param spectrum frames x (floor(nFft / 2) + 1) bins; say `nFft` where it is odd, for its bins do not tell
 * @returns the signal; `length` samples, or hopLength * (frames - 1) with `center`, nFft more without
 * @throws DspError `SHAPE_MISMATCH` when the spectrum's parts do not fit, `INVALID_OPTION` naming the option
 * @example
 * const x = new Float32Array(4096).fill(0.5);
 * const same = istft(stft(x), { length: 4096 });
 * @see librosa 0.11 `istft` (transposed), within 1e-6 of the largest sample; Griffin & Lim 1984, equation 6
 */
export function istft(spectrum: ComplexMatrix, options: IstftOptions = {}): Float32Array {
  const { nFft = 2 * (spectrum.cols - 1), length } = options;
  const { hopLength, window, center } = stftSetup('istft', { ...options, nFft });
  if (length !== undefined) {
    requireInteger('istft', 'length', length, 0);
    requireSize('istft', `length=${length}`, length);
  }
  const { re, im, cols } = spectrum;
  const bins = Math.floor(nFft / 2) + 1;
  if (cols !== bins || re.length !== spectrum.rows * cols || im.length !== re.length || spectrum.rows < 1) {
    throw new DspError(
      'SHAPE_MISMATCH',
      `istft: spectrum is ${spectrum.rows} x ${cols} with ${re.length} real and ${im.length} imaginary parts; ` +
        `expected at least one frame of floor(nFft / 2) + 1 = ${bins} bins`,
    );
  }
  const margin = center ? Math.floor(nFft / 2) : 0;
  // Frames that lie wholly behind the wanted samples are not computed.
  const rows =
    length === undefined ? spectrum.rows : Math.min(spectrum.rows, Math.ceil((length + 2 * margin) / hopLength));
  const total = rows > 0 ? nFft + hopLength * (rows - 1) : 0;
  const sum = kept.sum(total);
  const fft = framesFft(nFft);
  if (fft) fft.inverse(re, im, window, hopLength, rows, sum);
  else addFrames(spectrum, window, hopLength, rows, sum);
  const weight = squaredWindows(window, hopLength, rows, total);
  const output = new Float32Array(length ?? Math.max(0, total - 2 * margin));
  const count = Math.min(output.length, Math.max(0, total - margin));
  const wanted = (numbers: Float64Array) => numbers.subarray(margin, margin + count);
  toFloat32(output.subarray(0, count), wanted(sum), wanted(weight));
  return output;
}

/** Numbers kept, 20 s at 48 kHz. */
const MOST_KEPT = 960_000;

/** Memory of the last call, as zeros: to get new memory from the system takes longer than to fill it. */
function reusable(): (length: number) => Float64Array {
  let numbers = new Float64Array(0);
  return (length) => {
    if (length > MOST_KEPT) return new Float64Array(length);
    if (numbers.length < length) numbers = new Float64Array(length);
    return numbers.subarray(0, length).fill(0);
  };
}

const kept = { sum: /* @__PURE__ */ reusable(), weight: /* @__PURE__ */ reusable() };

/** The sum of the frames' squared windows. */
function squaredWindows(window: Float64Array, hopLength: number, rows: number, total: number): Float64Array {
  const weight = kept.weight(total);
  const squares = window.map((value) => value * value);
  // Once as many frames meet as ever do, the sums repeat every hop, up to the last frame.
  const meeting = Math.ceil(window.length / hopLength);
  const added = Math.min(rows, meeting + 1);
  for (let row = 0; row < added; row++) {
    const start = row * hopLength;
    for (let i = 0; i < squares.length; i++) weight[start + i]! += squares[i]!;
  }
  if (added < rows) {
    const last = (added - 1) * hopLength;
    const falling = weight.slice(last, last + squares.length);
    for (let row = added; row < rows - 1; row++) weight.copyWithin(row * hopLength, last, last + hopLength);
    weight.set(falling, (rows - 1) * hopLength);
  }
  return weight;
}

/** Any length, on any engine. */
function addFrames(
  { re, im, cols }: ComplexMatrix,
  window: Float64Array,
  hopLength: number,
  rows: number,
  sum: Float64Array,
): void {
  const plan = createRfft(window.length);
  const samples = new Float64Array(window.length);
  for (let row = 0; row < rows; row++) {
    const offset = row * cols;
    plan.inverse(re.subarray(offset, offset + cols), im.subarray(offset, offset + cols), samples);
    const start = row * hopLength;
    for (let i = 0; i < samples.length; i++) sum[start + i]! += window[i]! * samples[i]!;
  }
}
