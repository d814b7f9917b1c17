import { DspError } from './errors';
import { framesFft } from './framesFft';
import { createRfft } from './rfft';
import { type StftOptions, stftSetup } from './stft';

/** Options of `createPowerFrames`: those of `stft` that concern a frame, and the exponent. */
export interface PowerFramesOptions extends Pick<StftOptions, 'nFft' | 'hopLength' | 'winLength' | 'window'> {
  /** Exponent of the magnitude: 2 (default) for power, 1 for magnitude; above 0. */
  readonly power?: number;
}

/** Power spectra of a signal's frames; window, transform and work space are made once. Not re-entrant. */
export interface PowerFrames {
  readonly nFft: number;
  readonly hopLength: number;
  /** floor(nFft / 2) + 1. */
  readonly bins: number;
  /**
   * Writes |X|^power of the frames that start at `start`, start + hopLength, ... to the first rows x bins places of
   * `output`. That they lie within the signal, and that it is finite, is the caller's duty: hot loops are not checked.
   */
  compute(signal: Float32Array | Float64Array, start: number, rows: number, output: Float32Array): void;
}

/** Frames whose spectra are kept at a time. */
const BLOCK_ROWS = 16;

/**
 * Prepares power spectra of frames, for loops that must not allocate: MFCCs, streams.
 *
 * A frame's numbers are those of `magnitude(stft(samples, options), { power })`, to the bit, whichever frames are computed with it.
 *
 * @throws DspError `INVALID_OPTION` or `SHAPE_MISMATCH`, naming the parameter, as `stft` and `magnitude`
 * @example
 * const frames = createPowerFrames({ nFft: 512, hopLength: 160 });
 * const rows = new Float32Array(2 * frames.bins);
 * frames.compute(new Float32Array(1024), 0, 2, rows);
 * @see `abs(stft(y, center=False)) ** power` of librosa 0.11, within 1e-6 of the largest bin
 */
export function createPowerFrames(options: PowerFramesOptions = {}): PowerFrames {
  const { nFft, hopLength, window } = stftSetup('createPowerFrames', options);
  const { power = 2 } = options;
  if (!(power > 0) || power === Number.POSITIVE_INFINITY) {
    throw new DspError('INVALID_OPTION', `createPowerFrames: power=${power}; expected a finite number above 0`);
  }
  const bins = Math.floor(nFft / 2) + 1;
  const fft = framesFft(nFft);
  if (fft && (power === 1 || power === 2)) {
    const compute: PowerFrames['compute'] = (signal, start, rows, output) =>
      fft.power(start === 0 ? signal : signal.subarray(start), window, hopLength, rows, power, output);
    return { nFft, hopLength, bins, compute };
  }

  const plan = fft ? undefined : createRfft(nFft);
  const windowed = new Float64Array(nFft);
  const blockRows = fft ? BLOCK_ROWS : 1;
  const re = new Float32Array(blockRows * bins);
  const im = new Float32Array(blockRows * bins);
  // Looked up once: inside a sandbox (Jest, vm) each look-up of a global is slow.
  const { sqrt } = Math;
  const compute: PowerFrames['compute'] = (signal, start, rows, output) => {
    for (let row = 0; row < rows; row += blockRows) {
      const count = Math.min(blockRows, rows - row);
      const first = start + row * hopLength;
      if (plan) {
        for (let i = 0; i < nFft; i++) windowed[i] = window[i]! * signal[first + i]!;
        plan.forward(windowed, re, im);
      } else fft?.forward(signal.subarray(first), window, hopLength, count, re, im);
      for (let bin = 0, at = row * bins; bin < count * bins; bin++, at++) {
        const square = re[bin]! * re[bin]! + im[bin]! * im[bin]!;
        output[at] = power === 2 ? square : power === 1 ? sqrt(square) : square ** (power / 2);
      }
    }
  };
  return { nFft, hopLength, bins, compute };
}
