import { requireFinite } from './checks';
import { DspError } from './errors';

/** Options of `preemphasis` and `deemphasis`. */
export interface EmphasisOptions {
  /** Weight of the sample before. Default 0.97, as HTK's. 0 changes nothing; 1 takes differences. */
  readonly coef?: number;
  /**
   * What is added to the first sample, in place of what the sample before it would give. Default: a straight line through the first
   * two samples, 2 x[0] - x[1], and its counterpart the other way. For the next block of a stream say -coef times the last
   * sample that went into `preemphasis`, or coef times the last one that came out of `deemphasis`.
   */
  readonly zi?: number;
}

/**
 * Lifts high frequencies: y[n] = x[n] - coef x[n - 1].
 *
 * @param samples at least two, or one with `zi`
 * @returns as many samples
 * @throws DspError `INVALID_OPTION` for a coef or zi that is not finite, `INVALID_LENGTH` for too few samples, `NOT_FINITE`
 * @example
 * preemphasis(new Float32Array([1, 1, 1]), { coef: 0.5, zi: 0 }); // [1, 0.5, 0.5]
 * @see librosa 0.11 `effects.preemphasis`, within 6e-8 of the largest sample
 */
export function preemphasis(samples: Float32Array | Float64Array, options: EmphasisOptions = {}): Float32Array {
  const { coef, zi } = checked('preemphasis', samples, options);
  const output = new Float32Array(samples.length);
  output[0] = samples[0]! + (zi ?? 2 * samples[0]! - samples[1]!);
  for (let n = 1; n < output.length; n++) output[n] = samples[n]! - coef * samples[n - 1]!;
  return output;
}

/**
 * Undoes `preemphasis`: y[n] = x[n] + coef y[n - 1].
 *
 * Where `preemphasis` had a zi, give its negative here: both add theirs to the first sample, as librosa's do.
 *
 * @param samples at least two, or one with `zi`
 * @returns as many samples; with |coef| < 1 whatever comes in stays bounded
 * @throws DspError `INVALID_OPTION` for a coef or zi that is not finite, `INVALID_LENGTH` for too few samples, `NOT_FINITE` also when
 *   |coef| > 1 makes the output grow out of float32
 * @example
 * deemphasis(preemphasis(new Float32Array([1, 2, 4]))); // [1, 2, 4]
 * @see librosa 0.11 `effects.deemphasis`, within 1e-6 of the largest sample (it filters in float32; this is float64)
 */
export function deemphasis(samples: Float32Array | Float64Array, options: EmphasisOptions = {}): Float32Array {
  const { coef, zi } = checked('deemphasis', samples, options);
  const output = new Float32Array(samples.length);
  // Without zi: of all first samples, the one that makes preemphasis' default give what came in.
  let before = zi ?? -((2 - coef) * samples[0]! - samples[1]!) / (3 - coef);
  for (let n = 0; n < output.length; n++) {
    const value = samples[n]! + before;
    output[n] = value;
    before = coef * value;
  }
  requireFinite('deemphasis', output, 'output');
  return output;
}

function checked(caller: string, samples: Float32Array | Float64Array, { coef = 0.97, zi }: EmphasisOptions) {
  for (const [name, value] of Object.entries({ coef, zi })) {
    if (value !== undefined && !Number.isFinite(value)) {
      throw new DspError('INVALID_OPTION', `${caller}: ${name}=${value}; expected a finite number`);
    }
  }
  const least = zi === undefined ? 2 : 1;
  if (samples.length < least) {
    throw new DspError(
      'INVALID_LENGTH',
      `${caller}: samples has ${samples.length} samples; expected at least ${least}${zi === undefined ? ', or one and zi' : ''}`,
    );
  }
  if (zi === undefined && coef === 3) {
    throw new DspError('INVALID_OPTION', `${caller}: coef=3 without zi; expected another coef, or zi`);
  }
  requireFinite(caller, samples);
  return { coef, zi };
}
