import type { Matrix } from '@ser/dsp';
import {
  requireFinite,
  requireInteger,
  requireMatrix,
  requireNotNegative,
  requireOption,
  requirePositive,
} from './checks';
import { MfccError } from './errors';

/** Options of `pcen`; names and defaults are librosa 0.11's. */
export interface PcenOptions {
  /** Hz. Default 22050. */
  readonly sampleRate?: number;
  /** Samples between frames. Default 512. */
  readonly hopLength?: number;
  /** Exponent of the gain control, >= 0. Default 0.98. */
  readonly gain?: number;
  /** Added before the compression, >= 0. Default 2. */
  readonly bias?: number;
  /** Exponent of the compression, >= 0; 0 takes the logarithm. Default 0.5. */
  readonly power?: number;
  /** Seconds over which the gain control averages, above 0. Default 0.4. */
  readonly timeConstant?: number;
  /** Least energy, above 0. Default 1e-6. */
  readonly eps?: number;
  /** Coefficient of the averaging filter, in (0, 1], in place of timeConstant; 0 only with `zi`. Default from timeConstant. */
  readonly b?: number;
  /** Values over which the reference takes the maximum before it is averaged. Default 1. */
  readonly maxSize?: number;
  /** Along which axis of our matrix: 1 (default), over neighbouring bands; 0, over frames. librosa's are the transposed. */
  readonly maxAxis?: 0 | 1;
  /** What the gain follows, of the shape of S. Default S (after maxSize). */
  readonly ref?: Matrix;
  /** State of the averaging filter before the first frame: a number, or one for each band. Default the state of a constant 1. */
  readonly zi?: number | ArrayLike<number>;
  /** True: return the state after the last frame as well, for the next block's `zi`. */
  readonly returnZf?: boolean;
}

/**
 * Per-channel energy normalisation: automatic gain control and compression of each band, in place of decibels.
 *
 * P = (S / (eps + M)^gain + bias)^power - bias^power, M[t] = (1 - b) M[t - 1] + b S[t].
 *
 * @param S frames x bands, none negative: magnitudes of integer-scaled audio (multiply ours by 2^31, as librosa's example
 *   does) or powers
 * @returns the same shape, float32; with `returnZf` also the filter's state
 * @throws MfccError `INVALID_OPTION` naming the option, `SHAPE_MISMATCH` for matrices that do not fit, `NOT_FINITE` for NaN,
 *   infinity or a negative number
 * @example
 * const { rows } = pcen(melSpectrogram({ samples: new Float32Array(22050), sampleRate: 22050 })); // 44
 * @see librosa 0.11 `pcen` (transposed), within 1e-5 of the largest value; Wang et al. 2017
 */
export function pcen(S: Matrix, options?: PcenOptions & { returnZf?: false }): Matrix;
export function pcen(S: Matrix, options: PcenOptions & { returnZf: true }): { S: Matrix; zf: Float64Array };
export function pcen(S: Matrix, options: PcenOptions = {}): Matrix | { S: Matrix; zf: Float64Array } {
  const { gain = 0.98, bias = 2, power = 0.5, eps = 1e-6, maxSize = 1, maxAxis = 1 } = options;
  requireEnergies('S', S);
  requireNotNegative('pcen', 'gain', gain);
  requireNotNegative('pcen', 'bias', bias);
  requireNotNegative('pcen', 'power', power);
  requirePositive('pcen', 'eps', eps);
  requireInteger('pcen', 'maxSize', maxSize, 1);
  requireOption(maxAxis === 0 || maxAxis === 1, 'pcen', 'maxAxis', maxAxis, '0 or 1');
  const b = coefficient(options);
  const { data, rows, cols } = S;
  const { ref = maxSize === 1 ? S : maximumFilter(S, maxSize, maxAxis) } = options;
  requireEnergies('ref', ref);
  if (ref.rows !== rows || ref.cols !== cols) {
    throw new MfccError(
      'SHAPE_MISMATCH',
      `pcen: ref is ${ref.rows} x ${ref.cols}; expected ${rows} x ${cols}, as S is`,
    );
  }
  const state = initialState(options.zi ?? 1 - b, cols);

  const output = new Float32Array(data.length);
  const { exp, expm1, log, log1p } = Math;
  for (let row = 0, i = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++, i++) {
      const mean = b * ref.data[i]! + state[col]!;
      state[col] = (1 - b) * mean;
      // (eps + mean)^-gain by its logarithm, which neither over- nor underflows on the way.
      const level = -gain * (log(eps) + log1p(mean / eps));
      const energy = data[i]!;
      if (power === 0) output[i] = log1p(energy * exp(level));
      else if (bias === 0) output[i] = exp(power * (log(energy) + level));
      else output[i] = bias ** power * expm1(power * log1p((energy * exp(level)) / bias));
    }
  }
  requireFinite('pcen', 'result', output);
  const result = { data: output, rows, cols };
  return options.returnZf ? { S: result, zf: state } : result;
}

/** b of the averaging filter: its squared frequency response falls to a half at 1 / timeConstant. */
function coefficient({ sampleRate = 22050, hopLength = 512, timeConstant = 0.4, b, zi }: PcenOptions): number {
  requirePositive('pcen', 'sampleRate', sampleRate);
  requirePositive('pcen', 'hopLength', hopLength);
  requirePositive('pcen', 'timeConstant', timeConstant);
  const frames = (timeConstant * sampleRate) / hopLength;
  const { sqrt } = Math;
  const value = b ?? (sqrt(1 + 4 * frames * frames) - 1) / (2 * frames * frames);
  // A filter that takes nothing in has no steady state to start from: librosa gives NaN there.
  requireOption(
    value <= 1 && (value > 0 || (value === 0 && zi !== undefined)),
    'pcen',
    'b',
    value,
    'a number in (0, 1]',
  );
  return value;
}

function initialState(zi: number | ArrayLike<number>, bands: number): Float64Array {
  const state = typeof zi === 'number' ? new Float64Array(bands).fill(zi) : Float64Array.from(zi);
  if (state.length !== bands) {
    throw new MfccError(
      'SHAPE_MISMATCH',
      `pcen: zi has ${state.length} values; expected one for each of ${bands} bands`,
    );
  }
  for (const value of state) requireNotNegative('pcen', 'zi', value);
  return state;
}

function requireEnergies(parameter: string, matrix: Matrix): void {
  requireMatrix('pcen', parameter, matrix);
  const wrong = matrix.data.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (wrong >= 0) {
    throw new MfccError(
      'NOT_FINITE',
      `pcen: ${parameter}.data[${wrong}] is ${matrix.data[wrong]}; expected finite numbers >= 0`,
    );
  }
}

/** The largest of `size` values around each: floor(size / 2) before it, the others from it on. */
function maximumFilter({ data, rows, cols }: Matrix, size: number, axis: 0 | 1): Matrix {
  const [length, step] = axis === 1 ? [cols, 1] : [rows, cols];
  const before = Math.floor(size / 2);
  const output = data.map((_, i) => {
    const at = Math.floor(i / step) % length;
    let most = 0;
    for (let j = Math.max(0, at - before); j < Math.min(length, at - before + size); j++) {
      most = Math.max(most, data[i + (j - at) * step]!);
    }
    return most;
  });
  return { data: output, rows, cols };
}
